/** Scheme and host of the window. Nothing else is ever loaded. */
export const WINDOW_SCHEME = 'app'
export const WINDOW_HOST = 'belegt'
export const WINDOW_URL = `${WINDOW_SCHEME}://${WINDOW_HOST}/`

/** The parts of a URL that lies exactly in our origin, else null. */
export function ownUrl(address: string): URL | null {
  const url = URL.parse(address)
  return url?.protocol === `${WINDOW_SCHEME}:` &&
    url.host === WINDOW_HOST &&
    url.username === '' &&
    url.password === ''
    ? url
    : null
}

/** What the window may fetch: its bundle, and data it made itself. */
export function isOwnData(address: string): boolean {
  if (address.startsWith('data:')) return true
  if (address.startsWith('blob:')) return ownUrl(address.slice('blob:'.length)) !== null
  return ownUrl(address) !== null
}
