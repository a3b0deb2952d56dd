import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { CallRequest, Reply } from '#shared/rpc'

import { bootWindow, type BootedWindow } from '../support/boot-window'
import { runBrowserHost, type RunningHost } from '../support/browser-host'
import { ownFolder } from '../support/built'
import { openCalls, type OpenCalls } from '../support/command-line'

type Send = (request: CallRequest) => Promise<Reply>

const folder = ownFolder()
let window: BootedWindow
let browser: RunningHost
let terminal: OpenCalls

beforeAll(async () => {
  window = await bootWindow()
  browser = await runBrowserHost()
  await browser.start()
  terminal = openCalls(join(folder.path, 'desk.belegt'), folder.env)
})
afterAll(async () => {
  await Promise.all([window.stop(), browser.stop(), terminal.end()])
  folder.remove()
})

const overElectron: Send = (request) =>
  // What the preload script hands to the page.
  window.page.evaluate(async (sent) => {
    const { belegt } = globalThis as unknown as { belegt: { connect: (listener: () => void) => Send } }
    return belegt.connect(() => undefined)(sent)
  }, request)

const article = `Neue Brücke über die Elbe

Die Brücke ist 240 Meter lang. Sie kostete am 8. März 2022 noch 12 Mio. Euro.

„Wir bauen weiter.“
Jana Petersen, Bürgermeisterin am 8. März 2022`

/** A morning's work with its refusals: every reply, in order. */
async function work(send: Send): Promise<Reply[]> {
  const replies: Reply[] = []
  async function call<Value>(name: string, input: unknown, language: 'de' | 'en' = 'de'): Promise<Value> {
    const reply = await send({ name, input, language })
    replies.push(reply)
    // Callers name what the contract says; a refused call has nothing to name.
    return (reply.ok ? reply.value : undefined) as Value
  }

  await call('library.describe', {})
  const imported = await call<{ article: { id: string } }>('articles.import', {
    text: article,
    language: 'de',
  })
  const articleId = imported.article.id
  const { sentences } = await call<{ sentences: { id: string }[] }>('articles.read', { articleId })
  const sentenceId = sentences[1]?.id
  await call('sentences.markNoClaim', { sentenceIds: [sentences[0]?.id] })
  const { claimId } = await call<{ claimId: string }>('claims.add', { anchors: [{ sentenceId }] })
  const scales = await call<
    { id: string; question: string; ratings: { id: string; needsEvidence: boolean }[] }[]
  >('scales.list', {})
  const scale = scales.find(({ question, ratings }) => question === 'content' && ratings.length > 0)
  const rating = scale?.ratings.find(({ needsEvidence }) => needsEvidence)
  const verdict = {
    claimId,
    question: 'content',
    scaleId: scale?.id,
    ratingId: rating?.id,
    conclusion: 'Stimmt.',
  }
  await call('verdicts.record', verdict)
  await call('evidence.add', { claimId, source: { title: 'Bauakte' }, stance: 'supports', locator: 'S. 3' })
  await call('verdicts.record', verdict)
  await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
  await call('articles.signOff', { articleId }, 'en')
  await call('comments.add', { sentenceId, text: 'Länge noch einmal nachmessen? \u202e😀\u0000' })
  await call('history.undo', {})
  await call('history.list', { articleId }, 'en')
  await call('reports.render', { articleId, format: 'json', language: 'en' })
  await call('library.verify', {})

  await call('articles.import', { text: ' \n' })
  await call('articles.import', { text: 'a', bytes: 'YQ==' })
  await call('articles.read', { articleId: 'x' }, 'en')
  await call('claims.read', { claimId: articleId })
  await call('people.add', { name: 7 })
  await call('people.add', null)
  await call('nothing.here', {})
  await call('__proto__', {})
  return replies
}

/** Ids, hashes and times differ from library to library; where they come back they must come back the same. */
function comparable(replies: Reply[]): unknown {
  const seen = new Map<string, string>()
  const text = JSON.stringify(replies)
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b/g, (found) => {
      const name = seen.get(found) ?? `id ${String(seen.size + 1)}`
      seen.set(found, name)
      return name
    })
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'then')
  return JSON.parse(text)
}

it('answers the same calls alike in Electron, in the browser and on the command line', async () => {
  const [fromElectron, fromBrowser, fromTerminal] = [
    await work(overElectron),
    await work((request) => browser.call(request)),
    await work((request) => terminal.call(request)),
  ].map((replies) => comparable(replies))

  expect(fromBrowser).toEqual(fromTerminal)
  expect(fromElectron).toEqual(fromTerminal)
  // So that nothing is compared with nothing.
  expect(fromTerminal).toMatchObject([
    { ok: true },
    { ok: true },
    { ok: true },
    { ok: true },
    { ok: true },
    { ok: true },
    { ok: false, error: { code: 'rule_broken' } },
    { ok: true },
    { ok: true },
    { ok: false, error: { code: 'rule_broken' } },
    { ok: false, error: { code: 'rule_broken' } },
    { ok: true },
    { ok: true },
    { ok: true },
    { ok: true },
    { ok: true, value: { ok: true } },
    { ok: false, error: { code: 'unreadable' } },
    { ok: false, error: { code: 'invalid_input' } },
    { ok: false, error: { code: 'invalid_input' } },
    { ok: false, error: { code: 'not_found' } },
    { ok: false, error: { code: 'invalid_input' } },
    { ok: false, error: { code: 'invalid_input' } },
    { ok: false, error: { code: 'not_found' } },
    { ok: false, error: { code: 'not_found' } },
  ])
})
