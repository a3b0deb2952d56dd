import type { ArticleId } from '#shared/model'
import { CallError, type Call } from '#shared/rpc'

import { storeFile } from './evidence-files'
import { addEvidence, handOver, importText, rate } from './workspace'

/** Always the same numbers for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed * 7_919 + 1
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const WORDS = 'Brücke Elbe Haushalt Gutachten Straße Rat Tunnel Schule Bericht Akte'.split(' ')

function textOf(random: (below: number) => number): string {
  const sentence = () =>
    `Der ${WORDS[random(WORDS.length)] ?? ''} kostete am ${String(1 + random(28))}. März 20${String(10 + random(15))} rund ${String(random(9_999))} Euro.`
  const paragraphs = Array.from({ length: 2 + random(5) }, () =>
    random(4) === 0
      ? `„${sentence()} ${sentence()}“\n\nKarin Lenz, Bauamtsleiterin`
      : Array.from({ length: 1 + random(3) }, sentence).join(' '),
  )
  return `Bericht ${String(random(100_000))}\n\n${paragraphs.join('\n\n')}\n`
}

/** Does one thing after the other through the public door, whatever comes; what the rules refuse is left. */
export function randomWork(call: Call, random: (below: number) => number) {
  const one = <Item>(items: readonly Item[]): Item => {
    const item = items[random(items.length)]
    if (item === undefined) throw new NothingThere()
    return item
  }
  const article = async () => call('articles.read', { articleId: one(await call('articles.list', {})).id })
  const sentence = async () => one((await article()).sentences)
  const claim = async () => one((await article()).claims)
  const source = async () => one(await call('sources.list', {}))
  const askedAt = '2026-11-25T09:00:00.000Z'

  async function newVersion(articleId: ArticleId, text: string): Promise<void> {
    const { previewHash } = await call('revisions.preview', { articleId, text })
    await call('revisions.apply', { articleId, text, previewHash })
  }

  const things: Record<string, () => Promise<unknown>> = {
    import: () => importText(call, textOf(random)),
    sample: () => call('articles.addSample', {}),
    async revise() {
      const { id, text } = await article()
      const lines = text.split('\n\n')
      const at = random(lines.length)
      const work = [
        () => lines.splice(at, 1),
        () => lines.splice(at, 0, ...textOf(random).split('\n\n').slice(1, 2)),
        () => lines.splice(at, 1, (lines[at] ?? '').replace(/\d+/, String(random(999)))),
        () => lines.splice(at, 0, ...lines.splice(random(lines.length), 1)),
      ]
      one(work)()
      await newVersion(id, lines.join('\n\n'))
    },
    edit: async () =>
      call('sentences.edit', {
        sentenceId: (await sentence()).id,
        text: random(5) ? 'Das stimmt nicht.' : '',
      }),
    async split() {
      const { id, start, end } = await sentence()
      await call('sentences.split', { sentenceId: id, at: start + 1 + random(Math.max(1, end - start - 1)) })
    },
    join: async () => call('sentences.join', { sentenceId: (await sentence()).id }),
    kind: async () =>
      call('blocks.setKind', {
        blockId: one((await article()).blocks).id,
        kind: one(['non-text', 'paragraph', 'quote', 'subhead', 'caption'] as const),
      }),
    language: async () =>
      call('blocks.setLanguage', {
        blockId: one((await article()).blocks).id,
        language: one(['en', 'ru', null]),
      }),
    attribute: async () =>
      call('blocks.attribute', {
        blockId: one((await article()).blocks).id,
        ...{ speaker: 'Karin Lenz', role: null, saidOn: '2022-03' },
      }),
    noClaim: async () =>
      call('sentences.markNoClaim', {
        sentenceIds: (await article()).sentences.slice(0, 1 + random(4)).map(({ id }) => id),
      }),
    clearNoClaim: async () => call('sentences.clearNoClaim', { sentenceIds: [(await sentence()).id] }),
    claim: async () => call('claims.add', { anchors: [{ sentenceId: (await sentence()).id }] }),
    reword: async () =>
      call('claims.update', { claimId: (await claim()).id, wording: `Anders ${String(random(99))}` }),
    unclaim: async () => call('claims.remove', { claimId: (await claim()).id }),
    async reattach() {
      const { id, sentences } = await article()
      const lost = one(await call('revisions.orphans', { articleId: id }))
      await call('claims.reattach', { claimId: lost.claim.id, anchors: [{ sentenceId: one(sentences).id }] })
    },
    evidence: async () => addEvidence(call, (await claim()).id, `Akte ${String(random(20))}`),
    dropEvidence: async () => call('evidence.remove', { evidenceId: one((await claim()).evidence).id }),
    rate: async () => rate(call, (await claim()).id, { ratingId: one(['wrong', 'confirmed']) }),
    rateSaying: async () =>
      rate(call, (await claim()).id, { question: 'attribution', ratingId: one(['said', 'confirmed']) }),
    withdraw: async () => call('verdicts.withdraw', { claimId: (await claim()).id, question: 'content' }),
    source: () =>
      call('sources.add', { title: `Quelle ${String(random(20))}`, url: 'https://example.org/a' }),
    correctSource: async () =>
      call('sources.update', { sourceId: (await source()).id, title: `Quelle ${String(random(20))}` }),
    markSource: async () =>
      call('sources.mark', {
        sourceId: (await source()).id,
        status: one(['withdrawn', 'corrected', 'current'] as const),
        reason: 'Falsche Zahlen.',
      }),
    merge: async () => {
      const [keep, other] = [await source(), await source()]
      await call('sources.merge', { keepId: keep.id, mergeIds: [other.id] })
    },
    dropSource: async () => call('sources.remove', { sourceId: (await source()).id }),
    async secondRead() {
      const { claims, sentences } = await article()
      const { handBack } = await handOver(call, `Leserin ${String(random(9_999))}`)
      try {
        await call('secondReads.record', {
          ...(random(2) ? { claimIds: [one(claims).id] } : { sentenceIds: [one(sentences).id] }),
          ...(random(3) ? { outcome: 'agreed' } : { outcome: 'disputed', reason: 'Zahl fehlt.' }),
        })
      } finally {
        await handBack()
      }
    },
    signOff: async () => call('articles.signOff', { articleId: (await article()).id }),
    comment: async () => call('comments.add', { sentenceId: (await sentence()).id, text: 'Woher?' }),
    resolve: async () => {
      const found = await call('comments.list', { sentenceId: (await sentence()).id })
      await call('comments.resolve', { commentId: one(found).id })
    },
    ask: async () =>
      call('contacts.add', {
        claimId: (await claim()).id,
        ...{ name: 'Bauamt', way: 'phone', question: 'Stimmt das?', askedAt },
      }),
    abbreviate: () => call('abbreviations.add', { text: `Abk${String(random(50))}.` }),
    spellOut: async () =>
      call('abbreviations.remove', { abbreviationId: one(await call('abbreviations.list', {})).id }),
    async remember() {
      const { id, sentences } = await article()
      await call('cuts.remember', { articleId: id, at: one(sentences).start, isCut: random(2) === 0 })
    },
    forget: async () => call('cuts.forget', { cutId: one(await call('cuts.list', {})).id }),
    file: () => storeFile(call, Buffer.from(`Akte ${String(random(30))}`), 'akte.txt'),
    checkFiles: () => call('evidenceFiles.check', {}),
    person: async () => {
      const { people } = await call('people.list', {})
      await call('people.rename', { personId: one(people).id, name: `Name ${String(random(999))}` })
    },
    article: async () =>
      call('articles.update', {
        articleId: (await article()).id,
        title: `Titel ${String(random(99))}`,
        language: one(['de', 'en']),
      }),
    remove: async () => call('articles.remove', { articleId: (await article()).id }),
    undo: () => call('history.undo', {}),
    undoAgain: async () => {
      for (let times = random(5); times >= 0; times -= 1) await call('history.undo', {})
    },
    redo: () => call('history.redo', {}),
    settings: () => call('settings.write', { theme: one(['dark', 'light'] as const) }),
    draft: () => call('drafts.keep', { place: `claim:${String(random(5))}`, content: '{"text":"halb"}' }),
    async goAndReturn() {
      const { id } = await article()
      const { content } = await call('reports.render', { articleId: id, format: 'json', language: 'de' })
      if (random(2)) await call('articles.remove', { articleId: id })
      await takeIn(call, content)
    },
  }
  const names = Object.keys(things)

  return {
    /** What was done, and whether it was let. */
    async step(): Promise<string> {
      const name = one(names)
      try {
        await things[name]?.()
        return name
      } catch (error) {
        if (error instanceof NothingThere || isRefusal(error)) return `(${name})`
        throw error
      }
    },
    textOf: () => textOf(random),
  }
}

/** There was none of what a step wanted. */
class NothingThere extends Error {}

/** Takes an article with its whole check into a library, where its rules let that be. */
export async function takeIn(call: Call, json: string): Promise<void> {
  const bytes = Buffer.from(json).toString('base64')
  try {
    const found = await call('returns.preview', { bytes })
    if (found) await call('returns.apply', { bytes, previewHash: found.previewHash })
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof CallError && error.code !== 'internal'
}
