import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { contract, type Output, type ProcedureName } from '#shared/contract'
import type { ClaimId, EvidenceId } from '#shared/model'

import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  type Workspace,
} from '../../support/workspace'

/** How a call keeps from overwriting unseen what another hand has changed. */
type Kind =
  /** Changes nothing that is recorded. */
  | 'reads'
  /** Puts something beside what is there. */
  | 'adds'
  /** The same whoever does it, and however often. */
  | 'comes to the same'
  /** Only takes away; it names its step, and one undo brings it back. */
  | 'takes away'
  /** Is about this desk or this machine, not about a record of two hands. */
  | 'of one desk'
  /** Names what it takes back or repeats, and is refused when that was built upon. */
  | 'by the history'
  /** Says what its author had in sight: 'expected', 'seen' or 'previewHash'. */
  | 'compares'

/** Every procedure. A new one does not compile until it is said here how two hands can use it at once. */
const KINDS: Record<ProcedureName, Kind> = {
  'library.describe': 'reads',
  'library.verify': 'reads',
  'settings.read': 'reads',
  'settings.write': 'of one desk',
  'drafts.list': 'reads',
  'drafts.keep': 'of one desk',
  'drafts.discard': 'of one desk',
  'backups.list': 'reads',
  'backups.make': 'adds',
  'backups.makeBefore': 'adds',
  'backups.restore': 'of one desk',
  'backups.withdrawRestore': 'of one desk',
  'rescue.describe': 'reads',
  'rescue.salvage': 'of one desk',
  'rescue.restore': 'of one desk',
  'rescue.open': 'of one desk',
  'people.list': 'reads',
  'people.add': 'adds',
  'people.rename': 'compares',
  'people.actAs': 'of one desk',
  'articles.list': 'reads',
  'articles.import': 'adds',
  'imports.read': 'reads',
  'imports.unpack': 'reads',
  'imports.store': 'adds',
  'imports.cut': 'reads',
  'imports.discard': 'of one desk',
  'articles.addSample': 'adds',
  'articles.read': 'reads',
  'articles.update': 'compares',
  'articles.remove': 'takes away',
  'articles.signOff': 'compares',
  'revisions.preview': 'reads',
  'revisions.apply': 'compares',
  'revisions.list': 'reads',
  'revisions.compare': 'reads',
  'revisions.earlier': 'reads',
  'revisions.orphans': 'reads',
  'sentences.previewEdit': 'reads',
  'sentences.edit': 'compares',
  'blocks.setKind': 'compares',
  'blocks.setLanguage': 'compares',
  'blocks.attribute': 'compares',
  'sentences.split': 'compares',
  'sentences.join': 'compares',
  'sentences.markNoClaim': 'comes to the same',
  'sentences.clearNoClaim': 'takes away',
  'claims.add': 'adds',
  'claims.update': 'compares',
  // Refused once the claim stands on a sentence again.
  'claims.reattach': 'adds',
  'claims.remove': 'compares',
  'claims.read': 'reads',
  'claims.list': 'reads',
  'sources.list': 'reads',
  'sources.add': 'adds',
  'sources.update': 'compares',
  'sources.read': 'reads',
  'sources.mark': 'compares',
  'sources.remove': 'takes away',
  'sources.duplicates': 'reads',
  'sources.merge': 'compares',
  'sources.affected': 'reads',
  'sources.import': 'adds',
  'sources.export': 'reads',
  'sources.fromUrl': 'reads',
  'sources.uses': 'reads',
  'evidence.add': 'adds',
  'evidence.update': 'compares',
  'evidence.remove': 'compares',
  'evidence.read': 'reads',
  'evidence.checkQuote': 'reads',
  'sentences.checkQuotes': 'reads',
  'evidenceFiles.begin': 'adds',
  'evidenceFiles.append': 'adds',
  'evidenceFiles.finish': 'adds',
  'evidenceFiles.cancel': 'of one desk',
  'evidenceFiles.read': 'reads',
  'evidenceFiles.list': 'reads',
  'evidenceFiles.describe': 'reads',
  'evidenceFiles.check': 'adds',
  'evidenceFiles.compare': 'reads',
  'evidenceFiles.recover': 'comes to the same',
  'evidenceFiles.remove': 'takes away',
  'evidenceFiles.text': 'reads',
  'evidenceFiles.search': 'reads',
  'evidenceFiles.places': 'reads',
  'evidenceFiles.find': 'reads',
  'timestamps.list': 'reads',
  'timestamps.prepare': 'adds',
  'timestamps.export': 'reads',
  // Refused once an answer is attached.
  'timestamps.attach': 'adds',
  'contacts.list': 'reads',
  'contacts.add': 'adds',
  'contacts.update': 'compares',
  'contacts.remove': 'compares',
  'scales.list': 'reads',
  'verdicts.record': 'compares',
  'verdicts.withdraw': 'compares',
  'corrections.answer': 'compares',
  'returns.preview': 'reads',
  'returns.apply': 'compares',
  'secondReads.record': 'compares',
  'comments.list': 'reads',
  'comments.add': 'adds',
  'comments.resolve': 'comes to the same',
  'abbreviations.list': 'reads',
  'abbreviations.add': 'adds',
  'abbreviations.remove': 'takes away',
  'cuts.list': 'reads',
  'cuts.remember': 'adds',
  'cuts.forget': 'takes away',
  'history.list': 'reads',
  'history.next': 'reads',
  'history.undo': 'by the history',
  'history.redo': 'by the history',
  'reports.render': 'reads',
  'reports.export': 'reads',
  'reports.showExport': 'reads',
  'reports.proofs': 'reads',
  'reportSettings.read': 'reads',
  'reportSettings.write': 'compares',
  // The picture that it replaces stands beside the button.
  'reportSettings.setLogo': 'of one desk',
  'reports.claimReviews': 'reads',
  'tasks.cancel': 'of one desk',
}

