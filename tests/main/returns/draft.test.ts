import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Output } from '#shared/contract'
import type { ClaimId } from '#shared/model'

import { BETWEEN_NOTES } from '#main/reports/formats/word-xml'

import { zipOf } from '../../support/evidence-files'
import { accept, edited, hasOffice, refuse, savedByOffice } from '../../support/word-edits'
import {
  addClaim,
  addEvidence,
  importText,
  openWorkspace,
  rate,
  type Workspace,
} from '../../support/workspace'
import { zipParts } from '../../support/zip-parts'

const TEXT = `Neue Brücke über die Elbe

Die Brücke ist 240 Meter lang. Sie kostete am 8. März 2022 noch 12 Mio. Euro.

Im Mai wird sie fertig. Der Bau dauerte drei Jahre. Alle freuen sich.

„Wir bauen sie bis Ende Mai fertig.“

Karin Lenz, Bauamtsleiterin
`

let workspace: Workspace
let article: Output<'articles.read'>
let claims: ClaimId[]

beforeEach(async () => {
  workspace = openWorkspace({ language: 'de' })
  article = await importText(workspace.call, TEXT)
  claims = [
    await propose(2, 'Die Brücke ist 204 Meter lang.'),
    await propose(3, 'Sie kostete am 8. März 2022 noch 14 Mio. Euro.'),
    await propose(4, 'Im späten Mai wird sie fertig.'),
    await propose(5, 'Der Bau dauerte Jahre.'),
  ]
})
afterEach(() => workspace.close())

async function propose(number: number, correction: string): Promise<ClaimId> {
  const { call } = workspace
  const claimId = await addClaim(call, { article, number })
  await addEvidence(call, claimId)
  await call('verdicts.record', {
    ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
    ...{ correction, conclusion: 'Die Akte nennt anderes.' },
  })
  return claimId
}

async function draft(): Promise<Buffer> {
  const { content } = await workspace.call('reports.render', { articleId: article.id, format: 'draft' })
  return Buffer.from(content, 'base64')
}

async function preview(bytes: Buffer) {
  const found = await workspace.call('returns.preview', { bytes: bytes.toString('base64') })
  if (found?.kind !== 'draft') throw new Error('Not known as a draft')
  return found
}

async function apply(bytes: Buffer, voice: 'writer' | 'editor' = 'writer') {
  const { previewHash } = await preview(bytes)
  return workspace.call('returns.apply', {
    ...{ bytes: bytes.toString('base64'), previewHash, voice, name: 'Jana Kühn' },
  })
}

const outcomes = async (bytes: Buffer) => (await preview(bytes)).corrections.map(({ outcome }) => outcome)
/** The first two accepted, the third refused, the fourth left as it is. */
const answered = (xml: string) => accept(refuse(xml, 2), 0, 1)

