import { randomUUID } from 'node:crypto'

import { MAX_ARTICLE_FILE_BYTES } from '#shared/contract'
import { AppError, type UiLanguage } from '#shared/errors'
import type {
  ArticleId,
  CaptureMethod,
  Import,
  ImportWarning,
  KnownArticle,
  SourceId,
  SourceType,
} from '#shared/model'

import { notFound } from '#main/database/article-desk'
import type { Origin, StoredBytes } from '#main/database/evidence-file-rows'
import { sourceRow } from '#main/database/source-row'
import type { Handlers } from '#main/dispatcher'
import { HEAD_BYTES, mediaType } from '#main/documents/media-type'
import type { ServiceContext } from '#main/service-context'

import type { ArticleSource } from './article-file'
import type { ReadArticle, ReadOptions } from './article-reader'
import { insertArticle } from './article-rows'
import { articlePartQueries } from './article-part-queries'
import { corrected, cutIn } from './correct-import'
import { correctionsOf, cuttingQueries } from './cutting-queries'
import { keepFile, pastedName } from './keep-original'
import { knownArticle } from './known-article'
import { otherEncodings } from './readable-encodings'
import { isArchive, packedFiles } from './unpack-articles'

type ImportHandlers = Pick<
  Handlers,
  | 'articles.import'
  | 'imports.read'
  | 'imports.unpack'
  | 'imports.cut'
  | 'imports.store'
  | 'imports.discard'
  | 'tasks.cancel'
>

/** Reads a text on another thread or this one; the host decides. */
export type ArticleReader = (
  source: ArticleSource,
  options: ReadOptions,
  following: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
) => Promise<ReadArticle> | ReadArticle

/** Where the bytes of a text on its way in lie, and are kept once it is stored. */
export interface OriginalFiles {
  sent: (uploadId: string) => { name: string; bytes: Buffer; origin: Origin }
  /** Bytes that wait like those that were sent. */
  lay: (name: string, bytes: Uint8Array, origin: Origin) => string
  keepSent: (uploadId: string) => Promise<StoredBytes>
  keepBytes: (name: string, bytes: Uint8Array, origin: Origin) => Promise<StoredBytes>
  giveUp: (uploadId: string) => void
}

/** What an article is read from, and how that becomes its evidence file. */
interface Original {
  name: string
  /** A web page, of which more can be read than its article. */
  isPage: boolean
  source: () => ArticleSource
  origin: Origin
  keep: () => Promise<StoredBytes>
  giveUp: () => void
}

/** A text that waits for a person. */
interface Waiting {
  original: Original
  options: ReadOptions
  /** null where it was given up for want of memory; then it is read again. */
  article: ReadArticle | null
  /** Its file, once that is kept: storing the article itself can have failed. */
  kept: StoredBytes | null
  /** What came with it and is kept by now, by position. */
  cameAlong: Map<number, StoredBytes>
}

/** Texts that wait may have so many characters together; beyond, the oldest are read again when they are needed. */
const MAX_WAITING_CHARACTERS = 100_000_000