/** Proven where their previews are: tests/main/revisions and tests/main/returns. */
const BY_PREVIEW = ['revisions.apply', 'sentences.edit', 'returns.apply']

const compared = Object.entries(KINDS).flatMap(([name, kind]) => (kind === 'compares' ? [name] : []))

let workspace: Workspace
let article: Output<'articles.read'>
let claimId: ClaimId
let evidenceId: EvidenceId
let call: Workspace['call']
beforeEach(async () => {
  workspace = openWorkspace()
  call = workspace.call
  article = await importText(call, SHORT_ARTICLE)
  claimId = await addClaim(call, { article, number: 2 })
  await addEvidence(call, claimId)
  evidenceId = (await call('claims.read', { claimId })).evidence[0]?.id ?? ('' as never)
})
afterEach(() => workspace.close())

const askedAt = '2026-11-25T09:00:17.000Z'
const enquiry = () =>
  call('contacts.add', {
    ...{ claimId, name: 'Bauamt', way: 'phone', question: 'Wie lang?', askedAt },
    deadline: '2026-11-25T12:00:00.000Z',
  })
const paragraph = () => article.blocks.find(({ kind }) => kind === 'paragraph')?.id ?? ('' as never)
const sentence = (number: number) => article.sentences[number - 1] ?? ('' as never)
const words = (number: number) => article.text.slice(sentence(number).start, sentence(number).end)
const verdict = {
  question: 'content',
  scaleId: 'belegt-content-de-1',
  ratingId: 'wrong',
  conclusion: 'Die Akte nennt 242 Meter.',
} as const

