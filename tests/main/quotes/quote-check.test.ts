import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { ClaimId } from '#shared/model'

import { pdfOf, storeFile } from '../../support/evidence-files'
import { addClaim, importText, openWorkspace, type Workspace } from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => {
  workspace.close()
})

const ARTICLE = `Einberufung angekündigt

„An den Kampfhandlungen nehmen Wehrpflichtige teil. Es wird keine Einberufung von Reservisten geben“, sagte Putin. Der Minister schwieg.
`
const PAGES = [
  'Vorblatt',
  'Ich betone: An den Kampfhandlungen nehmen keine\nWehrpflichtige teil. Es wird keine Einberu-\nfung von Reservisten geben.',
]

async function claimWithFile(passage: string | null, bytes = pdfOf(PAGES)) {
  const { call } = workspace
  const article = await importText(call, ARTICLE)
  const sentence = article.sentences.find(({ start, end }) =>
    article.text.slice(start, end).includes('Kampf'),
  )
  const next = article.sentences.find(({ start, end }) =>
    article.text.slice(start, end).includes('Einberufung von'),
  )
  if (!sentence || !next) throw new Error('The article has these sentences')
  const claims: ClaimId[] = [await addClaim(call, { article, number: sentence.number })]
  if (next.id !== sentence.id) claims.push(await addClaim(call, { article, number: next.number }))
  const file = await storeFile(call, bytes, 'rede.pdf')
  const evidenceIds = []
  for (const claimId of claims) {
    const { evidenceId } = await call('evidence.add', {
      claimId,
      source: { title: 'Rede vom 8. März 2022' },
      stance: 'supports',
      passage,
      fileHash: file.hash,
    })
    evidenceIds.push(evidenceId)
  }
  return { article, sentence, next, file, evidenceId: evidenceIds[0] ?? fail() }
}

function fail(): never {
  throw new Error('There is a piece of evidence')
}

describe('the quote check', () => {
  it('finds the passage of a piece of evidence on its page', async () => {
    const { evidenceId } = await claimWithFile('keine Einberufung von Reservisten')

    const { result, place, ignored } = await workspace.call('evidence.checkQuote', { evidenceId })

    expect(result).toBe('found')
    expect(place).toMatchObject({ part: 2, label: '2', endPart: 2 })
    expect(ignored).toEqual(['hyphenation'])
  })

  it('shows in a sentence what the quote dropped', async () => {
    const { sentence, article, file } = await claimWithFile(null)

    const [quoted] = await workspace.call('sentences.checkQuotes', { sentenceId: sentence.id })

    expect(article.text.slice(quoted?.start, quoted?.end)).toBe(quoted?.quote)
    expect(quoted?.quote).toMatch(/^An den Kampfhandlungen/)
    expect(quoted?.files).toMatchObject([
      { hash: file.hash, name: 'rede.pdf', check: { result: 'found with differences' } },
    ])
    const differences = quoted?.files[0]?.check.diff.filter(({ kind }) => kind !== 'same')
    expect(differences).toEqual([{ kind: 'removed', from: 'keine', to: '' }])
  })

  it('changes nothing', async () => {
    const { evidenceId, sentence } = await claimWithFile('keine Einberufung von Reservisten')
    const before = await workspace.call('library.describe', {})

    await workspace.call('evidence.checkQuote', { evidenceId })
    await workspace.call('sentences.checkQuotes', { sentenceId: sentence.id })

    expect(await workspace.call('library.describe', {})).toEqual(before)
  })

  it('finds any passage of a file', async () => {
    const { file } = await claimWithFile(null)

    const { place } = await workspace.call('evidenceFiles.find', { hash: file.hash, text: 'Vorblatt' })

    expect(place).toEqual({ part: 1, label: '1', start: 0, endPart: 1, end: 8 })
  })

  it('says why there is nothing to compare', async () => {
    const { evidenceId } = await claimWithFile('keine Einberufung', pdfOf(['']))

    expect(await workspace.call('evidence.checkQuote', { evidenceId })).toMatchObject({
      result: null,
      textState: 'no text',
      note: 'This PDF has no text: it is a picture of pages.',
    })
  })

  it('asks for passage and file', async () => {
    const { evidenceId } = await claimWithFile(null)

    await expect(workspace.call('evidence.checkQuote', { evidenceId })).rejects.toMatchObject({
      code: 'rule_broken',
    })
  })
})
