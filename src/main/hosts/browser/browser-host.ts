import { randomBytes } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Socket, type AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'

import { MAX_CALL_BYTES } from '#shared/contract'

import type { Workstation } from '#main/core'

import { readBundle } from '../bundle-files'
import { asCallRequest } from '../call-request'
import type { Log } from '../log-file'
import { isReportPath, reportPage } from '../report-page'
import { windowHeaders } from '../window-policy'
import { eventStreams } from './event-streams'
import { readBody } from './read-body'
import { cookieValues, refuseForeign, sameSecret } from './request-gate'

/** Connections that have not yet shown the window's cookie; past this the oldest one makes room. */
const MAX_STRANGERS = 256
const MAX_CONNECTIONS = 512
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 120_000
/** Work under way at the end is given this long. */
const CLOSING_TIMEOUT_MS = 2_500

const EXPORT_PATH = /^\/exports\/([0-9a-f-]{36})$/

const LOCKED =
  'Dieses Fenster ist gesperrt. Starten Sie Belegt neu, um es zu öffnen.\n' +
  'This window is locked. Start Belegt again to open it.\n'

export interface BrowserHostOptions {
  workstation: Pick<Workstation, 'call' | 'listen' | 'takeExport'>
  /** Folder of the built window. */
  windowFolder: string
  /** The host ends after this long without any request or open window. */
  idleMs: number
  log: Log
  onIdle: () => void
  /** Told at each change: how many windows are open. */
  onWindows?: (open: number) => void
}

export interface BrowserHost {
  /** Opens the window once; used up by the first who follows it. */
  readonly startLink: string
  readonly port: number
  /** Finishes what is under way, at most 3 seconds, and lets every connection go. */
  close(): Promise<void>
}