/** Two hands at once: the first change is made, the second is tried by somebody who has not seen it. */
const TWO_HANDS: Record<string, () => Promise<() => Promise<unknown>>> = {
  'people.rename': async () => {
    const { id, name } = await call('people.add', { name: 'Anna Meier' })
    await call('people.rename', { personId: id, name: 'Anna Maier' })
    return () => call('people.rename', { personId: id, name: 'Anna Mayer', expected: { name } })
  },
  'articles.update': async () => {
    const { id, deadline } = article
    await call('articles.update', { articleId: id, deadline: askedAt })
    return () =>
      call('articles.update', {
        ...{ articleId: id, deadline: '2026-11-26T09:00:00.000Z' },
        expected: { deadline },
      })
  },
  'articles.signOff': async () => {
    const { id, changedAt } = article
    workspace.clock.at = new Date('2026-11-25T10:00:00.000Z')
    await call('claims.update', { claimId, place: 'Hamburg' })
    return () => call('articles.signOff', { articleId: id, expected: { changedAt } })
  },
  'blocks.setKind': async () => {
    await call('blocks.setKind', { blockId: paragraph(), kind: 'lead' })
    return () =>
      call('blocks.setKind', { blockId: paragraph(), kind: 'caption', expected: { kind: 'paragraph' } })
  },
  'blocks.setLanguage': async () => {
    await call('blocks.setLanguage', { blockId: paragraph(), language: 'en' })
    return () =>
      call('blocks.setLanguage', { blockId: paragraph(), language: 'fr', expected: { language: null } })
  },
  'blocks.attribute': async () => {
    const { id: blockId, speaker } = article.blocks.find(({ kind }) => kind === 'quote') ?? ('' as never)
    await call('blocks.attribute', { blockId, speaker: 'Karla Roth' })
    return () => call('blocks.attribute', { blockId, speaker: 'Karl Lenz', expected: { speaker } })
  },
  'sentences.split': async () => {
    const { id: sentenceId, start } = sentence(3)
    const at = start + words(3).indexOf('noch')
    await call('sentences.split', { sentenceId, at })
    return () => call('sentences.split', { sentenceId, at: start + 4, expected: { text: words(3) } })
  },
  'sentences.join': async () => {
    const { id: sentenceId, start } = sentence(3)
    await call('sentences.split', { sentenceId, at: start + words(3).indexOf('noch') })
    return () =>
      call('sentences.join', {
        ...{ sentenceId: sentence(2).id },
        expected: { text: words(2), next: words(3) },
      })
  },
  'claims.update': async () => {
    const { wording } = await call('claims.read', { claimId })
    await call('claims.update', { claimId, wording: 'Die Brücke misst 240 Meter.' })
    return () => call('claims.update', { claimId, wording: 'Meins.', expected: { wording } })
  },
  'claims.remove': async () => {
    const { wording } = await call('claims.read', { claimId })
    await call('claims.update', { claimId, wording: 'Die Brücke misst 240 Meter.' })
    return () => call('claims.remove', { claimId, expected: { wording } })
  },
  'sources.update': async () => {
    const { id: sourceId } = await call('sources.add', { title: 'Bauakte' })
    await call('sources.update', { sourceId, title: 'Bauakte 12' })
    return () => call('sources.update', { sourceId, title: 'Bauakte 13', expected: { title: 'Bauakte' } })
  },
  'sources.mark': async () => {
    const { id: sourceId } = await call('sources.add', { title: 'Bauakte' })
    await call('sources.mark', { sourceId, status: 'withdrawn', reason: 'Zahlen falsch.' })
    return () =>
      call('sources.mark', {
        ...{ sourceId, status: 'corrected', reason: 'Seite 3 berichtigt.' },
        expected: { status: 'current', statusReason: null },
      })
  },
  'sources.merge': async () => {
    const [keep, other] = [
      await call('sources.add', { title: 'Bauakte' }),
      await call('sources.add', { title: 'Bauakte (2. Eintrag)' }),
    ]
    await call('sources.update', { sourceId: other.id, note: 'Mit Anhang.' })
    return () => call('sources.merge', { keepId: keep.id, mergeIds: [other.id], seen: [keep, other] })
  },
  'evidence.update': async () => {
    await call('evidence.update', { evidenceId, note: 'Von Anna.' })
    return () => call('evidence.update', { evidenceId, note: 'Von mir.', expected: { note: null } })
  },
  'evidence.remove': async () => {
    await call('evidence.update', { evidenceId, note: 'Von Anna.' })
    return () => call('evidence.remove', { evidenceId, expected: { note: null } })
  },
  'contacts.update': async () => {
    const { contactId } = await enquiry()
    await call('contacts.update', { contactId, deadline: '2026-11-25T15:00:00.000Z' })
    return () =>
      call('contacts.update', {
        ...{ contactId, deadline: '2026-11-25T18:00:00.000Z' },
        expected: { deadline: '2026-11-25T12:00:00.000Z' },
      })
  },
  'contacts.remove': async () => {
    const { contactId } = await enquiry()
    await call('contacts.update', { contactId, outcome: 'answered', answer: '240 m' })
    return () => call('contacts.remove', { contactId, expected: { outcome: 'open', answer: null } })
  },
  'verdicts.record': async () => {
    await rate(call, claimId)
    return () => call('verdicts.record', { ...verdict, claimId, expected: { verdictId: null } })
  },
  'verdicts.withdraw': async () => {
    await rate(call, claimId)
    const seen = (await call('claims.read', { claimId })).content?.id ?? ('' as never)
    await rate(call, claimId, { ratingId: 'wrong' })
    return () => call('verdicts.withdraw', { claimId, question: 'content', expected: { verdictId: seen } })
  },
  'corrections.answer': async () => {
    await call('verdicts.record', { ...verdict, claimId, correction: 'Die Brücke ist 242 Meter lang.' })
    const answer = { claimId, question: 'content', voice: 'writer' } as const
    await call('corrections.answer', { ...answer, outcome: 'accepted' })
    return () =>
      call('corrections.answer', {
        ...{ ...answer, outcome: 'refused', reason: 'Gerundet.' },
        expected: { outcome: null, reason: null },
      })
  },
  'secondReads.record': async () => {
    await rate(call, claimId)
    const { content, evidence } = await call('claims.read', { claimId })
    await call('evidence.update', { evidenceId, passage: '24 m' })
    const { id } = await call('people.add', { name: 'Murat Özdemir' })
    await call('people.actAs', { personId: id })
    const seen = {
      ...{ claimId, wording: words(2), verdictIds: content ? [content.id] : [] },
      ...{ evidenceIds: [evidenceId], evidence: evidence.map(({ passage }) => ({ passage })) },
    }
    return () => call('secondReads.record', { claimIds: [claimId], outcome: 'agreed', seen: [seen] })
  },
  'reportSettings.write': async () => {
    await call('reportSettings.write', { method: 'Zwei Quellen.' })
    return () => call('reportSettings.write', { method: 'Drei Quellen.', expected: { method: '' } })
  },
}

const fieldsOf = (name: string): string[] =>
  Object.keys((contract[name as ProcedureName].input as unknown as { shape: object }).shape)

describe('two hands at once', () => {
  it('has every change of a record say what its author had in sight', () => {
    const silent = compared.filter(
      (name) => !fieldsOf(name).some((field) => ['expected', 'seen', 'previewHash'].includes(field)),
    )
    const unclassed = Object.keys(contract).filter(
      (name) => fieldsOf(name).includes('expected') && KINDS[name as ProcedureName] !== 'compares',
    )

    expect({ silent, unclassed }).toEqual({ silent: [], unclassed: [] })
    expect(Object.keys(TWO_HANDS).concat(BY_PREVIEW).sort()).toEqual(compared.sort())
  })

  it.each(Object.keys(TWO_HANDS))(
    'refuses an outdated %s with both versions, and changes nothing',
    async (name) => {
      const outdated = await TWO_HANDS[name]?.()
      const before = (await call('library.describe', {})).sequence

      const trying = outdated?.()

      await expect(trying).rejects.toMatchObject({ code: 'conflict' })
      await expect(trying).rejects.toThrow(/Nothing was overwritten/)
      expect((await call('library.describe', {})).sequence).toBe(before)
    },
  )
})