describe('a draft that came back', () => {
  it('is known with all its claims, and says nothing new where nobody touched it', async () => {
    const found = await preview(await draft())

    expect(found).toMatchObject({
      ...{ articleId: article.id, title: 'Neue Brücke über die Elbe', revision: 1, isCurrent: true },
      ...{ claims: 4, missingClaims: 0, comments: [], newText: null, savedBy: null },
    })
    expect(found.corrections.map(({ claimId, number, outcome }) => [claimId, number, outcome])).toEqual(
      claims.map((claimId, position) => [claimId, position + 2, 'open']),
    )
    await expect(apply(await draft())).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('says nothing new where several notes stand at one place', async () => {
    const { call } = workspace
    for (const claimId of claims) await addEvidence(call, claimId, 'Protokoll des Rates')
    const untouched = await draft()

    const found = await preview(untouched)

    expect((await zipParts(untouched)).get('word/document.xml')).toContain(BETWEEN_NOTES)
    expect(found.newText).toBeNull()
  })

  it('says of every proposal whether it was accepted, refused or left', async () => {
    const bytes = await edited(await draft(), answered)

    const found = await preview(bytes)

    expect(found.corrections.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'accepted',
      'refused',
      'open',
    ])
    expect(found.newText).toBe(TEXT.replace('240', '204').replace('12 Mio.', '14 Mio.'))
  })

  it('records the answers as one step, which can be undone', async () => {
    const { call } = workspace
    const bytes = await edited(await draft(), answered)

    const { text } = await apply(bytes)
    const answers = await Promise.all(
      claims.map(async (claimId) => (await call('claims.read', { claimId })).answers),
    )
    const [told] = await call('history.list', { articleId: article.id, limit: 1 })
    await call('history.undo', {})

    expect(text).toBe('Rücklauf zu „Neue Brücke über die Elbe“')
    expect(answers.map(([answer]) => answer?.outcome)).toEqual(['accepted', 'accepted', 'refused', undefined])
    expect(answers[0]).toMatchObject([{ voice: 'writer', name: 'Jana Kühn', way: 'draft', reason: null }])
    expect(told?.text).toContain('2 Vorschläge angenommen, 1 abgelehnt, 0 Kommentare')
    expect((await call('claims.read', { claimId: claims[0] ?? '' })).answers).toEqual([])
    expect(await call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('brings nothing twice when it is taken in again', async () => {
    const bytes = await edited(await draft(), answered)
    await apply(bytes)

    expect((await preview(bytes)).corrections.map(({ isRecorded }) => isRecorded)).toEqual([
      ...[true, true, true, false],
    ])
    await expect(apply(bytes)).rejects.toMatchObject({ code: 'rule_broken' })
  })

  it('leaves the text as it is, and gives the new words to be looked at as a new version', async () => {
    const { call } = workspace
    const bytes = await edited(await draft(), answered)
    await apply(bytes)
    const { newText } = await preview(bytes)

    const unchanged = await call('articles.read', { articleId: article.id })
    const version = await call('revisions.preview', { articleId: article.id, text: newText ?? '' })

    expect(unchanged.text).toBe(TEXT)
    expect(version.counts).toMatchObject({ kept: 6, changed: 2, new: 0, gone: 0 })
  })

  it('says where other words stand now than either asked for', async () => {
    const bytes = await edited(await draft(), (xml) =>
      accept(xml, 0, 1).replace('>204 <', '>250 <').replace('Alle freuen sich.', 'Niemand freut sich.'),
    )

    expect(await outcomes(bytes)).toEqual(['changed', 'accepted', 'open', 'open'])
    expect((await preview(bytes)).newText).toContain('Die Brücke ist 250 Meter lang.')
    expect((await preview(bytes)).newText).toContain('Der Bau dauerte drei Jahre. Niemand freut sich.')
  })

  it('takes a change that was accepted by halves for open', async () => {
    const bytes = await edited(await draft(), (xml) => xml.replace(/<w:del [^]*?<\/w:del>/, ''))

    expect(await outcomes(bytes)).toEqual(['open', 'open', 'open', 'open'])
  })

  it('knows a paragraph that was split, moved or whose bookmark went', async () => {
    const bytes = await edited(await draft(), (xml) =>
      answered(xml).replace(' Alle freuen sich.', '</w:t></w:r></w:p><w:p><w:r><w:t>Alle freuen sich.'),
    )

    expect(await outcomes(bytes)).toEqual(['accepted', 'accepted', 'refused', 'open'])
    expect((await preview(bytes)).newText).toContain('drei Jahre.\n\nAlle freuen sich.')
  })

  it('does not take the answer to an older proposal for one to the new', async () => {
    const bytes = await edited(await draft(), answered)
    await workspace.call('verdicts.record', {
      ...{ claimId: claims[0] ?? '', question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
      correction: 'Die Brücke ist 2004 Meter lang.',
    })

    expect(await outcomes(bytes)).toEqual(['outdated', 'accepted', 'refused', 'open'])
    await apply(bytes)
    expect((await workspace.call('claims.read', { claimId: claims[0] ?? '' })).answers).toEqual([])
  })

  it('still brings answers once the article has another version, but offers no text', async () => {
    const { call } = workspace
    const bytes = await edited(await draft(), answered)
    const last = article.sentences[5]
    await call('sentences.edit', { sentenceId: last?.id ?? '', text: 'Kaum jemand freut sich.' })

    expect(await preview(bytes)).toMatchObject({ isCurrent: false, revision: 1, newText: null })
    expect(await outcomes(bytes)).toEqual(['accepted', 'accepted', 'refused', 'open'])
  })

  it('is refused when something changed since the preview', async () => {
    const { call } = workspace
    const bytes = await edited(await draft(), answered)
    const { previewHash } = await preview(bytes)
    await call('corrections.answer', {
      ...{ claimId: claims[0] ?? '', question: 'content', voice: 'writer', outcome: 'accepted' },
    })

    const applying = call('returns.apply', {
      ...{ bytes: bytes.toString('base64'), previewHash, voice: 'writer' },
    })

    await expect(applying).rejects.toMatchObject({ code: 'conflict' })
  })

  it('keeps what was signed', async () => {
    const { call } = workspace
    const bytes = await edited(await draft(), answered)
    const before = await call('claims.read', { claimId: claims[0] ?? '' })
    await apply(bytes, 'editor')

    const { answers, ...after } = await call('claims.read', { claimId: claims[0] ?? '' })

    expect(answers).toHaveLength(1)
    expect({ ...after, answers: [] }).toEqual(before)
  })
})

describe('the comments in it', () => {
  const paragraph = (id: string, text: string) =>
    `<w:p w14:paraId="${id}"><w:r><w:t>${text}</w:t></w:r></w:p>`
  const comment = (id: number, paraId: string, text: string) =>
    `<w:comment w:id="${String(id)}" w:author="Jana Kühn" w:date="2026-11-25T10:12:00Z" w:initials="JK">${paragraph(paraId, text)}</w:comment>`

  /** A reply to our comment on the third claim, which is refused, and a remark of her own on the last sentence. */
  async function withComments(): Promise<Buffer> {
    const bytes = await draft()
    const own = (await zipParts(bytes)).get('word/comments.xml') ?? ''
    let count = 0
    const numbered = own.replaceAll('</w:comment>', () => {
      count += 1
      return `${paragraph(`0000000${String(count)}`, '')}</w:comment>`
    })
    return edited(
      bytes,
      (xml) =>
        answered(xml).replace(
          ' Alle freuen sich.',
          '</w:t></w:r><w:commentRangeStart w:id="8"/><w:r><w:t xml:space="preserve"> Alle freuen sich.',
        ),
      {
        'word/comments.xml': numbered.replace(
          '</w:comments>',
          `${comment(7, '000000A7', 'Das Bauamt sagt: im Mai.')}${comment(8, '000000A8', 'Wirklich alle?')}</w:comments>`,
        ),
        'word/commentsExtended.xml': `<w15:commentsEx xmlns:w15="x"><w15:commentEx w15:paraId="000000A7" w15:paraIdParent="00000003" w15:done="0"/><w15:commentEx w15:paraId="000000A8" w15:done="1"/><w15:commentEx w15:paraId="00000001" w15:done="1"/></w15:commentsEx>`,
      },
    )
  }

  it('come back at their sentences, and a reply says why words were refused', async () => {
    const { call } = workspace
    const bytes = await withComments()

    const { comments, corrections } = await preview(bytes)
    await apply(bytes)

    expect(corrections.map(({ reason }) => reason)).toEqual([null, null, 'Das Bauamt sagt: im Mai.', null])
    expect(comments.map(({ number, text, isResolved }) => [number, text, isResolved])).toEqual([
      [2, 'Die Anmerkung zu dieser Behauptung wurde im Manuskript als erledigt markiert.', true],
      [4, 'Jana Kühn, 2026-11-25 10:12: Das Bauamt sagt: im Mai.', false],
      [6, 'Jana Kühn, 2026-11-25 10:12: Wirklich alle?', true],
    ])
    expect((await call('claims.read', { claimId: claims[2] ?? '' })).answers).toMatchObject([
      { outcome: 'refused', reason: 'Das Bauamt sagt: im Mai.' },
    ])
    const [, , , fourth, , sixth] = article.sentences
    expect(await call('comments.list', { sentenceId: fourth?.id ?? '' })).toMatchObject([
      { resolvedAt: null },
    ])
    expect((await call('comments.list', { sentenceId: sixth?.id ?? '' }))[0]?.resolvedAt).not.toBeNull()
  })
})

describe.skipIf(!hasOffice)('through LibreOffice', { timeout: 120_000 }, () => {
  it('keeps its claims, its answers and what is still open', async () => {
    const untouched = savedByOffice(await draft())
    const answers = savedByOffice(await edited(await draft(), answered))

    expect(await preview(untouched)).toMatchObject({
      claims: 4,
      missingClaims: 0,
      comments: [],
      newText: null,
    })
    expect(await outcomes(untouched)).toEqual(['open', 'open', 'open', 'open'])
    expect(await outcomes(answers)).toEqual(['accepted', 'accepted', 'refused', 'open'])
    expect((await preview(answers)).comments).toEqual([])
  })
})

describe('other files', () => {
  it('are no drafts: a document of anybody, a text, a draft of another library', async () => {
    const { call } = workspace
    const bytes = await draft()
    const other = openWorkspace()

    const foreign = await other.call('returns.preview', { bytes: bytes.toString('base64') })
    other.close()
    const plain = await edited(bytes, (xml) => xml.replaceAll(/<w:bookmark(?:Start|End) [^>]*>/g, ''))

    expect(foreign).toBeNull()
    expect(await call('returns.preview', { bytes: plain.toString('base64') })).toBeNull()
    expect(await call('returns.preview', { bytes: Buffer.from('Ein Text.').toString('base64') })).toBeNull()
  })

  it('do no harm: made to attack, to burst, cut off', async () => {
    const { call } = workspace
    const preview = (bytes: Buffer) => call('returns.preview', { bytes: bytes.toString('base64') })
    const doctype = await edited(await draft(), (xml) => xml.replace('<w:body>', '<!DOCTYPE a []><w:body>'))
    const bomb = zipOf([{ name: 'word/document.xml', content: `_Belegt${' '.repeat(40 * 1024 * 1024)}` }])

    await expect(preview(doctype)).rejects.toMatchObject({ code: 'unreadable' })
    expect(await preview(bomb)).toBeNull()
    expect(await preview((await draft()).subarray(0, 2_000))).toBeNull()
  })

  it('cannot answer for claims of another article', async () => {
    const { call } = workspace
    const other = await importText(call, 'Ein anderer Artikel\n\nDie Brücke ist 240 Meter lang.')
    const claimId = await addClaim(call, { article: other, number: 2 })
    await rate(call, claimId, { ratingId: 'unsettled' })
    const mark = (id: string) => `_BelegtC${id.replaceAll('-', '')}`

    const bytes = await edited(await draft(), (xml) => xml.replace(mark(claims[0] ?? ''), mark(claimId)))

    expect(await preview(bytes)).toMatchObject({ articleId: article.id, claims: 3, missingClaims: 1 })
  })
})
