import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { chromiumPath } from '../support/chromium'

let host: RunningHost
let browser: Browser
let page: Page
let evil: Server
let evilPort: number

/** A page on another port of this machine: the same site to a browser, so even a strict cookie comes along. */
beforeAll(async () => {
  host = await runBrowserHost()
  evil = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>evil</title><body></body>')
  })
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
  // A server that listens on an address has one.
  evilPort = (evil.address() as AddressInfo).port
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--host-resolver-rules=MAP rebound.example 127.0.0.1'],
  })
  const context = await browser.newContext()
  page = await context.newPage()
  await page.goto(host.startLink)
})
afterAll(async () => {
  await browser.close()
  await Promise.all([host.stop(), new Promise((resolve) => evil.close(resolve))])
})

/** How many changes the library has seen. */
const sequence = () =>
  page.evaluate(`(async () => {
    const response = await fetch('/rpc', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'library.describe', input: {}, language: 'en' }),
    })
    return (await response.json()).value.sequence
  })()`)

describe('a page of another origin on this machine', () => {
  const tries: [string, (target: string) => string][] = [
    ['reads the page', (target) => `fetch('${target}/', { credentials: 'include' }).then((r) => r.text())`],
    [
      'calls as JSON',
      (target) =>
        `fetch('${target}/rpc', { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: '{"name":"people.add","input":{"name":"Evil"},"language":"en"}' }).then((r) => r.text())`,
    ],
    [
      'calls as text, which needs no question beforehand',
      (target) =>
        `fetch('${target}/rpc', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{"name":"people.add","input":{"name":"Evil"},"language":"en"}' }).then((r) => { if (r.type !== 'opaque') return r.text(); throw new Error('opaque') })`,
    ],
    [
      'listens to the events',
      (target) =>
        `new Promise((resolve, reject) => { const s = new EventSource('${target}/events', { withCredentials: true }); s.onopen = () => resolve('open'); s.onerror = () => reject(new Error('refused')) })`,
    ],
    [
      'shows it in a frame',
      (target) =>
        `new Promise((resolve, reject) => { const f = document.createElement('iframe'); f.src = '${target}/'; f.onload = () => { try { resolve(f.contentWindow.document.title) } catch { reject(new Error('foreign')) } }; document.body.append(f) })`,
    ],
    [
      'includes its script',
      (target) =>
        `new Promise((resolve, reject) => { const s = document.createElement('script'); s.src = '${target}/index.html'; s.onload = () => resolve('loaded'); s.onerror = () => reject(new Error('refused')); document.body.append(s) })`,
    ],
  ]

  it.each(tries)('%s in vain', async (_case, attempt) => {
    const before = await sequence()
    const visitor = await page.context().newPage()
    await visitor.goto(`http://127.0.0.1:${String(evilPort)}/`)

    await expect(visitor.evaluate(attempt(host.origin))).rejects.toThrow()

    await visitor.close()
    expect(await sequence()).toBe(before)
  })

  it('posts a form in vain', async () => {
    const before = await sequence()
    const visitor = await page.context().newPage()
    await visitor.goto(`http://127.0.0.1:${String(evilPort)}/`)

    await Promise.all([
      visitor.waitForNavigation(),
      visitor.evaluate(`
        document.body.innerHTML = '<form method="post" enctype="text/plain" action="${host.origin}/rpc"><input name="x" value="y"></form>'
        document.forms[0].submit()
      `),
    ])
    const shown = await visitor.textContent('body')

    await visitor.close()
    expect(shown).toBe('This host answers its own window only.')
    expect(await sequence()).toBe(before)
  })
})

it('answers nothing under a name that was made to point here', async () => {
  const visitor = await page.context().newPage()

  const answer = await visitor.goto(`http://rebound.example:${String(host.port)}/`)

  expect(answer?.status()).toBe(421)
  await visitor.close()
})

it('shows its own window without a complaint and asks for nothing elsewhere', async () => {
  const complaints: string[] = []
  const elsewhere: string[] = []
  const fresh = await page.context().newPage()
  fresh.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  fresh.on('pageerror', (error) => complaints.push(error.message))
  fresh.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(host.origin) && !/^(data|blob):/.test(url)) elsewhere.push(url)
  })

  await fresh.goto(`${host.origin}/`)
  await fresh.waitForSelector('#app > *')

  expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] })
  await fresh.close()
})
