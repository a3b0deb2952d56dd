import { connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { MAX_CALL_BYTES } from '#shared/contract'

import { runBrowserHost, type RunningHost } from '../support/browser-host'

let host: RunningHost

beforeAll(async () => {
  host = await runBrowserHost()
  await host.start()
})
afterAll(() => host.stop())

const describeLibrary = JSON.stringify({ name: 'library.describe', input: {}, language: 'en' })
const post = (headers: Record<string, string>, body: string | Buffer = describeLibrary) =>
  host.ask('/rpc', {
    method: 'POST',
    headers: { ...host.asWindow(), 'content-type': 'application/json', ...headers },
    body,
  })
const hostLine = () => `Host: 127.0.0.1:${String(host.port)}\r\n`
const get = (path: string, headers: Record<string, string> = {}) =>
  host.ask(path, { headers: { ...host.asWindow(), ...headers } })

describe('the start link', () => {
  it('becomes a cookie that scripts cannot read and other sites cannot send', async () => {
    const fresh = await runBrowserHost()
    const path = fresh.startLink.slice(fresh.origin.length)

    const first = await fresh.ask(path)
    const second = await fresh.ask(path)
    await fresh.stop()

    expect(first).toMatchObject({
      status: 303,
      headers: { location: '/', 'referrer-policy': 'no-referrer' },
      body: '',
    })
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(/^belegt-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/),
    ])
    expect(second.status).toBe(403)
  })

  it('stays good after wrong guesses and requests that only look', async () => {
    const fresh = await runBrowserHost()
    const path = fresh.startLink.slice(fresh.origin.length)

    const guesses = [
      await fresh.ask('/start'),
      await fresh.ask('/start?token='),
      await fresh.ask(`${path}x`),
      await fresh.ask(path, { method: 'HEAD' }),
      await fresh.ask(path, { headers: { host: `localhost:${String(fresh.port)}` } }),
      await fresh.ask(path, { headers: { 'sec-fetch-site': 'cross-site' } }),
    ]
    const real = await fresh.ask(path)
    await fresh.stop()

    expect(guesses.map(({ status }) => status)).toEqual([403, 403, 403, 405, 421, 403])
    expect(real.status).toBe(303)
  })

  it('is the only place where the token stands', async () => {
    const token = new URL(host.startLink).searchParams.get('token') ?? ''

    const page = await get('/')

    expect(token).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify(page)).not.toContain(token)
    expect(host.terminal().split(token)).toHaveLength(2)
  })
})

describe('an export', () => {
  it('is fetched once, by our own window only, under its name', async () => {
    const value = async (name: string, input: object) => {
      const reply = await host.call({ name, input, language: 'de' })
      if (!reply.ok) throw new Error(reply.error.message)
      // What the contract says of these two procedures.
      return reply.value as { article: { id: string }; exportId: string; folder: null }
    }
    const { article } = await value('articles.import', { text: 'Neue Brücke\n\nSie ist 240 Meter lang.' })
    const { exportId, folder } = await value('reports.export', { articleId: article.id, format: 'md' })

    const path = `/exports/${exportId}`
    const stranger = await host.ask(path)
    const foreign = await get(path, { 'sec-fetch-site': 'cross-site' })
    const fetched = await get(path)
    const again = await get(path)

    expect([folder, stranger.status, foreign.status, again.status]).toEqual([null, 403, 403, 404])
    expect(fetched).toMatchObject({
      status: 200,
      headers: {
        'content-disposition': 'attachment; filename="pruefbericht-neue-bruecke-fassung-1.md"',
        'content-type': 'text/markdown',
        'x-content-type-options': 'nosniff',
      },
      body: expect.stringContaining('Sie ist 240 Meter lang') as string,
    })
  })
})

