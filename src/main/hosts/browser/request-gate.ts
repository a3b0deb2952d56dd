import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface Refusal {
  status: number
  text: string
}

/**
 * Any page in any browser can send requests to this machine, also under a name that points here. So nothing is looked
 * at, files included, before the request has named exactly this host and no foreign page has sent it.
 */
export function refuseForeign(request: IncomingMessage, authority: string): Refusal | null {
  const { host, origin, 'sec-fetch-site': site } = request.headersDistinct
  if (host?.length !== 1 || host[0] !== authority) {
    return { status: 421, text: 'This host answers under its own address only.' }
  }
  const origins = origin ?? []
  const writes = request.method !== 'GET' && request.method !== 'HEAD'
  if ((writes || origins.length > 0) && (origins.length !== 1 || origins[0] !== `http://${authority}`)) {
    return { status: 403, text: 'This host answers its own window only.' }
  }
  if (site && (site.length !== 1 || (site[0] !== 'same-origin' && site[0] !== 'none'))) {
    return { status: 403, text: 'This host answers its own window only.' }
  }
  return null
}

/** Compares in a time that tells nothing about how much of a guess was right. */
export function sameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret))
}

/** All values of a cookie: one that a foreign page of this machine planted must not hide ours. */
export function cookieValues(request: IncomingMessage, name: string): string[] {
  return (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