export function importService(
  context: ServiceContext & {
    readArticle: ArticleReader
    originals: OriginalFiles
    /** The article of which these are nearly the sentences. */
    nearlyLike: (sentences: readonly string[]) => Omit<KnownArticle, 'because'> | null
    version: string
    backUpBefore: (reason: 'import') => Promise<void>
  },
): ImportHandlers {
  const { db, now, newId, personId, desk, change, tasks, readArticle, originals, nearlyLike, version } =
    context
  /** Several texts wait, and there is a backup from before the first of them. */
  let isBackedUp = false
  const queries = articlePartQueries(db)
  const cutting = cuttingQueries(db)
  const known = knownArticle(db, nearlyLike)
  const waiting = new Map<string, Waiting>()

  function readFollowed(
    source: ArticleSource,
    options: ReadOptions,
    task: string | undefined,
  ): Promise<ReadArticle> {
    return tasks.run(task, async ({ signal, tell }) => {
      const corrections = correctionsOf(cutting)
      const article = await readArticle(
        source,
        { ...options, corrections },
        {
          signal,
          onProgress: (done, total) => tell('reading', done, total),
        },
      )
      if (signal.aborted) throw cancelled()
      return article
    })
  }

  function originalOfBytes(
    name: string,
    bytes: Buffer,
    source: ArticleSource,
    method: CaptureMethod,
  ): Original {
    const origin = { sourceUrl: null, archiveUrl: null, method, note: null }
    return {
      name,
      isPage: isPage(bytes, name),
      origin,
      source: () => source,
      keep: () => originals.keepBytes(name, bytes, origin),
      giveUp: () => undefined,
    }
  }

  function originalOfText(text: string, language: UiLanguage): Original {
    return originalOfBytes(pastedName(language, 'txt'), Buffer.from(text), { text }, 'pasted')
  }

  function originalOfUpload(uploadId: string): Original {
    const { name, origin, bytes } = originals.sent(uploadId)
    if (bytes.length > MAX_ARTICLE_FILE_BYTES) {
      originals.giveUp(uploadId)
      throw fileTooLarge(bytes.length)
    }
    return {
      name,
      isPage: isPage(bytes, name),
      origin,
      source: () => ({ bytes: originals.sent(uploadId).bytes, fileName: name }),
      keep: () => originals.keepSent(uploadId),
      giveUp: () => originals.giveUp(uploadId),
    }
  }

  function found(importId: string): Waiting {
    const import_ = waiting.get(importId)
    if (!import_) throw notWaiting()
    return import_
  }

  /** It was given up where room was short; then it is read once more. */
  async function readArticleOf({ article, original, options }: Waiting): Promise<ReadArticle> {
    return article ?? (await readFollowed(original.source(), options, undefined))
  }

  /** The latest stay; of the others only where to read them from. */
  function makeRoom(): void {
    let characters = 0
    for (const each of [...waiting.values()].reverse()) {
      characters += each.article?.text.length ?? 0
      if (characters > MAX_WAITING_CHARACTERS) each.article = null
    }
  }

  /** One transaction: the article, its file, and what else came with it. */
  function store(
    article: ReadArticle,
    { name, origin }: Original,
    kept: StoredBytes,
    was: KnownArticle | null,
    language: UiLanguage,
    attachments: readonly StoredBytes[] = [],
  ) {
    const articleId = newId<ArticleId>()
    const sentences = article.blocks.reduce((sum, block) => sum + block.sentences.length, 0)
    change(
      { action: 'article.imported', articleId, facts: { title: article.title, count: sentences } },
      (rows) => {
        const at = now().toISOString()
        const bringing = { newId, personId: personId(), at, version }
        const from = { ...origin, sourceUrl: origin.sourceUrl ?? article.url }
        const keep = (file: StoredBytes, how: Origin) => keepFile(rows, file, how, bringing, queries.isKept)
        keep({ ...kept, name: name || kept.name }, from)
        for (const file of attachments) {
          const note = cameWith(name || kept.name)[language]
          keep(file, { ...origin, sourceUrl: null, note })
          const source = {
            type: sourceTypeOf(file.mediaType),
            title: file.name,
            note: `${note} SHA-256: ${file.hash}`,
          }
          rows.insert(
            'sources',
            sourceRow(source, {
              id: newId<SourceId>(),
              createdBy: bringing.personId,
              createdAt: at,
              newMark: () => newId(),
            }),
          )
        }
        const { sentences: placed } = insertArticle(rows, article, {
          articleId,
          newId,
          personId: bringing.personId,
          at,
          fileName: origin.method === 'pasted' ? null : name || null,
          originalId: kept.hash,
          isSample: false,
        })
        for (const { author, at: when, text, start } of article.comments) {
          const sentence = placed.findLast((each) => each.start <= start) ?? placed[0]
          if (!sentence) continue
          const said = [author, when?.slice(0, 10)].filter((each) => each).join(', ')
          rows.insert('comments', {
            ...{ id: newId(), sentence_id: sentence.id, resolved_at: null },
            text: `${said ? `${said}: ` : ''}${text}`,
            ...{ created_by: bringing.personId, created_at: at },
          })
        }
      },
    )
    return {
      article: desk.summary(articleId),
      blocks: article.blocks.filter(({ kind }) => kind !== 'non-text').length,
      sentences,
      nearlyLike: was && { articleId: was.articleId, title: was.title, share: was.share },
      known: was,
      warnings: warningsIn(article, language),
    }
  }

  return {
    'articles.import': async (
      { text, bytes, fileName, language, refuseKnown, method, task },
      { language: of },
    ) => {
      const original =
        text === undefined ? originalOfFile(bytes ?? '', fileName, method) : originalOfText(text, of)
      const article = await readFollowed(original.source(), language === undefined ? {} : { language }, task)
      const was = known(article)
      if (refuseKnown) refuse(was)
      return store(article, original, await original.keep(), was, of)
    },

    'imports.read': async (
      { text, html, uploadId, importId, language, encoding, extent, task },
      { language: of },
    ) => {
      const options: ReadOptions = {
        ...(language !== undefined && { language }),
        ...(encoding !== undefined && { encoding }),
        // What was pasted was chosen by whoever copied it.
        ...((extent ?? (html === undefined ? 'article' : 'whole page')) === 'whole page' && {
          wholePage: true,
        }),
      }
      if (importId !== undefined) {
        const import_ = found(importId)
        const article = await readFollowed(import_.original.source(), options, task)
        Object.assign(import_, { options, article })
        return shown(importId, import_, article, known(article), of)
      }
      const original =
        uploadId !== undefined
          ? originalOfUpload(uploadId)
          : html !== undefined
            ? originalOfHtml(html, of)
            : originalOfText(text ?? '', of)
      const article = await readFollowed(original.source(), options, task).catch((error: unknown) => {
        original.giveUp()
        throw error
      })
      const id = randomUUID()
      const import_: Waiting = { original, options, article, kept: null, cameAlong: new Map() }
      waiting.set(id, import_)
      makeRoom()
      return shown(id, import_, article, known(article), of)
    },

    'imports.unpack': async ({ uploadId }) => {
      const { name, bytes, origin } = originals.sent(uploadId)
      if (!(await isArchive(bytes))) return [{ uploadId, path: name, sizeInBytes: bytes.length }]
      const laid: { uploadId: string; path: string; sizeInBytes: number }[] = []
      try {
        for await (const file of packedFiles(bytes)) {
          if (file.bytes.length === 0) continue
          const from = { ...origin, note: name }
          const id = originals.lay(file.path, file.bytes, from)
          laid.push({ uploadId: id, path: file.path, sizeInBytes: file.bytes.length })
        }
      } catch (error) {
        for (const each of laid) originals.giveUp(each.uploadId)
        throw error
      } finally {
        originals.giveUp(uploadId)
      }
      return laid
    },

    'imports.cut': async ({ importId, at, language }) => {
      const article = await readArticleOf(found(importId))
      const block = article.blocks[at]
      if (!block) throw notFound('Diesen Absatz', 'This block')
      return cutIn(language, article, block, correctionsOf(cutting))
    },

    'imports.store': async ({ importId, refuseKnown, attachments, ...given }, { language }) => {
      const import_ = found(importId)
      const { original } = import_
      const article = corrected(await readArticleOf(import_), given, correctionsOf(cutting))
      const was = known(article)
      if (refuseKnown) refuse(was)
      if (waiting.size > 1 && !isBackedUp) {
        isBackedUp = true
        await context.backUpBefore('import')
      }
      const files = await attachmentsOf(import_, attachments)
      import_.kept ??= await original.keep()
      const imported = store(article, original, import_.kept, was, language, files)
      forget(importId)
      return imported
    },

    'imports.discard': ({ importId }) => {
      waiting.get(importId)?.original.giveUp()
      forget(importId)
      return { done: true }
    },

    'tasks.cancel': ({ task }) => ({ cancelled: tasks.cancel(task) }),
  }

  function forget(importId: string): void {
    waiting.delete(importId)
    if (waiting.size === 0) isBackedUp = false
  }

  /** Those a person chose of what came with the text, kept under their hashes. */
  async function attachmentsOf(
    { original, cameAlong }: Waiting,
    chosen: readonly number[],
  ): Promise<StoredBytes[]> {
    const wanted = [...new Set(chosen)]
    if (wanted.some((at) => !cameAlong.has(at))) {
      const source = original.source()
      const { mailAttachments } = await import('#main/documents/mail-lines')
      const all = 'bytes' in source ? mailAttachments(source.bytes) : []
      for (const at of wanted) {
        const attachment = all[at]
        if (!attachment || attachment.bytes.length === 0) throw noSuchAttachment(at)
        cameAlong.set(at, await originals.keepBytes(attachment.name, attachment.bytes, original.origin))
      }
    }
    return wanted.flatMap((at) => cameAlong.get(at) ?? [])
  }

  function originalOfFile(base64: string, fileName = '', method: CaptureMethod): Original {
    const bytes = Buffer.from(base64, 'base64')
    if (bytes.length > MAX_ARTICLE_FILE_BYTES) throw fileTooLarge(bytes.length)
    return originalOfBytes(fileName, bytes, { bytes, ...(fileName && { fileName }) }, method)
  }

  /** As a page, whatever it begins with: its name says so. */
  function originalOfHtml(html: string, language: UiLanguage): Original {
    const bytes = Buffer.from(html)
    const name = pastedName(language, 'html')
    return originalOfBytes(name, bytes, { bytes, fileName: name }, 'pasted')
  }
}