describe('a request', () => {
  it.each([
    ['localhost', () => `localhost:${String(host.port)}`],
    ['no port', () => '127.0.0.1'],
    ['another port', () => '127.0.0.1:1'],
    ['a name that points here', () => `rebound.example:${String(host.port)}`],
    ['a dot behind', () => `127.0.0.1.:${String(host.port)}`],
    ['another way to write the address', () => `127.1:${String(host.port)}`],
  ])('under %s is misdirected, files included', async (_case, name) => {
    const answers = [
      await get('/', { host: name() }),
      await get('/events', { host: name() }),
      await post({ host: name() }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([421, 421, 421])
  })

  it.each([
    ['no Host', () => ''],
    ['an empty Host', () => 'Host:\r\n'],
    ['two Hosts', () => `${hostLine()}${hostLine()}`],
    ['a second Host that is foreign', () => `${hostLine()}Host: evil.example\r\n`],
  ])('with %s is misdirected', async (_case, head) => {
    expect(await raw(`GET / HTTP/1.0\r\n${head()}\r\n`)).toMatch(/^HTTP\/1\.1 421 /)
  })

  it.each(['http://evil.example', 'null', 'http://localhost:1', 'https://127.0.0.1', ''])(
    'from the origin "%s" is refused',
    async (origin) => {
      expect((await post({ origin })).status).toBe(403)
      expect((await get('/', { origin })).status).toBe(403)
    },
  )

  it('that writes without an origin is refused', async () => {
    const { cookie, 'sec-fetch-site': site } = host.asWindow()

    const answer = await host.ask('/rpc', {
      method: 'POST',
      headers: { cookie: String(cookie), 'sec-fetch-site': String(site), 'content-type': 'application/json' },
      body: describeLibrary,
    })

    expect(answer.status).toBe(403)
  })

  it.each(['cross-site', 'same-site', 'SAME-ORIGIN', ''])(
    'that says Sec-Fetch-Site "%s" is refused',
    async (site) => {
      expect((await get('/', { 'sec-fetch-site': site })).status).toBe(403)
      expect((await post({ 'sec-fetch-site': site })).status).toBe(403)
    },
  )

  it.each([
    ['without a cookie', ''],
    ['with a wrong cookie', 'belegt=abc'],
  ])('%s is locked out of everything', async (_case, cookie) => {
    const answers = [
      await get('/', { cookie }),
      await get('/events', { cookie }),
      await get('/reports/01a211d1-b6e9-70ae-8393-3ca5b94c1a99', { cookie }),
      await post({ cookie }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect(answers[0]?.body).toContain('Start Belegt again')
  })

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../../main/host.js',
    '/assets\\..\\..\\main\\host.js',
    '//etc/passwd',
    '/index.html%00.js',
    '/.git/config',
    '/@fs/etc/passwd',
    '/package.json',
    '/main/host.js',
    '/assets',
    '/reports/../index.html',
    '/reports/not-an-id',
  ])('for %s finds nothing', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it.each([
    ['POST', '/'],
    ['PUT', '/rpc'],
    ['DELETE', '/events'],
    ['OPTIONS', '/rpc'],
    ['TRACE', '/'],
    ['GET', '/rpc'],
  ])('with %s on %s is refused', async (method, path) => {
    expect((await host.ask(path, { method, headers: host.asWindow() })).status).toBe(405)
  })

  it.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=utf-16', 415],
    ['application/jsonp', 415],
    ['', 415],
    ['application/json; charset=UTF-8', 200],
  ])('with a body of type "%s" is answered with %i', async (type, status) => {
    expect((await post({ 'content-type': type })).status).toBe(status)
  })

  it.each(['', '{', '[]', 'null', '{"name":1,"input":{},"language":"en"}', '{"name":"x","language":"fr"}'])(
    'with the body %j is refused without a stack',
    async (body) => {
      const answer = await post({}, body)

      expect(answer.status).toBe(400)
      expect(answer.body).not.toMatch(/\bat \S+:\d+|Error/)
    },
  )

  it('with bytes that are not UTF-8 is refused', async () => {
    expect((await post({}, Buffer.from([0x22, 0xff, 0x22]))).status).toBe(400)
  })

  it('over the limit is refused, announced or not, and the host goes on', async () => {
    const large = Buffer.alloc(MAX_CALL_BYTES + 1, 0x20)

    const announced = await post({ 'content-length': String(large.length) }, large)
    const streamed = await post({ 'transfer-encoding': 'chunked' }, large)

    expect([announced.status, streamed.status]).toEqual([413, 413])
    expect((await post({})).status).toBe(200)
  })

  it('that is malformed ends with 400 or a closed connection', async () => {
    const answers = await Promise.all([
      raw('GARBAGE\r\n\r\n'),
      raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${String(host.port)}\r\nBad Header\r\n\r\n`),
      raw(
        `POST /rpc HTTP/1.1\r\nHost: 127.0.0.1:${String(host.port)}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ),
      raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${String(host.port)}\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`),
    ])

    expect(answers.filter((answer) => !/^(HTTP\/1\.1 4\d\d |$)/.test(answer))).toEqual([])
  })

  it('to upgrade or to tunnel is cut off', async () => {
    const upgrade = raw(
      `GET /events HTTP/1.1\r\nHost: 127.0.0.1:${String(host.port)}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    )

    expect([
      await upgrade,
      await raw('CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n'),
    ]).toEqual(['', ''])
  })
})

describe('an answer', () => {
  it('carries the policy of the window and opens nothing to other origins', async () => {
    const answers = [await get('/'), await get('/nothing'), await post({})]

    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      })
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  it('with a report is a document without script and origin', async () => {
    const imported = await host.call({
      name: 'articles.import',
      input: { text: 'Neue Brücke\n\nSie ist 240 Meter lang.' },
      language: 'de',
    })
    if (!imported.ok) throw new Error(imported.error.message)
    // What the contract says about the output of articles.import.
    const { article } = imported.value as { article: { id: string } }

    const answer = await get(`/reports/${article.id}?language=en`)

    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.headers['content-security-policy']).toMatch(
      /default-src 'none'.*frame-ancestors 'self'; sandbox$/,
    )
    expect(answer.body).toContain('Neue Brücke')
    expect(answer.body).toContain('lang="en"')
  })

  it('to a report that does not exist is a page that says what to do', async () => {
    const answer = await get('/reports/01a211d1-b6e9-70ae-8393-3ca5b94c1a99')

    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(answer.headers['content-security-policy']).toMatch(/; sandbox$/)
    expect(answer.body).toMatch(/<h1>Der Bericht lässt sich nicht zeigen<\/h1><p>.*Laden Sie/)
  })
})