/** Serves the workstation to a browser on this machine. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { workstation, log, idleMs, onIdle, onWindows } = options
  const bundle = readBundle(options.windowFolder)
  let startToken: string | null = secret()
  const session = secret()
  let authority = ''
  let cookieName = ''
  let openWindows = 0
  let idle: NodeJS.Timeout | undefined
  const strangers = new Set<Socket>()
  const underWay = new Set<Promise<void>>()
  const streams = eventStreams((open) => {
    openWindows = open
    stayAwake()
    onWindows?.(open)
  })
  const stopListening = workstation.listen((message) => streams.send(message))

  const server = createServer({
    // A missing Host is refused by us, with the same answer as a wrong one.
    requireHostHeader: false,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16 * 1024,
  })
  server.maxConnections = MAX_CONNECTIONS
  server.on('connection', (socket: Socket) => {
    strangers.add(socket)
    socket.on('close', () => strangers.delete(socket))
    const [oldest] = strangers
    if (strangers.size > MAX_STRANGERS) oldest?.destroy()
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const answering = answer(request, response)
      .catch((error: unknown) => {
        // A window that closes in the middle of a request is no fault.
        if (request.destroyed && !request.complete) return
        log('Fault while answering a request', error)
        if (!response.headersSent) refuse(response, 500, 'This did not work. The log has the details.')
      })
      .finally(() => underWay.delete(answering))
    underWay.add(answering)
  })
  server.on('clientError', (_error, socket) => {
    // A browser connects before it has anything to ask. An answer to nothing would be taken for that of its first request;
    // closed, it sends the request again on another connection.
    const isSilent = socket instanceof Socket && socket.bytesRead === 0
    if (socket.writable && !isSilent) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    else socket.destroy()
  })
  // Neither upgrades nor tunnels exist here.
  server.on('upgrade', (_request, socket) => socket.destroy())
  server.on('connect', (_request, socket) => socket.destroy())

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  // A server that listens on an address has one.
  const { port } = server.address() as AddressInfo
  authority = `127.0.0.1:${String(port)}`
  // Cookies know no ports: two workstations on one machine must not share a name.
  cookieName = `belegt-${String(port)}`
  stayAwake()

  return {
    startLink: `http://${authority}/start?token=${startToken}`,
    port,
    async close() {
      clearTimeout(idle)
      stopListening()
      streams.close()
      server.close()
      server.closeIdleConnections()
      await Promise.race([
        Promise.all(underWay),
        new Promise((resolve) => setTimeout(resolve, CLOSING_TIMEOUT_MS).unref()),
      ])
      server.closeAllConnections()
    },
  }

  function stayAwake(): void {
    clearTimeout(idle)
    if (openWindows === 0) idle = setTimeout(onIdle, idleMs)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const foreign = refuseForeign(request, authority)
    if (foreign) return refuse(response, foreign.status, foreign.text)
    const [path = '', query = ''] = (request.url ?? '').split('?', 2)

    if (path === '/start') return start(request, response, new URLSearchParams(query))
    if (!cookieValues(request, cookieName).some((value) => sameSecret(value, session))) {
      return refuse(response, 403, LOCKED)
    }
    strangers.delete(request.socket)
    stayAwake()

    if (path === '/rpc') {
      if (request.method !== 'POST') return refuseMethod(response, 'POST')
      return call(request, response)
    }
    const file = bundle.get(path)
    const exportId = EXPORT_PATH.exec(path)?.[1]
    if (!file && path !== '/events' && !isReportPath(path) && exportId === undefined)
      return refuse(response, 404, 'There is nothing here.')
    if (request.method !== 'GET') return refuseMethod(response, 'GET')
    if (file) {
      response.writeHead(200, { ...windowHeaders, 'content-type': file.mediaType }).end(file.content)
    } else if (path === '/events') {
      response.writeHead(200, { ...windowHeaders, 'content-type': 'text/event-stream' })
      streams.add(response)
    } else if (exportId !== undefined) {
      await handOver(exportId, response)
    } else {
      const { status, headers, body } = await reportPage(workstation.call, path, new URLSearchParams(query))
      response.writeHead(status, headers).end(body)
    }
  }

  /** An exported file, once: the browser saves it under its name where it saves files. */
  async function handOver(exportId: string, response: ServerResponse): Promise<void> {
    const file = workstation.takeExport(exportId)
    if (!file) return refuse(response, 404, 'There is nothing here.')
    response.writeHead(200, {
      ...windowHeaders,
      'content-type': file.mediaType,
      'content-length': statSync(file.path).size,
      // Names of exports are plain letters.
      'content-disposition': `attachment; filename="${file.fileName}"`,
    })
    try {
      await pipeline(createReadStream(file.path), response)
    } finally {
      await file.remove()
    }
  }

  function start(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    if (request.method !== 'GET') return refuseMethod(response, 'GET')
    if (startToken === null || !sameSecret(query.get('token') ?? '', startToken)) {
      return refuse(response, 403, LOCKED)
    }
    startToken = null
    stayAwake()
    response
      .writeHead(303, {
        ...windowHeaders,
        location: '/',
        'set-cookie': `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`,
      })
      .end()
  }

  async function call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [type, ...more] = request.headersDistinct['content-type'] ?? []
    if (more.length > 0 || !/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type ?? '')) {
      return refuse(response, 415, 'A call is JSON.')
    }
    if (request.headers['content-encoding']) return refuse(response, 415, 'A call comes uncompressed.')
    const body = await readBody(request, MAX_CALL_BYTES)
    if (body === null) {
      return refuse(response, 413, `A call has at most ${String(MAX_CALL_BYTES)} bytes.`)
    }
    const callRequest = asCallRequest(parseJson(body))
    if (!callRequest) return refuse(response, 400, 'A call names a procedure, its input and a language.')
    const reply = await workstation.call(callRequest)
    // A refused call is an answer like any other; its status would only fill the console of the window.
    response
      .writeHead(200, { ...windowHeaders, 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify(reply))
  }
}

function refuseMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('allow', allowed)
  refuse(response, 405, `Only ${allowed} is answered here.`)
}

/** Ends the connection too: what may still come in after a refused head is not read. */
function refuse(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, {
      ...windowHeaders,
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
    })
    .end(text)
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

/** 256 bits. */
function secret(): string {
  return randomBytes(32).toString('base64url')
}