function shown(
  id: string,
  { original, options }: Waiting,
  article: ReadArticle,
  was: KnownArticle | null,
  language: UiLanguage,
): Import {
  const { title, kicker, byline, outlet, url, publishedOn, modifiedOn, text, encoding } = article
  return {
    ...{ id, fileName: original.name, title, kicker, byline, outlet, url, publishedOn, modifiedOn },
    ...{ text, encoding, language: article.language },
    encodings: otherEncodings(encoding),
    extent: original.isPage ? (options.wholePage ? 'whole page' : 'article') : null,
    blocks: article.blocks.map(({ attributionOf: _, ...block }) => block),
    comments: article.comments.length,
    warnings: warningsIn(article, language),
    attachments: article.attachments,
    known: was,
  }
}

function isPage(bytes: Uint8Array, name: string): boolean {
  const type = mediaType(bytes.subarray(0, HEAD_BYTES))
  return /^(?:text\/html|multipart\/related)$/.test(type) || /\.x?html?$/i.test(name)
}

function warningsIn(article: ReadArticle, language: UiLanguage): ImportWarning[] {
  return article.warnings.map(({ de, en, ...warning }) => ({ ...warning, text: { de, en }[language] }))
}

function cameWith(name: string) {
  return { de: `Kam mit „${name}“.`, en: `Came with “${name}”.` }
}

