import type { Output } from '#shared/contract'
import { AppError, type UiLanguage, type Words } from '#shared/errors'
import type {
  Article,
  ClaimId,
  EvidenceFile,
  ExportFormat,
  ReportFormat,
  ReportKind,
  ReportOptions,
  ReviewedMedia,
  SecondRead,
  SentenceId,
} from '#shared/model'

import { articleRecords } from '#main/database/article-record'
import { publicRecord } from '#main/database/public-record'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'
import type { Task } from '#main/tasks'

import { buildReport } from './build-report'
import { copyPath } from './evidence-copies'
import { checkClaimReviews } from './formats/check-claim-review'
import { claimReview, mediaReview } from './formats/claim-review'
import { jsonLd } from './formats/json-ld'
import { reportRequest } from './formats/report-request'
import { telling } from './telling'
import { withRelativeLinks } from './pdf-links'
import { byteCount, packReport, stopIfUnwanted, type Copy } from './pack-report'
import type { ExportedFiles } from './report-export'
import { claimReviewsFileName, MEDIA_TYPES, reportFileName, slug } from './report-names'
import type { ReportClaim, ReportModel } from './report-model'
import { reportQueries } from './report-queries'
import { reportSettings } from './report-settings'
import type { ReportWriter, WritingRequest } from './report-writer'

type ReportHandlers = Pick<
  Handlers,
  | 'reports.render'
  | 'reports.export'
  | 'reports.showExport'
  | 'reports.proofs'
  | 'reports.claimReviews'
  | 'reportSettings.read'
  | 'reportSettings.write'
  | 'reportSettings.setLogo'
>

/** What the host prints documents with. Cancelled, it stops. */
export type PrintPdf = (html: string, signal: AbortSignal) => Promise<Buffer>

/** Claims without a ClaimReview say why in the language of whoever asks, whatever that of the report. */
interface Reviews {
  files: Output<'reports.claimReviews'>['files']
  withheld: { claimId: ClaimId; number: number; reason: Words }[]
}

/** How a report was asked for. */
interface Wanted {
  kind: ReportKind
  language: UiLanguage
  options: ReportOptions
  withFiles: boolean
}

