import type { Output } from '#shared/contract'
import { AppError, type UiLanguage } from '#shared/errors'
import type { Article, ArticleId, ReportFormat, ReportKind, SecondRead, SentenceId } from '#shared/model'

import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { buildReport } from './build-report'
import { checkClaimReviews } from './formats/check-claim-review'
import { claimReview } from './formats/claim-review'
import { contentOf, type PrintPdf } from './formats/content-of'
import { formatWords } from './formats/format-words'
import { jsonLd } from './formats/json-ld'
import { reportRequest } from './formats/report-request'
import type { ReportModel } from './report-model'
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
  printPdf,
}: ServiceContext & {
  library: { name: string; version: string; hashOfFile: (hash: string) => Promise<string | null> }
  /** What the host prints documents with; without it there is no PDF. */
  printPdf: PrintPdf | undefined
}): Pick<Handlers, 'reports.render' | 'reports.claimReviews'> {
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

  async function modelOf(articleId: ArticleId, language: UiLanguage): Promise<ReportModel> {
    const article = desk.read(articleId, language)
    const { sequence, hash } = history.head()
    return buildReport({
      article,
      people: queries.people(),
      contacts: queries.contacts(articleId),
      comments: queries.comments(article.revisionId),
      revisions: queries.revisions(articleId),
      changes: queries.changes(articleId),
      scale: desk.scale,
      readsOfSentences: readsOfNoClaims(article),
      foundHashes: await hashesOfFiles(article),
      copyPath: () => null,
      integrity: {
        sequence,
        headHash: hash,
        library: library.name,
        program: { name: 'Belegt', version: library.version },
        exportedAt: now().toISOString(),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
    })
  }

  return {
    'reports.render': async ({ articleId, format, kind = 'file', language, options = {} }, caller) => {
      const told = language ?? caller.language
      const model = await modelOf(articleId, told)
      const request = reportRequest(model, kind, told, options)
      const content = await contentOf(format, request, printPdf)
      return {
        fileName: reportFileName(model.article, { kind, format, language: told }),
        mediaType: MEDIA_TYPES[format],
        ...(typeof content === 'string'
          ? { encoding: 'text', content }
          : { encoding: 'base64', content: content.toString('base64') }),
      }
    },

    'reports.claimReviews': async ({ articleId, language, url, publisher, claimIds }, caller) => {
      const told = language ?? caller.language
      if (url === undefined) throw new AppError('rule_broken', needed.url)
      if (publisher === undefined || publisher === '') throw new AppError('rule_broken', needed.publisher)
      const model = await modelOf(articleId, told)
      const { claims } = reportRequest(model, 'file', told, claimIds ? { claimIds } : {})
      const files: Output<'reports.claimReviews'>['files'] = []
      const withheld: Output<'reports.claimReviews'>['withheld'] = []
      for (const claim of claims) {
        const { id: claimId, number } = claim
        const result = claimReview(claim, model, { url, publisher })
        const [breach] =
          'review' in result ? checkClaimReviews(result.review).flatMap((each) => each.breaches) : []
        if ('withheld' in result) withheld.push({ claimId, number, reason: result.withheld[told] })
        else if (breach) withheld.push({ claimId, number, reason: breach.words[told] })
        else {
          const name = ['claimreview', slug(model.article.title), String(number)].filter(
            (part) => part !== '',
          )
          files.push({ claimId, fileName: `${name.join('-')}.json`, content: jsonLd(result.review) })
        }
      }
      return { files, withheld }
    },
  }
}

const needed = {
  url: {
    de: 'Für ClaimReview fehlt die öffentliche Adresse des Faktenchecks. Geben Sie an, unter welcher Adresse er erscheint.',
    en: 'ClaimReview needs the public address of the fact check. Say at which address it is published.',
  },
  publisher: {
    de: 'Für ClaimReview fehlt, wer den Faktencheck herausgibt. Tragen Sie den Namen des Hauses ein.',
    en: 'ClaimReview needs to know who publishes the fact check. Enter the name of the house.',
  },
}

const MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  draft: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  webannotation: 'application/ld+json',
  json: 'application/json',
}

/** What a file of the format is called behind the dot. */
const EXTENSIONS: Readonly<Record<ReportFormat, string>> = {
  ...{
    html: 'html',
    pdf: 'pdf',
    docx: 'docx',
    draft: 'docx',
    md: 'md',
    csv: 'csv',
    xlsx: 'xlsx',
    json: 'json',
  },
  webannotation: 'jsonld',
}

/** "pruefbericht-darum-fliehen-junge-russen-fassung-1.html": plain letters that every file system takes. */
export function reportFileName(
  { title, revision }: Pick<Article, 'title' | 'revision'>,
  { kind, format, language }: { kind: ReportKind; format: ReportFormat; language: UiLanguage },
): string {
  const words = formatWords[language]
  const what = format === 'draft' ? words.draftName : words.fileNames[kind]
  const which = `${reportWords[language].fileName.revision}-${String(revision)}`
  return `${[what, slug(title), which].filter((part) => part !== '').join('-')}.${EXTENSIONS[format]}`
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
