import type { UiLanguage } from '#shared/errors'
import type { Article, SecondRead, SentenceId } from '#shared/model'

import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { buildReport } from './build-report'
import { reportHtml } from './report-html'
import { reportQueries } from './report-queries'
import { reportWords } from './report-words'

/** Characters of the title that a file name carries. */
const MAX_SLUG = 60

export function reportService({
  db,
  now,
  desk,
  history,
  library,
}: ServiceContext & {
  library: { name: string; version: string; hashOfFile: (hash: string) => Promise<string | null> }
}): Pick<Handlers, 'reports.render'> {
  const queries = reportQueries(db)

  /** Bytes are read anew for every report: it says what they were when it was made. */
  async function hashesOfFiles(article: Article): Promise<Map<string, string | null>> {
    const stored = article.claims.flatMap(({ evidence }) => evidence.flatMap(({ file }) => file?.hash ?? []))
    const found = new Map<string, string | null>()
    for (const hash of new Set(stored)) found.set(hash, await library.hashOfFile(hash))
    return found
  }

  function readsOfNoClaims({ sentences }: Article): Map<SentenceId, SecondRead> {
    const ids = sentences.filter(({ noClaim }) => noClaim).map(({ id }) => id)
    const reads = new Map<SentenceId, SecondRead>()
    for (const { sentenceId, outcome, reason, personId, at, contentHash } of desk.queries.readsOfSentences(
      ids,
    )) {
      if (sentenceId) reads.set(sentenceId, { outcome, reason, personId, at, contentHash })
    }
    return reads
  }

  return {
    'reports.render': async ({ articleId, format, language }, caller) => {
      const told = language ?? caller.language
      const article = desk.read(articleId, told)
      const { sequence, hash } = history.head()
      const model = buildReport({
        article,
        people: queries.people(),
        contacts: queries.contacts(articleId),
        scale: desk.scale,
        readsOfSentences: readsOfNoClaims(article),
        foundHashes: await hashesOfFiles(article),
        integrity: {
          sequence,
          headHash: hash,
          library: library.name,
          program: { name: 'Belegt', version: library.version },
          exportedAt: now().toISOString(),
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        },
      })
      const fileName = reportFileName(article, format, told)
      return format === 'json'
        ? { fileName, mediaType: 'application/json', content: `${JSON.stringify(model, null, 2)}\n` }
        : { fileName, mediaType: 'text/html', content: reportHtml(model, told) }
    },
  }
}

/** "pruefbericht-darum-fliehen-junge-russen-fassung-1.html": plain letters that every file system takes. */
export function reportFileName(
  { title, revision }: Pick<Article, 'title' | 'revision'>,
  extension: 'html' | 'json',
  language: UiLanguage,
): string {
  const { fileName } = reportWords[language]
  const parts = [fileName.report, slug(title), `${fileName.revision}-${String(revision)}`]
  return `${parts.filter((part) => part !== '').join('-')}.${extension}`
}

const SPELT_OUT: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'oe',
  œ: 'oe',
  ł: 'l',
}

function slug(title: string): string {
  const plain = title
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüßæøœł]/g, (letter) => SPELT_OUT[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  if (plain.length <= MAX_SLUG) return plain
  const cut = plain.slice(0, MAX_SLUG + 1).replace(/-[^-]*$/, '')
  return cut.slice(0, MAX_SLUG)
}
