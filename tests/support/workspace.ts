import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openWorkstation, type Workstation, type WorkstationOptions } from '#main/core'
import type { Output } from '#shared/contract'
import type { UiLanguage } from '#shared/errors'
import type { ArticleId, ClaimId, PersonId, Question, Sentence } from '#shared/model'
import { caller, type Call, type EventMessage } from '#shared/rpc'

export interface Workspace {
  workstation: Workstation
  call: Call
  /** Everything the workstation told its windows so far. */
  messages: EventMessage[]
  libraryPath: string
  /** Where the clock stands. Set it to move it. */
  clock: { at: Date }
  close: () => void
}

/** The real core over a library of its own, with a stopped clock. In memory unless a path is given. */
export function openWorkspace({
  libraryPath = ':memory:',
  language = 'en',
  exportHost,
  checksByItself,
}: Partial<Pick<WorkstationOptions, 'libraryPath' | 'exportHost' | 'checksByItself'>> & {
  language?: UiLanguage
} = {}): Workspace {
  const clock = { at: new Date('2026-11-25T09:00:00.000Z') }
  const workstation = openWorkstation({
    ...{ libraryPath, access: 'write', now: () => clock.at, exportHost },
    ...(checksByItself && { checksByItself }),
  })
  const messages: EventMessage[] = []
  workstation.listen((message) => messages.push(message))
  return {
    workstation,
    call: caller({ send: (request) => workstation.call(request) }, () => language),
    messages,
    libraryPath,
    clock,
    close: () => workstation.close(),
  }
}

/** A folder that `remove` takes away again. */
export function temporaryFolder(): { path: string; libraryPath: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'belegt-test-'))
  return {
    path,
    libraryPath: join(path, 'desk.belegt'),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

export async function importText(call: Call, text: string): Promise<Output<'articles.read'>> {
  const { article } = await call('articles.import', { text, language: 'de' })
  return call('articles.read', { articleId: article.id })
}

/** A short article: headline, a paragraph of two sentences, a quote with its attribution. */
export const SHORT_ARTICLE = `Neue Brücke über die Elbe

Die Brücke ist 240 Meter lang. Sie kostete am 8. März 2022 noch 12 Mio. Euro.

„Wir bauen sie bis Ende Mai fertig.“

Karin Lenz, Bauamtsleiterin
`

export async function readSentences(call: Call, articleId: ArticleId): Promise<Sentence[]> {
  return (await call('articles.read', { articleId })).sentences
}

/** A claim over one whole sentence, counted from 1. */
export async function addClaim(
  call: Call,
  { article, number }: { article: Pick<Output<'articles.read'>, 'sentences'>; number: number },
): Promise<ClaimId> {
  const sentence = article.sentences[number - 1]
  if (!sentence) throw new Error(`The article has no sentence ${String(number)}`)
  return (await call('claims.add', { anchors: [{ sentenceId: sentence.id }] })).claimId
}

export async function addEvidence(call: Call, claimId: ClaimId, title = 'Bauakte 12/2022'): Promise<void> {
  await call('evidence.add', {
    claimId,
    source: { title, type: 'document' },
    stance: 'supports',
    locator: 'Seite 3',
    passage: '240 m',
  })
}

export async function rate(
  call: Call,
  claimId: ClaimId,
  { question = 'content', ratingId = 'confirmed' }: { question?: Question; ratingId?: string } = {},
): Promise<Output<'verdicts.record'>> {
  return call('verdicts.record', {
    claimId,
    question,
    scaleId: `belegt-${question}-de-1`,
    ratingId,
    conclusion: 'Die Akte nennt dieselbe Zahl.',
    asOf: '2026-11-25',
  })
}

/** A second person takes the desk. Returns how to hand it back. */
export async function handOver(
  call: Call,
  name = 'Murat Özdemir',
): Promise<{ personId: PersonId; handBack: () => Promise<unknown> }> {
  const { currentId } = await call('people.list', {})
  const { id } = await call('people.add', { name })
  await call('people.actAs', { personId: id })
  return { personId: id, handBack: () => call('people.actAs', { personId: currentId }) }
}

/** Everything checked by one person: every sentence holds no claim, but the second, which is confirmed. */
export async function checkEverything(call: Call, article: Output<'articles.read'>): Promise<ClaimId> {
  const claimId = await addClaim(call, { article, number: 2 })
  await addEvidence(call, claimId)
  await rate(call, claimId)
  const others = article.sentences.filter(({ number }) => number !== 2).map(({ id }) => id)
  await call('sentences.markNoClaim', { sentenceIds: others })
  return claimId
}