it('tells an open window what another one recorded', async () => {
  const stream = await openStream(host)
  const told = new Promise<string>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      const message = /^data: (.*)$/m.exec(chunk.toString())?.[1]
      if (message) resolve(message)
    })
  })

  await host.call({ name: 'people.add', input: { name: 'Mira Kern' }, language: 'de' })

  expect(JSON.parse(await told)).toMatchObject({ name: 'changed', value: { articleId: null } })
  stream.destroy()
})

it('answers within a second while 300 connections stand half open', async () => {
  const sockets = Array.from({ length: 300 }, () => connect(host.port, '127.0.0.1'))
  for (const socket of sockets) {
    socket.on('error', () => undefined)
    socket.write('GET / HTTP/1.1\r\nHost: 127.')
  }
  await new Promise((resolve) => setTimeout(resolve, 300))
  const began = performance.now()

  const answer = await post({})
  const took = performance.now() - began
  for (const socket of sockets) socket.destroy()

  expect(answer.status).toBe(200)
  expect(took).toBeLessThan(1_000)
})

it('listens on the loopback address alone', async () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')

  const reached = await Promise.all(outside.map(({ address }) => isReachable(address)))

  expect(reached.filter(Boolean)).toEqual([])
})

describe('the end', () => {
  it('comes within three seconds of a signal, also with a window open', async () => {
    const fresh = await runBrowserHost()
    await fresh.start()
    await openStream(fresh)
    const began = performance.now()

    const status = await fresh.stop()

    expect(status).toBe(0)
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  it('comes by itself when nobody has used it for the set time', async () => {
    const fresh = await runBrowserHost(['--idle-minutes', '0.01'])

    const status = await new Promise((resolve) => fresh.process.once('exit', resolve))
    await fresh.stop()

    expect(status).toBe(0)
    expect(fresh.terminal()).toContain('Everything is saved.')
  })

  it('never comes while a window is open', async () => {
    const fresh = await runBrowserHost(['--idle-minutes', '0.01'])
    await fresh.start()
    const stream = await openStream(fresh)
    await new Promise((resolve) => setTimeout(resolve, 1_500))

    const stillRuns = fresh.process.exitCode === null
    stream.destroy()
    await fresh.stop()

    expect(stillRuns).toBe(true)
  })
})

it('closes a connection that a browser only keeps ready without a word, which its first request would take for its answer', async () => {
  const said = await new Promise<string>((resolve) => {
    let answer = ''
    const socket = connect(host.port, '127.0.0.1')
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    socket.on('close', () => resolve(answer))
  })

  expect(said).toBe('')
}, 60_000)

it('says who has the library when a second workstation opens it', async () => {
  await expect(runBrowserHost(['--library', host.libraryPath])).rejects.toThrow(
    new RegExp(`already open in another workstation \\(process ${String(host.process.pid)} `),
  )
})

/** What comes back for bytes that no HTTP client would send, until the connection closes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(host.port, '127.0.0.1', () => socket.write(text))
    socket.setTimeout(3_000, () => socket.destroy())
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}

/** A window's stream of events, from the first thing the host says on it. */
async function openStream(of: RunningHost): Promise<Socket> {
  const socket = connect(of.port, '127.0.0.1')
  socket.on('error', () => undefined)
  const { cookie } = of.asWindow()
  socket.write(
    `GET /events HTTP/1.1\r\nHost: 127.0.0.1:${String(of.port)}\r\nCookie: ${String(cookie)}\r\n\r\n`,
  )
  await new Promise((resolve) => socket.once('data', resolve))
  return socket
}

function isReachable(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(host.port, address)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
