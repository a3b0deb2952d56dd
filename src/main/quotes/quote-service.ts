import { AppError, type UiLanguage, type Words } from '#shared/errors'
import type { EvidenceFile, EvidenceId, FileTextPart, QuoteCheck, SentenceId, TextState } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { compareQuote, type QuoteComparison } from './compare-quote'
import { indexDocumentGently, type DocumentIndex } from './document-index'
import { quoteQueries } from './quote-queries'
import { quotedSpans } from './quoted-spans'

type QuoteHandlers = Pick<Handlers, 'evidence.checkQuote' | 'sentences.checkQuotes' | 'evidenceFiles.find'>

/** The text read out of an evidence file, or why there is none. */
export type FileTextOf = (
  file: EvidenceFile,
) => Promise<{ state: TextState; note: Words | null; parts: readonly FileTextPart[] }>

interface IndexedFile {
  state: TextState
  note: Words | null
  parts: readonly FileTextPart[]
  index: DocumentIndex
  readAt: string | undefined
}

/** Documents that stay indexed: those on the desk. */
const MAX_INDEXED = 4

export function quoteService({ db, desk, textOf }: ServiceContext & { textOf: FileTextOf }): QuoteHandlers {
  const queries = quoteQueries(db)
  const indexed = new Map<string, IndexedFile>()

  async function indexOf(file: EvidenceFile): Promise<IndexedFile> {
    const known = indexed.get(file.hash)
    if (known && known.readAt === queries.readAt(file.hash)) {
      // Last used, last to go.
      indexed.delete(file.hash)
      indexed.set(file.hash, known)
      return known
    }
    const text = await textOf(file)
    const made = { ...text, readAt: queries.readAt(file.hash), index: await indexDocumentGently(text.parts) }
    if (text.state !== 'done') return made
    indexed.set(file.hash, made)
    const oldest = indexed.keys().next().value
    if (indexed.size > MAX_INDEXED && oldest !== undefined) indexed.delete(oldest)
    return made
  }

  async function check(quote: string, file: EvidenceFile, language: UiLanguage): Promise<QuoteCheck> {
    const { state, note, parts, index } = await indexOf(file)
    const about = { textState: state, note: note?.[language] ?? null }
    if (state !== 'done')
      return { ...about, result: null, place: null, occurrences: 0, diff: [], ignored: [] }
    const { place, ...comparison } = compareQuote(quote, index)
    return { ...about, ...comparison, place: place && namedPlace(place, parts) }
  }

  const storedFile = (hash: string) => {
    const found = queries.file(hash)
    if (!found) throw notFound('Diese Belegdatei', 'This evidence file')
    return found
  }

  function evidenceOf(evidenceId: EvidenceId) {
    const claimId = queries.claimOf(evidenceId)
    const found = claimId && desk.claim(claimId).claim.evidence.find(({ id }) => id === evidenceId)
    if (!found) throw notFound('Diesen Beleg', 'This piece of evidence')
    return found
  }

  /** Quoted words of a sentence. Marks are looked for in its whole block, since a quote can run over sentences. */
  function quotesOf(sentenceId: SentenceId) {
    const { articleId, sentence, block } = desk.sentence(sentenceId)
    const { text } = desk.outline(articleId)
    const { language } = desk.articleRow(articleId)
    const marked = quotedSpans(text.slice(block.start, block.end), language)
      .filter(({ depth }) => depth === 1)
      .map(({ start, end }) => ({ start: block.start + start, end: block.start + end }))
    const all =
      marked.length === 0 && block.kind === 'quote' ? [{ start: block.start, end: block.end }] : marked
    const quotes = all
      .map(({ start, end }) => ({ start: Math.max(start, sentence.start), end: Math.min(end, sentence.end) }))
      .filter(({ start, end }) => start < end && /[\p{L}\p{N}]/u.test(text.slice(start, end)))
      .map((span) => ({ ...span, quote: text.slice(span.start, span.end).trim() }))
    return { articleId, quotes }
  }

  return {
    'evidenceFiles.find': ({ hash, text }, { language }) => check(text, storedFile(hash), language),

    'evidence.checkQuote': ({ evidenceId }, { language }) => {
      const { passage, file } = evidenceOf(evidenceId)
      if (passage === null || file === null) throw nothingToCompare()
      return check(passage, storedFile(file.hash), language)
    },

    'sentences.checkQuotes': async ({ sentenceId }, { language }) => {
      const { articleId, quotes } = quotesOf(sentenceId)
      const files = new Map<string, EvidenceFile>()
      for (const { claim } of desk.claimsOfSentences(articleId, [sentenceId])) {
        for (const { file } of claim.evidence) if (file) files.set(file.hash, storedFile(file.hash))
      }
      const checked = []
      for (const { quote, start, end } of quotes) {
        const compared = []
        for (const file of files.values()) {
          compared.push({ hash: file.hash, name: file.name, check: await check(quote, file, language) })
        }
        checked.push({ quote, start, end, files: compared })
      }
      return checked
    },
  }
}

function namedPlace(
  { part, start, endPart, end }: NonNullable<QuoteComparison['place']>,
  parts: readonly FileTextPart[],
): QuoteCheck['place'] {
  const first = parts[part]
  const last = parts[endPart]
  if (!first || !last) throw new Error('A place lies in the parts it was found in')
  return { part: first.number, label: first.label, start, endPart: last.number, end }
}

function nothingToCompare(): AppError {
  return new AppError('rule_broken', {
    de: 'Es gibt nichts zu vergleichen: Dem Beleg fehlt die Textstelle oder die Belegdatei. Ergänzen Sie beides.',
    en: 'There is nothing to compare: this piece of evidence lacks the passage or the file. Add both.',
  })
}