export function reportService({
  db,
  now,
  desk,
  history,
  tasks,
  library,
  writer,
  printPdf,
  exported,
  recordFound,
}: ServiceContext & {
  library: {
    name: string
    version: string
    hashOfFile: (
      hash: string,
      following: { signal: AbortSignal; onBytes: (count: number) => void },
    ) => Promise<string | null>
    pathOfFile: (hash: string) => string
  }
  writer: ReportWriter
  /** Without it there is no PDF. */
  printPdf: PrintPdf | undefined
  exported: ExportedFiles
  /** Takes what the bytes of evidence files were found to be. What is damaged reopens claims. */
  recordFound: (hashes: ReadonlyMap<string, string | null>) => void
}): ReportHandlers {
  const queries = reportQueries(db)
  const settings = reportSettings(queries)
  const records = articleRecords(db)

  function wanted(
    given: {
      kind?: ReportKind | undefined
      language?: UiLanguage | undefined
      options?: ReportOptions | undefined
    },
    caller: { language: UiLanguage },
    withFiles = false,
  ): Wanted {
    return {
      kind: given.kind ?? 'file',
      language: given.language ?? caller.language,
      options: settings.optionsOf(given.options ?? {}),
      withFiles,
    }
  }

  /** What is known of the files an article rests on, without reading them. */
  function lastFoundHashes(article: Article): Map<string, string | null> {
    return new Map(filesOf(article).map(({ hash }) => [hash, queries.lastFound(hash)]))
  }

  /** Bytes are read anew for every export: it says what they were when it was made. */
  async function hashesOfFiles(
    files: readonly { hash: string; sizeInBytes: number }[],
    task: Task,
  ): Promise<Map<string, string | null>> {
    const { onBytes } = byteCount(task, 'reading', files)
    const found = new Map<string, string | null>()
    for (const { hash } of files) {
      stopIfUnwanted(task)
      try {
        found.set(hash, await library.hashOfFile(hash, { signal: task.signal, onBytes }))
      } finally {
        stopIfUnwanted(task)
      }
    }
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

  function modelOf(
    article: Article,
    foundHashes: ReadonlyMap<string, string | null>,
    withFiles = false,
  ): ReportModel {
    const { sequence, hash } = history.head()
    const confidential = withFiles ? queries.confidentialFiles() : new Set<string>()
    return buildReport({
      article,
      people: queries.people(),
      contacts: queries.contacts(article.id),
      comments: queries.comments(article.revisionId),
      revisions: queries.revisions(article.id),
      changes: queries.changes(article.id),
      scale: desk.scale,
      readsOfSentences: readsOfNoClaims(article),
      foundHashes,
      copyPath: (file, number) =>
        withFiles && !confidential.has(file.hash) && foundHashes.get(file.hash) === file.hash
          ? copyPath(file, number)
          : null,
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

  /** The same for the preview and for an export. */
  async function written(
    format: ReportFormat,
    model: ReportModel,
    { kind, language, options }: Wanted,
    task: Task,
  ): Promise<string | Uint8Array> {
    const request: Omit<WritingRequest, 'format'> = {
      ...{ model, kind, language, options },
      logo: settings.logo(),
    }
    if (format === 'json' && kind === 'file') {
      const record = records.written(publicRecord(records.rows(model.article.id)))
      return writer({ ...request, format, model: { ...model, record } }, task.signal)
    }
    if (format !== 'pdf') return writer({ ...request, format }, task.signal)
    const print = printer()
    const html = await writer({ ...request, format: 'html' }, task.signal)
    if (typeof html !== 'string') throw new Error('A report in HTML is text')
    task.tell('printing', 0, 0)
    try {
      return withRelativeLinks(await print(html, task.signal))
    } finally {
      stopIfUnwanted(task)
    }
  }

  function printer(): PrintPdf {
    if (!printPdf) throw noPrinter()
    return printPdf
  }

  function claimReviewsOf(
    claims: readonly ReportClaim[],
    model: ReportModel,
    { url, publisher }: { url: string | undefined; publisher: string | undefined },
    media: readonly ReviewedMedia[],
  ): Reviews {
    if (url === undefined) throw new AppError('rule_broken', needed.url)
    if (publisher === undefined || publisher === '') throw new AppError('rule_broken', needed.publisher)
    const files: Output<'reports.claimReviews'>['files'] = []
    const withheld: Reviews['withheld'] = []
    for (const claim of claims) {
      const { id: claimId, number } = claim
      const result = claimReview(claim, model, { url, publisher })
      const [breach] =
        'review' in result ? checkClaimReviews(result.review).flatMap((each) => each.breaches) : []
      if ('withheld' in result) withheld.push({ claimId, number, reason: result.withheld })
      else if (breach) withheld.push({ claimId, number, reason: breach.words })
      else {
        const name = ['claimreview', slug(model.article.title), String(number)].filter((part) => part !== '')
        files.push({ claimId, fileName: `${name.join('-')}.json`, content: jsonLd(result.review) })
        const shown = media.filter((each) => each.claimId === claimId)
        for (const [position, each] of shown.entries()) {
          const content = jsonLd(mediaReview(result.review, each))
          files.push({ claimId, fileName: `${name.join('-')}-media-${String(position + 1)}.json`, content })
        }
      }
    }
    return { files, withheld }
  }

  function claimsOf(model: ReportModel, { kind, language, options }: Wanted): readonly ReportClaim[] {
    return reportRequest(model, kind, language, options, null).claims
  }

  /** What a person wrote about a picture names nobody who is confidential either. */
  function toldOf(article: Article, media: readonly ReviewedMedia[] = []): ReviewedMedia[] {
    const { hide } = telling(article.claims, queries.contacts(article.id))
    return media.map((each) => (each.context === undefined ? each : { ...each, context: hide(each.context) }))
  }

  function reviewsFor(
    article: Article,
    asked: Wanted,
    url: string | undefined,
    media: readonly ReviewedMedia[] | undefined,
  ): Reviews {
    const model = modelOf(article, lastFoundHashes(article))
    const claims = claimsOf(model, { ...asked, kind: 'file' })
    const house = { url, publisher: asked.options.house }
    const reviews = claimReviewsOf(claims, model, house, toldOf(article, media))
    if (reviews.files.length === 0) throw nothingToReview(reviews.withheld)
    return reviews
  }

  /**
   * The files that the record of an article names and its report does not: the originals of its revisions, and what
   * earlier verdicts rested on. They have no number in the report.
   */
  function filesOfRecord(article: Article): Pick<EvidenceFile, 'hash' | 'mediaType' | 'sizeInBytes'>[] {
    const reported = new Set(filesOf(article).map(({ hash }) => hash))
    const confidential = queries.confidentialFiles()
    return (records.rows(article.id).get('evidence_files') ?? [])
      .filter(({ id }) => !reported.has(id) && !confidential.has(id))
      .map((row) => ({
        hash: row.id,
        mediaType: String(row.media_type),
        sizeInBytes: Number(row.size_in_bytes),
      }))
  }

  function copiesOf(claims: readonly ReportClaim[]): Copy[] {
    const copies = claims.flatMap(({ evidence }) =>
      evidence.flatMap(({ file }) =>
        file?.path == null
          ? []
          : [
              {
                path: file.path,
                hash: file.hash,
                sizeInBytes: file.sizeInBytes,
                stored: library.pathOfFile(file.hash),
              },
            ],
      ),
    )
    return [...new Map(copies.map((copy) => [copy.path, copy])).values()]
  }

  function copiesOfRecord(
    files: ReturnType<typeof filesOfRecord>,
    found: ReadonlyMap<string, string | null>,
  ): Copy[] {
    return files
      .filter(({ hash }) => found.get(hash) === hash)
      .map(({ hash, mediaType, sizeInBytes }) => ({
        path: copyPath({ hash, mediaType }, 0),
        ...{ hash, sizeInBytes, stored: library.pathOfFile(hash) },
      }))
  }

  return {
    ...settings.handlers,

    'reports.render': ({ articleId, format, withFiles, ...given }, caller) =>
      tasks.run(undefined, async (task) => {
        const asked = wanted(given, caller, withFiles)
        const article = desk.read(articleId, asked.language)
        const model = modelOf(article, lastFoundHashes(article), withFiles)
        const content = await written(format, model, asked, task)
        return {
          fileName: reportFileName(article, { ...asked, format }),
          mediaType: MEDIA_TYPES[format],
          ...(typeof content === 'string'
            ? { encoding: 'text', content }
            : { encoding: 'base64', content: Buffer.from(content).toString('base64') }),
        }
      }),

    'reports.export': ({ articleId, format, withFiles, url, media, task: name, ...given }, caller) =>
      tasks.run(name, async (task) => {
        const asked = wanted(given, caller, withFiles)
        const article = desk.read(articleId, asked.language)
        if (format === 'pdf') printer()
        const reviews = format === 'claimreview' ? reviewsFor(article, asked, url, media) : null
        const about = fileFor(article, asked, format, reviews?.files ?? [])
        const place = await exported.placeFor(about.fileName, asked.language)
        stopIfUnwanted(task)
        if (!place) throw new AppError('cancelled', noPlace)

        const packed: { copies: Copy[]; leftOut: LeftOut } = { copies: [], leftOut: [] }
        const file = await exported.write(place, about, async (unfinished) => {
          const further =
            withFiles && format === 'json' && asked.kind === 'file' ? filesOfRecord(article) : []
          const found = await hashesOfFiles([...filesOf(article), ...further], task)
          recordFound(found)
          const model = modelOf(desk.read(articleId, asked.language), found, withFiles)
          task.tell('making', 0, 0)
          const documents =
            format === 'claimreview'
              ? (reviews?.files ?? [])
              : [
                  {
                    fileName: reportFileName(article, { ...asked, format }),
                    content: await written(format, model, asked, task),
                  },
                ]
          const [single] = documents
          if (!single) throw new Error('An export has a document')
          if (withFiles) {
            const claims = claimsOf(model, asked)
            packed.copies = [...copiesOf(claims), ...copiesOfRecord(further, found)]
            packed.leftOut = leftOut(claims)
          }
          if (about.mediaType === ZIP)
            await packReport(unfinished, documents, packed.copies, { task, madeAt: now() })
          else await unfinished.write(Buffer.from(single.content))
          stopIfUnwanted(task)
        })
        return {
          ...file,
          files: packed.copies.length,
          leftOut: packed.leftOut,
          withheld: (reviews?.withheld ?? []).map(({ number, reason }) => ({
            number,
            reason: reason[caller.language],
          })),
        }
      }),

    'reports.showExport': ({ exportId }) => {
      exported.show(exportId)
      return { done: true }
    },

    'reports.proofs': ({ articleId, ...given }, caller) => {
      const asked = wanted(given, caller)
      const article = desk.read(articleId, asked.language)
      const claims = claimsOf(modelOf(article, lastFoundHashes(article)), asked)
      return claims
        .flatMap(({ id: claimId, number: claimNumber, wording, evidence }) =>
          evidence.map(({ number, id, source, stance, locator, passage, passageLanguage, file }) => ({
            ...{ number, evidenceId: id, claimId, claimNumber, wording, title: source.title },
            ...{ stance, locator, passage, passageLanguage, fileHash: file?.hash ?? null },
          })),
        )
        .toSorted((a, b) => a.number - b.number)
    },

    'reports.claimReviews': ({ articleId, language, url, publisher, claimIds, media }, caller) => {
      const asked = wanted({ language, options: claimIds ? { claimIds } : {} }, caller)
      const article = desk.read(articleId, asked.language)
      const model = modelOf(article, lastFoundHashes(article))
      const house = publisher ?? asked.options.house
      const told = toldOf(article, media)
      const reviews = claimReviewsOf(claimsOf(model, asked), model, { url, publisher: house }, told)
      const withheld = reviews.withheld.map((each) => ({ ...each, reason: each.reason[caller.language] }))
      return { ...reviews, withheld }
    },
  }
}

type LeftOut = Output<'reports.export'>['leftOut']

/** What an export is called, and what it is: several documents, or one with its evidence, are packed. */
function fileFor(
  article: Article,
  { kind, language, withFiles }: Wanted,
  format: ExportFormat,
  reviews: readonly { fileName: string }[],
): { fileName: string; mediaType: string } {
  const [review] = reviews
  if (format === 'claimreview') {
    return withFiles || !review || reviews.length > 1
      ? { fileName: claimReviewsFileName(article, language), mediaType: ZIP }
      : { fileName: review.fileName, mediaType: 'application/ld+json' }
  }
  const fileName = reportFileName(article, { kind, format, language })
  return withFiles
    ? { fileName: fileName.replace(/\.[a-z]+$/, '.zip'), mediaType: ZIP }
    : { fileName, mediaType: MEDIA_TYPES[format] }
}

const ZIP = 'application/zip'

function filesOf({ claims }: Article): EvidenceFile[] {
  const files = claims.flatMap(({ evidence }) => evidence.flatMap(({ file }) => file ?? []))
  return [...new Map(files.map((file) => [file.hash, file])).values()]
}

/** A confidential source is not told by its file either. */
function leftOut(claims: readonly ReportClaim[]): LeftOut {
  return claims
    .flatMap(({ evidence }) => evidence)
    .flatMap(({ number, file }) => {
      if (!file || file.path !== null) return []
      const { condition } = file
      return [{ number, because: condition === 'unchanged' ? ('confidential' as const) : condition }]
    })
    .toSorted((a, b) => a.number - b.number)
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

const noPlace = {
  de: 'Es wurde kein Ort für die Datei gewählt. Es wurde nichts geschrieben.',
  en: 'No place was chosen for the file. Nothing was written.',
}

function nothingToReview(withheld: Reviews['withheld']): AppError {
  const reasons = (language: UiLanguage) =>
    withheld.map(({ number, reason }) => `${String(number)}: ${reason[language]}`).join(' ')
  return new AppError('rule_broken', {
    de: `Keine Behauptung dieses Artikels kann ein ClaimReview haben. Es wurde nichts geschrieben. ${reasons('de')}`.trim(),
    en: `No claim of this article can have a ClaimReview. Nothing was written. ${reasons('en')}`.trim(),
  })
}

function noPrinter(): AppError {
  return new AppError('rule_broken', {
    de: 'Für PDF braucht Belegt Chromium, Chrome oder Edge auf diesem Rechner. Installieren Sie eines davon oder nehmen Sie HTML: Das lässt sich aus jedem Browser drucken.',
    en: 'For PDF Belegt needs Chromium, Chrome or Edge on this machine. Install one of them, or take HTML: any browser can print it.',
  })
}