function sourceTypeOf(mediaType: string): SourceType {
  const main = /^(?:image|audio|video)/.exec(mediaType)?.[0]
  // One of the three, which are types of sources by the same names.
  return (main as SourceType | undefined) ?? (mediaType === 'text/html' ? 'web page' : 'document')
}

function noSuchAttachment(at: number): AppError {
  const number = String(at + 1)
  return new AppError('not_found', {
    de: `Einen Anhang ${number} mit Inhalt gibt es nicht. Nichts wurde gespeichert. Wählen Sie unter den gezeigten.`,
    en: `There is no attachment ${number} with any content. Nothing was stored. Choose among those shown.`,
  })
}

/** Only what surely is the same is refused; what is nearly like it is told. */
function refuse(known: KnownArticle | null): void {
  if (known === null || known.because === 'nearly') return
  const { title } = known
  const why =
    known.because === 'text'
      ? { de: 'Genau dieser Text', en: 'Exactly this text' }
      : { de: 'Ein Artikel mit dieser Adresse', en: 'An article with this address' }
  throw new AppError('conflict', {
    de: `${why.de} ist schon in der Bibliothek: „${title}“. Nichts wurde gespeichert. Öffnen Sie ihn, übernehmen Sie den Text als neue Fassung, oder importieren Sie ihn ausdrücklich noch einmal.`,
    en: `${why.en} is in the library already: “${title}”. Nothing was stored. Open it, take the text as its new revision, or import it once more expressly.`,
  })
}

function cancelled(): AppError {
  return new AppError('cancelled', {
    de: 'Der Import wurde abgebrochen. Nichts wurde gespeichert.',
    en: 'The import was cancelled. Nothing was stored.',
  })
}

function notWaiting(): AppError {
  return new AppError('not_found', {
    de: 'Dieser Text wartet nicht mehr auf seine Durchsicht. Nichts wurde gespeichert. Wählen Sie die Datei noch einmal.',
    en: 'This text no longer waits for its review. Nothing was stored. Choose the file again.',
  })
}

function fileTooLarge(size: number): AppError {
  const limit = String(MAX_ARTICLE_FILE_BYTES / 1024 / 1024)
  const inWords = (language: string) =>
    (size / 1024 / 1024).toLocaleString(language, { maximumFractionDigits: 1 })
  return new AppError('unreadable', {
    de: `Die Datei ist zu groß: ${inWords('de')} MB, erlaubt sind ${limit} MB. Nichts wurde gespeichert. Teilen Sie sie und importieren Sie die Teile einzeln.`,
    en: `The file is too large: ${inWords('en')} MB, the limit is ${limit} MB. Nothing was stored. Split it and import the parts one by one.`,
  })
}
