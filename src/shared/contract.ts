import { z } from 'zod'

import {
  Abbreviation,
  Anchor,
  Article,
  ArticleChange,
  ArticleId,
  ArticleSummary,
  Backup,
  BackupReason,
  Block,
  BlockId,
  BlockKind,
  CaptureMethod,
  Claim,
  ClaimId,
  ClaimKind,
  ClaimState,
  Comment,
  CommentId,
  Contact,
  ContactId,
  ContactOutcome,
  ContactWay,
  CorrectionOutcome,
  CorrectionVoice,
  DescribedEvidenceFile,
  Draft,
  EarlierWording,
  EventId,
  Evidence,
  EvidenceFile,
  EvidenceId,
  ExportFormat,
  FileTextPart,
  FoundPage,
  HistoryEntry,
  Import,
  ImportWarning,
  Instant,
  KnownArticle,
  Language,
  ListedClaim,
  ListedEvidenceFile,
  ListedRevision,
  LongText,
  OrphanedClaim,
  PageExtent,
  PartialDate,
  Person,
  PersonId,
  PersonName,
  Progress,
  Question,
  QuoteCheck,
  RatingScale,
  Reliability,
  RememberedCut,
  RevisionStep,
  Salvage,
  ReportFormat,
  ReviewedMedia,
  ReportKind,
  ReportLogo,
  ReportOptions,
  ReportSettings,
  ReturnedDraft,
  ReturnedRecord,
  SentenceId,
  Settings,
  Sha256,
  ShortText,
  Source,
  SourceId,
  SourceKind,
  SourceName,
  SourceStatus,
  SourceType,
  Stance,
  StepCounts,
  TextState,
  TimeStamp,
  Verdict,
  WebLink,
} from './model'

export {
  MAX_ARTICLE_FILE_BYTES,
  MAX_CHUNK_BYTES,
  MAX_SOURCE_ENTRIES,
  MAX_SOURCE_FILE_BYTES,
  MAX_TEXT_BYTES,
} from './limits'

/** Base64 of MAX_TEXT_BYTES plus room for the rest of the call: the largest body a host takes. */
export const MAX_CALL_BYTES = 32 * 1024 * 1024

const nothing = z.strictObject({})
const done = z.strictObject({ done: z.literal(true) })
const base64 = z.base64()
/** A name for a call, to follow its progress events and to cancel it. */
const task = z.string().max(100).optional()
const nullableText = ShortText.nullable()

/** CSL variables without a field of their own. Names begin with a letter, so __proto__ is none. */
const FurtherFields = z
  .record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,49}$/), LongText)
  .refine((fields) => Object.keys(fields).length <= 60, { error: 'at most 60 further fields' })

const SourceNames = z.array(SourceName).max(500)

const sourceFields = {
  type: SourceType.default('web page'),
  kind: SourceKind.nullable().default(null),
  title: ShortText.min(1),
  /** Either the names taken apart, or authors as text. */
  names: SourceNames.optional(),
  authors: LongText.nullable().default(null),
  container: nullableText.default(null),
  publisher: nullableText.default(null),
  /** Either EDTF or any text, or issuedOn. */
  issued: nullableText.optional(),
  issuedOn: PartialDate.nullable().default(null),
  accessedOn: PartialDate.nullable().default(null),
  url: WebLink.nullable().default(null),
  archiveUrl: WebLink.nullable().default(null),
  language: Language.nullable().default(null),
  note: LongText.nullable().default(null),
  volume: nullableText.default(null),
  issue: nullableText.default(null),
  pages: nullableText.default(null),
  edition: nullableText.default(null),
  doi: nullableText.default(null),
  isbn: nullableText.default(null),
  event: nullableText.default(null),
  medium: nullableText.default(null),
  cslType: nullableText.default(null),
  further: FurtherFields.default({}),
  reliability: Reliability.default('unknown'),
  reliabilityReason: LongText.nullable().default(null),
  conflicts: LongText.nullable().default(null),
  contact: LongText.nullable().default(null),
  confidential: z.boolean().default(false),
  publicWording: nullableText.default(null),
  goodUntil: PartialDate.nullable().default(null),
}

const contactFields = {
  name: PersonName,
  role: nullableText.default(null),
  way: ContactWay,
  askedAt: Instant,
  deadline: Instant.nullable().default(null),
  question: LongText.min(1),
  outcome: ContactOutcome.default('open'),
  answer: LongText.nullable().default(null),
  answeredAt: Instant.nullable().default(null),
  confidential: z.boolean().default(false),
  publicWording: nullableText.default(null),
}

/** Places of a claim. Without start and end it covers the whole sentence. */
const NewAnchors = z
  .array(
    z.strictObject({
      sentenceId: SentenceId,
      start: Anchor.shape.start.optional(),
      end: Anchor.shape.end.optional(),
    }),
  )
  .min(1)
  .max(50)

/**
 * What fields held when their author saw them. When another hand has changed one of them since, the change is refused
 * with 'conflict', so that nothing is overwritten unseen.
 */
const expectedOf = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).partial().optional()

const claimFields = {
  wording: z.string(),
  kind: ClaimKind,
  claimant: z.string().nullable(),
  claimantRole: z.string().nullable(),
  claimedOn: z.string().nullable(),
  place: z.string().nullable(),
}

const evidenceFields = {
  stance: Stance,
  question: Question,
  locator: z.string().nullable(),
  passage: z.string().nullable(),
  passageLanguage: z.string().nullable(),
  note: z.string().nullable(),
  fileHash: Sha256.nullable(),
}

const seenOfContact = Contact.omit({ id: true, claimId: true, personId: true, at: true }).shape

/** Without their defaults: what is left out stays as it is. */
const reportSettingsFields = {
  kind: ReportSettings.shape.kind.unwrap().optional(),
  format: ReportSettings.shape.format.unwrap().optional(),
  language: ReportSettings.shape.language.unwrap().optional(),
  house: ReportSettings.shape.house.unwrap().optional(),
  method: ReportSettings.shape.method.unwrap().optional(),
  correctionsPolicy: ReportSettings.shape.correctionsPolicy.unwrap().optional(),
  contact: ReportSettings.shape.contact.unwrap().optional(),
  url: ReportSettings.shape.url.unwrap().optional(),
  order: ReportSettings.shape.order.unwrap().optional(),
  withEvidence: ReportSettings.shape.withEvidence.unwrap().optional(),
  withUnsettled: ReportSettings.shape.withUnsettled.unwrap().optional(),
  withHands: ReportSettings.shape.withHands.unwrap().optional(),
  withFiles: ReportSettings.shape.withFiles.unwrap().optional(),
}

/** A text for an article that is already there. */
const NewVersion = z
  .strictObject({
    articleId: ArticleId,
    text: z.string().optional(),
    bytes: base64.optional(),
    fileName: ShortText.optional(),
  })
  .refine(({ text, bytes }) => (text === undefined) !== (bytes === undefined), {
    error: 'give either text or bytes',
  })

const RevisionPreview = z.strictObject({
  articleId: ArticleId,
  /** The number that the new revision would get. */
  revision: z.number().int().positive(),
  /** Give it back when applying: exactly this is applied, or nothing. */
  previewHash: Sha256,
  /** Character by character the text that is there: there is nothing to apply. */
  isSameText: z.boolean(),
  counts: StepCounts,
  /** Claims that stay in force, that a person has to decide again, and that lose all their sentences. */
  claims: z.strictObject({
    carried: z.number().int(),
    reopened: z.number().int(),
    orphaned: z.number().int(),
  }),
  /** In the order of the new text; what is gone stands where it was. */
  steps: z.array(RevisionStep),
  warnings: z.array(ImportWarning),
})

const Imported = z.strictObject({
  article: ArticleSummary,
  blocks: z.number().int(),
  sentences: z.number().int(),
  /** The article of which this is nearly the text: offer it as its new version instead. */
  nearlyLike: z.strictObject({ articleId: ArticleId, title: z.string(), share: z.number() }).nullable(),
  /** The article that was there before, where this is its text or has its address. */
  known: KnownArticle.nullable(),
  warnings: z.array(ImportWarning),
})

/** What a record of a source can be completed with by another of the same one. */
const MERGED_FIELDS = [
  'names',
  'issued',
  'container',
  'publisher',
  'volume',
  'issue',
  'pages',
  'edition',
  'doi',
  'isbn',
  'url',
  'archiveUrl',
  'accessedOn',
  'language',
  'kind',
  'event',
  'medium',
  'contact',
  'conflicts',
  'note',
] as const

const SOURCE_FORMATS = ['bibtex', 'ris', 'csl-json'] as const

const Duplicates = z.strictObject({
  because: z.enum(['DOI', 'ISBN', 'link']),
  /** What they share, in one form. */
  value: z.string(),
  sourceIds: z.array(SourceId).min(2),
})

/**
 * Every procedure of the workstation, declared once. IPC, HTTP, command line, handler and client types follow from
 * this table. Keys are plural.verb; values are plain JSON.
 */
export const contract = {
  'library.describe': {
    summary: 'Name, size and state of the open library.',
    input: nothing,
    output: z.strictObject({
      name: z.string(),
      version: z.string(),
      articles: z.number().int(),
      sequence: z.number().int(),
      headHash: z.string(),
      savedAt: Instant.nullable(),
      /** Why it is open to be read only; null where it can be written to, or was opened to be read. */
      readOnly: z.string().nullable(),
      /** Where it lies, if that is no safe place for a library: a network disk, or a folder that another program copies. */
      unsafePlace: z.enum(['network', 'sync folder']).nullable(),
    }),
  },
  'library.verify': {
    summary:
      'Check database, history chain, replayed tables, coverage of every revision and evidence hashes.',
    input: nothing,
    output: z.strictObject({
      ok: z.boolean(),
      problems: z.array(z.string()),
      /** What is as it should be and yet worth knowing: files of confidential sources that never came here. */
      notes: z.array(z.string()),
      checked: z.strictObject({
        events: z.number().int(),
        revisions: z.number().int(),
        sentences: z.number().int(),
        evidenceFiles: z.number().int(),
      }),
    }),
  },

  'settings.read': { summary: 'How this library is shown.', input: nothing, output: Settings },
  'settings.write': {
    summary: 'Change how this library is shown. Only the named settings change.',
    input: z.strictObject({
      language: Settings.shape.language.unwrap().optional(),
      theme: Settings.shape.theme.unwrap().optional(),
      textSize: Settings.shape.textSize.unwrap().optional(),
      libraryWidth: Settings.shape.libraryWidth.unwrap().optional(),
      inspectorWidth: Settings.shape.inspectorWidth.unwrap().optional(),
      contentScale: Settings.shape.contentScale.unwrap().optional(),
      backupFolder: Settings.shape.backupFolder.unwrap().optional(),
    }),
    output: Settings,
  },

  'drafts.list': {
    summary: 'What the acting person has typed and not recorded yet, latest first.',
    input: nothing,
    output: z.array(Draft),
  },
  'drafts.keep': {
    summary: 'Keep what was typed into a form, in the place of what was kept for it. No part of the history.',
    input: z.strictObject({ place: z.string().min(1).max(200), content: z.string().max(1_000_000) }),
    output: done,
  },
  'drafts.discard': {
    summary: 'Forget what was typed into a form: it is recorded, or no longer wanted.',
    input: z.strictObject({ place: z.string().min(1).max(200) }),
    output: done,
  },

  'backups.list': {
    summary: 'The backups of this library, newest first, and what each holds.',
    input: nothing,
    output: z.strictObject({
      /** null for a library that lies in memory only. */
      folder: z.string().nullable(),
      backups: z.array(Backup),
      /** A backup lies ready and takes the place of the library when it is opened next. */
      restorePending: z.boolean(),
      /** Why the last backup by itself could not be made. */
      failure: z.string().nullable(),
      /** The last time that a backup was brought back for a trial, into a place of its own: each week by itself. */
      trial: z.strictObject({ name: z.string(), at: Instant, problem: z.string().nullable() }).nullable(),
    }),
  },
  'backups.make': {
    summary: 'Make a backup now, with its evidence files, and check it.',
    input: z.strictObject({ task }),
    output: Backup,
  },
  'backups.makeBefore': {
    summary:
      'Make a backup before much is brought in at once, unless nothing changed since the last good one. That none can be made keeps nobody from going on.',
    input: z.strictObject({ reason: BackupReason.extract(['import', 'merge']) }),
    output: z.strictObject({ made: z.boolean() }),
  },
  'backups.restore': {
    summary:
      'Check a backup whole and lay it ready. It takes the place of the library when that is opened next; the present one is kept beside it.',
    input: z.strictObject({ name: z.string().min(1).max(255), task }),
    output: z.strictObject({ backup: Backup, missingEvidenceFiles: z.number().int() }),
  },
  'backups.withdrawRestore': {
    summary: 'Keep the present library after all.',
    input: nothing,
    output: z.strictObject({ withdrawn: z.boolean() }),
  },

  'rescue.describe': {
    summary:
      'What is wrong with a library that could not be opened, and what there is to bring back. Only then the other procedures of this kind have something to do.',
    input: nothing,
    output: z.strictObject({
      /** File name of the library. */
      name: z.string(),
      /** null while the library is open. */
      damage: z.string().nullable(),
      newestBackup: Backup.nullable(),
      /** The last step in the journal; null where there is none. */
      journalSteps: z.number().int().nullable(),
    }),
  },
  'rescue.salvage': {
    summary:
      'Put together from the damaged file, its journal and its backups whatever can be proven, in the place of the library. The damaged file is kept beside it.',
    input: nothing,
    output: Salvage,
  },
  'rescue.restore': {
    summary: 'Put the newest good backup in the place of the library. The damaged file is kept beside it.',
    input: nothing,
    output: z.strictObject({
      sequence: z.number().int(),
      kept: z.string().nullable(),
      missingEvidenceFiles: z.number().int(),
    }),
  },
  'rescue.open': {
    summary: 'Open the library that was brought back.',
    input: nothing,
    output: done,
  },

  'people.list': {
    summary: 'Everyone who has worked in this library, and who is acting now.',
    input: nothing,
    output: z.strictObject({ people: z.array(Person), currentId: PersonId }),
  },
  'people.add': {
    summary: 'Add a person. It does not become the acting one: see people.actAs.',
    input: z.strictObject({ name: PersonName }),
    output: Person,
  },
  'people.rename': {
    summary: 'Correct the name of a person.',
    input: z.strictObject({
      personId: PersonId,
      name: PersonName,
      expected: expectedOf({ name: z.string() }),
    }),
    output: Person,
  },
  'people.actAs': {
    summary: 'Say who is at the desk. Every later change carries this person as its author.',
    input: z.strictObject({ personId: PersonId }),
    output: z.strictObject({ currentId: PersonId }),
  },

  'articles.list': {
    summary: 'All articles of the library, latest change first.',
    input: nothing,
    output: z.array(ArticleSummary),
  },
  'articles.import': {
    summary:
      'Take a text in: either text, or the bytes of a file as base64; they say what kind it is. Nothing is stored when it is refused.',
    input: z
      .strictObject({
        text: z.string().optional(),
        bytes: base64.optional(),
        fileName: ShortText.optional(),
        language: Language.optional(),
        /** Refuse what the library has already: the same words, or the same address. */
        refuseKnown: z.boolean().default(false),
        method: CaptureMethod.default('chosen'),
        task,
      })
      .refine(({ text, bytes }) => (text === undefined) !== (bytes === undefined), {
        error: 'give either text or bytes',
      }),
    output: Imported,
  },

  'imports.read': {
    summary:
      'Read a text for review: pasted text or HTML, a file sent with evidenceFiles.begin and append, or once more what was read before, differently. Nothing is stored.',
    input: z
      .strictObject({
        text: z.string().optional(),
        /** HTML from the clipboard. */
        html: z.string().optional(),
        uploadId: z.string().optional(),
        importId: z.string().optional(),
        fileName: ShortText.optional(),
        language: Language.optional(),
        encoding: z.string().max(40).optional(),
        extent: PageExtent.optional(),
        task,
      })
      .refine(
        ({ text, html, uploadId, importId }) =>
          [text, html, uploadId, importId].filter((each) => each !== undefined).length === 1,
        { error: 'give one of text, html, uploadId and importId' },
      ),
    output: Import,
  },
  'imports.unpack': {
    summary:
      'Take the files out of an archive that was sent with evidenceFiles.begin and append: each can be read with imports.read. What is no archive comes back as it is.',
    input: z.strictObject({ uploadId: z.string() }),
    output: z.array(
      z.strictObject({ uploadId: z.string(), path: z.string(), sizeInBytes: z.number().int() }),
    ),
  },
  'imports.store': {
    summary:
      'Take a text that was read into the library, with what a person corrected and its original file. One step, can be undone.',
    input: z.strictObject({
      importId: z.string(),
      title: ShortText.min(1).optional(),
      kicker: nullableText.optional(),
      byline: nullableText.optional(),
      outlet: nullableText.optional(),
      url: WebLink.nullable().optional(),
      publishedOn: PartialDate.nullable().optional(),
      modifiedOn: PartialDate.nullable().optional(),
      /** Blocks by their position; those not named stay as they were read. */
      blocks: z
        .array(
          z.strictObject({
            at: z.number().int().nonnegative(),
            kind: BlockKind.optional(),
            /** Another than that of the article; null for that one. */
            language: Language.nullable().optional(),
          }),
        )
        .max(100_000)
        .default([]),
      /** Attachments to keep as sources, by their position. */
      attachments: z.array(z.number().int().nonnegative()).max(1_000).default([]),
      refuseKnown: z.boolean().default(false),
    }),
    output: Imported,
  },
  'imports.cut': {
    summary:
      'The sentences of a block that waits for review, if it were in this language; null for that of the article.',
    input: z.strictObject({
      importId: z.string(),
      at: z.number().int().nonnegative(),
      language: Language.nullable(),
    }),
    output: Import.shape.blocks.element.pick({ language: true, sentences: true }),
  },
  'imports.discard': {
    summary: 'Give up what was read for review. Nothing of it stays.',
    input: z.strictObject({ importId: z.string() }),
    output: done,
  },
  'articles.addSample': {
    summary: 'Put the sample article with its half-finished check into the library.',
    input: nothing,
    output: ArticleSummary,
  },
  'articles.read': {
    summary:
      'One article with blocks, sentences, claims, evidence and verdicts; or its beginning, up to the end of the block with that sentence.',
    input: z.strictObject({ articleId: ArticleId, upToSentence: z.number().int().positive().optional() }),
    output: Article,
  },
  'articles.update': {
    summary:
      'Correct the data about an article. The text stays as it is; another language cuts its blocks anew, but those that were cut by hand or have a language of their own.',
    input: z.strictObject({
      articleId: ArticleId,
      title: ShortText.min(1).optional(),
      kicker: nullableText.optional(),
      byline: nullableText.optional(),
      outlet: nullableText.optional(),
      url: WebLink.nullable().optional(),
      language: Language.optional(),
      publishedOn: PartialDate.nullable().optional(),
      modifiedOn: PartialDate.nullable().optional(),
      deadline: Instant.nullable().optional(),
      assigneeId: PersonId.nullable().optional(),
      expected: expectedOf(ArticleSummary.shape),
    }),
    output: ArticleChange,
  },
  'articles.remove': {
    summary: 'Take an article with its whole check out of the library. One step, can be undone.',
    input: z.strictObject({ articleId: ArticleId, reason: ShortText.optional() }),
    output: done,
  },
  'articles.signOff': {
    summary: 'Sign an article off. Refused while a sentence is open, reopened, disputed or not second-read.',
    input: z.strictObject({
      articleId: ArticleId,
      expected: expectedOf({ changedAt: Instant }),
    }),
    output: ArticleChange,
  },

  'revisions.preview': {
    summary:
      'What would become of every sentence and claim of an article if this text, as text or bytes of a file, were its new version. Changes nothing.',
    input: NewVersion,
    output: RevisionPreview,
  },
  'revisions.apply': {
    summary:
      'Make a text the new version of an article, as previewed. Sentences that are the same keep their check, all others are reopened. One step, can be undone.',
    input: NewVersion.safeExtend({ previewHash: Sha256 }),
    output: ArticleChange,
  },
  'revisions.list': {
    summary: 'The revisions of an article, latest first, with who signed them off.',
    input: z.strictObject({ articleId: ArticleId }),
    output: z.array(ListedRevision),
  },
  'revisions.compare': {
    summary: 'Two revisions of an article side by side, sentence by sentence.',
    input: z.strictObject({
      articleId: ArticleId,
      from: z.number().int().positive(),
      to: z.number().int().positive(),
    }),
    output: z.strictObject({ counts: StepCounts, steps: z.array(RevisionStep) }),
  },
  'revisions.earlier': {
    summary:
      'What a sentence was in earlier revisions, latest first, with claims, evidence and verdicts that were left there. None of them is in force.',
    input: z.strictObject({ sentenceId: SentenceId }),
    output: z.array(EarlierWording),
  },
  'revisions.orphans': {
    summary: 'Claims whose sentences are gone from the current revision.',
    input: z.strictObject({ articleId: ArticleId }),
    output: z.array(OrphanedClaim),
  },
  'sentences.previewEdit': {
    summary: 'What would become of the article if one sentence had these words. Changes nothing.',
    input: z.strictObject({ sentenceId: SentenceId, text: z.string().max(100_000) }),
    output: RevisionPreview,
  },
  'sentences.edit': {
    summary:
      'Change the words of one sentence: a new revision, by the rules of revisions.apply. An empty text takes the sentence out.',
    input: z.strictObject({
      sentenceId: SentenceId,
      text: z.string().max(100_000),
      /** Of sentences.previewEdit: exactly this is applied, or nothing. */
      previewHash: Sha256.optional(),
    }),
    output: ArticleChange,
  },

  'blocks.setKind': {
    summary: 'Correct the kind of a block. "non-text" drops it, any other kind brings it back as sentences.',
    input: z.strictObject({
      blockId: BlockId,
      kind: BlockKind,
      expected: expectedOf({ kind: BlockKind }),
    }),
    output: ArticleChange,
  },
  'blocks.setLanguage': {
    summary:
      'Say which language a block is in, where it is another than that of the article; null for that one. The block is cut anew by its rules; sentences that come out the same keep everything, claims go with their words.',
    input: z.strictObject({
      blockId: BlockId,
      language: Language.nullable(),
      expected: expectedOf({ language: Language.nullable() }),
    }),
    output: ArticleChange,
  },
  'blocks.attribute': {
    summary: 'Say who spoke a quote, in which role and when.',
    input: z.strictObject({
      blockId: BlockId,
      speaker: nullableText.optional(),
      role: nullableText.optional(),
      saidOn: PartialDate.nullable().optional(),
      expected: expectedOf(Block.pick({ speaker: true, role: true, saidOn: true }).shape),
    }),
    output: ArticleChange,
  },
  'sentences.split': {
    summary: 'Split a sentence before the given UTF-16 offset in the text of the revision.',
    input: z.strictObject({
      sentenceId: SentenceId,
      at: z.number().int().positive(),
      expected: expectedOf({ text: z.string() }),
    }),
    output: ArticleChange,
  },
  'sentences.join': {
    summary: 'Join a sentence with the next one of the same block.',
    input: z.strictObject({
      sentenceId: SentenceId,
      /** The words of the sentence, and of the next one. */
      expected: expectedOf({ text: z.string(), next: z.string() }),
    }),
    output: ArticleChange,
  },
  'sentences.markNoClaim': {
    summary: 'Record that these sentences state nothing checkable.',
    input: z.strictObject({ sentenceIds: z.array(SentenceId).min(1).max(1_000) }),
    output: ArticleChange,
  },
  'sentences.clearNoClaim': {
    summary: 'Take the decision "no claim" back.',
    input: z.strictObject({ sentenceIds: z.array(SentenceId).min(1).max(1_000) }),
    output: ArticleChange,
  },

  'claims.add': {
    summary:
      'Record a claim on one or more sentences. Without start and end it covers the whole sentence. Wording, kind, claimant, role and date are filled in from the text and the attribution of the quote.',
    input: z.strictObject({
      anchors: NewAnchors,
      wording: LongText.min(1).optional(),
      kind: ClaimKind.optional(),
      claimant: nullableText.optional(),
      claimantRole: nullableText.optional(),
      claimedOn: PartialDate.nullable().optional(),
      place: nullableText.optional(),
    }),
    output: z.strictObject({ claimId: ClaimId, change: ArticleChange }),
  },
  'claims.update': {
    summary: 'Correct a claim. Verdicts given on the old wording are reopened.',
    input: z.strictObject({
      claimId: ClaimId,
      wording: LongText.min(1).optional(),
      kind: ClaimKind.optional(),
      claimant: nullableText.optional(),
      claimantRole: nullableText.optional(),
      claimedOn: PartialDate.nullable().optional(),
      place: nullableText.optional(),
      expected: expectedOf(claimFields),
    }),
    output: ArticleChange,
  },
  'claims.reattach': {
    summary:
      'Attach a claim of an earlier revision, with its evidence, to sentences of the current one. Its verdicts have to be given again.',
    input: z.strictObject({ claimId: ClaimId, anchors: NewAnchors }),
    output: ArticleChange,
  },
  'claims.remove': {
    summary: 'Remove a claim with its evidence and verdicts. They stay in the history.',
    input: z.strictObject({
      claimId: ClaimId,
      reason: ShortText.optional(),
      expected: expectedOf(claimFields),
    }),
    output: ArticleChange,
  },
  'claims.read': {
    summary: 'One claim with evidence and verdicts.',
    input: z.strictObject({ claimId: ClaimId }),
    output: Claim,
  },

  'claims.list': {
    summary:
      'Claims of all articles, latest first; every word of query is looked for in wording, claimant and title.',
    input: z.strictObject({
      query: ShortText.optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.array(ListedClaim),
  },

  'sources.list': {
    summary:
      'Sources of the library, most recently added first; query looks into title, authors, container and link.',
    input: z.strictObject({
      query: ShortText.optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.array(Source),
  },
  'sources.add': {
    summary: 'Add a source for use in any article.',
    input: z.strictObject(sourceFields),
    output: Source,
  },
  'sources.update': {
    summary: 'Correct a source. Claims that rest on it show the corrected record.',
    input: z.strictObject({
      sourceId: SourceId,
      type: SourceType.optional(),
      kind: SourceKind.nullable().optional(),
      title: ShortText.min(1).optional(),
      names: SourceNames.optional(),
      authors: LongText.nullable().optional(),
      container: nullableText.optional(),
      publisher: nullableText.optional(),
      issued: nullableText.optional(),
      issuedOn: PartialDate.nullable().optional(),
      accessedOn: PartialDate.nullable().optional(),
      url: WebLink.nullable().optional(),
      archiveUrl: WebLink.nullable().optional(),
      language: Language.nullable().optional(),
      note: LongText.nullable().optional(),
      volume: nullableText.optional(),
      issue: nullableText.optional(),
      pages: nullableText.optional(),
      edition: nullableText.optional(),
      doi: nullableText.optional(),
      isbn: nullableText.optional(),
      event: nullableText.optional(),
      medium: nullableText.optional(),
      cslType: nullableText.optional(),
      further: FurtherFields.optional(),
      reliability: Reliability.optional(),
      reliabilityReason: LongText.nullable().optional(),
      conflicts: LongText.nullable().optional(),
      contact: LongText.nullable().optional(),
      confidential: z.boolean().optional(),
      publicWording: nullableText.optional(),
      goodUntil: PartialDate.nullable().optional(),
      expected: expectedOf(Source.shape),
    }),
    output: Source,
  },
  'sources.read': {
    summary: 'One source.',
    input: z.strictObject({ sourceId: SourceId }),
    output: Source,
  },
  'sources.mark': {
    summary:
      'Say what became of a source: withdrawn, corrected, outdated, or current again. Claims whose verdict was given before are reopened, in all articles.',
    input: z.strictObject({
      sourceId: SourceId,
      status: SourceStatus,
      /** Needed unless it is current. */
      reason: LongText.nullable().default(null),
      expected: expectedOf(Source.pick({ status: true, statusReason: true }).shape),
    }),
    output: Source,
  },
  'sources.remove': {
    summary: 'Remove a source. Refused while evidence is taken from it.',
    input: z.strictObject({ sourceId: SourceId, reason: ShortText.optional() }),
    output: done,
  },
  'sources.duplicates': {
    summary:
      'Sources that name the same work: same DOI, same ISBN in either form, or same link. They are offered, a person merges.',
    input: nothing,
    output: z.array(Duplicates),
  },
  'sources.merge': {
    summary:
      'Keep one of several records of the same source; the evidence of the others moves to it. One step, can be undone.',
    input: z.strictObject({
      keepId: SourceId,
      mergeIds: z.array(SourceId).min(1).max(100),
      /** Fields that the kept record takes from the first of the others that has them, where it says nothing itself. */
      takeOver: z.array(z.enum(MERGED_FIELDS)).max(MERGED_FIELDS.length).default([]),
      /** The records as they were compared: refused with 'conflict' when one of them is another by now. */
      seen: z
        .array(Source.partial().required({ id: true }))
        .max(101)
        .default([]),
    }),
    output: z.strictObject({ source: Source, movedEvidence: z.number().int() }),
  },
  'sources.affected': {
    summary:
      'The claims whose verdict rests on a source, and for every article that was signed off and has one reopened by it, a drafted correction note.',
    input: z.strictObject({ sourceId: SourceId }),
    output: z.strictObject({
      claims: z.array(
        z.strictObject({
          claimId: ClaimId,
          articleId: ArticleId,
          articleTitle: z.string(),
          sentenceId: SentenceId,
          wording: z.string(),
          state: ClaimState,
          /** Reopened by this source. */
          reopened: z.boolean(),
        }),
      ),
      articles: z.array(
        z.strictObject({
          articleId: ArticleId,
          title: z.string(),
          signedOffAt: Instant,
          note: z.strictObject({ de: z.string(), en: z.string() }),
        }),
      ),
    }),
  },
  'sources.import': {
    summary:
      'Take sources in from BibTeX, BibLaTeX, RIS or CSL-JSON: either text, or the bytes of a file as base64. One step, can be undone. What cannot be taken over is named.',
    input: z
      .strictObject({
        text: z.string().optional(),
        bytes: base64.optional(),
        format: z.enum(['auto', ...SOURCE_FORMATS]).default('auto'),
      })
      .refine(({ text, bytes }) => (text === undefined) !== (bytes === undefined), {
        error: 'give either text or bytes',
      }),
    output: z.strictObject({
      format: z.enum(SOURCE_FORMATS),
      added: z.array(SourceId),
      /** Groups with at least one of the added; nothing is merged by itself. */
      duplicates: z.array(Duplicates),
      problems: z.array(
        z.strictObject({
          /** Of the entry in the file, from 0. */
          index: z.number().int().nonnegative(),
          field: z.string().nullable(),
          reason: z.string(),
        }),
      ),
    }),
  },
  'sources.export': {
    summary:
      'Sources as a file: those named, or all. Confidential ones carry their public wording only, contact details stay here.',
    input: z.strictObject({
      sourceIds: z.array(SourceId).min(1).max(100_000).optional(),
      format: z.enum(SOURCE_FORMATS),
    }),
    output: z.strictObject({ fileName: z.string(), mediaType: z.string(), content: z.string() }),
  },
  'sources.fromUrl': {
    summary:
      'What an address tells about the source behind it: nothing is asked of the network and nothing is stored.',
    input: z.strictObject({ url: WebLink }),
    output: Source.pick({
      type: true,
      title: true,
      container: true,
      url: true,
      archiveUrl: true,
      doi: true,
      accessedOn: true,
    }),
  },
  'sources.uses': {
    summary: 'The claims that rest on a source, in all articles.',
    input: z.strictObject({ sourceId: SourceId }),
    output: z.array(
      z.strictObject({
        claimId: ClaimId,
        articleId: ArticleId,
        articleTitle: z.string(),
        wording: z.string(),
        stance: Stance,
      }),
    ),
  },

  'evidence.add': {
    summary:
      'Tie a claim to one exact passage of a source: an existing one (sourceId) or a new one (source).',
    input: z
      .strictObject({
        claimId: ClaimId,
        sourceId: SourceId.optional(),
        source: z.strictObject(sourceFields).optional(),
        stance: Stance,
        question: Question.default('content'),
        locator: nullableText.default(null),
        passage: LongText.nullable().default(null),
        passageLanguage: Language.nullable().default(null),
        note: LongText.nullable().default(null),
        fileHash: Sha256.nullable().default(null),
      })
      .refine(({ sourceId, source }) => (sourceId === undefined) !== (source === undefined), {
        error: 'give either sourceId or source',
      }),
    output: z.strictObject({ evidenceId: EvidenceId, change: ArticleChange }),
  },
  'evidence.update': {
    summary: 'Correct a piece of evidence. A sign-off that rests on it no longer counts.',
    input: z.strictObject({
      evidenceId: EvidenceId,
      stance: Stance.optional(),
      question: Question.optional(),
      locator: nullableText.optional(),
      passage: LongText.nullable().optional(),
      passageLanguage: Language.nullable().optional(),
      note: LongText.nullable().optional(),
      fileHash: Sha256.nullable().optional(),
      expected: expectedOf(evidenceFields),
    }),
    output: ArticleChange,
  },
  'evidence.remove': {
    summary: 'Remove a piece of evidence. Refused for the last one under a verdict that needs it.',
    input: z.strictObject({
      evidenceId: EvidenceId,
      reason: ShortText.optional(),
      expected: expectedOf(evidenceFields),
    }),
    output: ArticleChange,
  },
  'evidence.read': {
    summary: 'One piece of evidence.',
    input: z.strictObject({ evidenceId: EvidenceId }),
    output: Evidence,
  },

  'evidence.checkQuote': {
    summary: 'Compare the passage of a piece of evidence with the text of its file. Changes nothing.',
    input: z.strictObject({ evidenceId: EvidenceId }),
    output: QuoteCheck,
  },
  'sentences.checkQuotes': {
    summary:
      'Compare the words in quotation marks of a sentence with the text of every file its claims rest on. Changes nothing.',
    input: z.strictObject({ sentenceId: SentenceId }),
    output: z.array(
      z.strictObject({
        quote: z.string(),
        /** UTF-16 offsets in the text of the revision, end exclusive. */
        start: z.number().int().nonnegative(),
        end: z.number().int().nonnegative(),
        files: z.array(z.strictObject({ hash: Sha256, name: z.string(), check: QuoteCheck })),
      }),
    ),
  },

  'evidenceFiles.begin': {
    summary: 'Start storing a file; send its bytes with evidenceFiles.append, then evidenceFiles.finish.',
    input: z.strictObject({
      name: ShortText.min(1),
      sizeInBytes: z.number().int().min(1),
      /** Where the bytes come from, as the person says. */
      sourceUrl: WebLink.nullable().default(null),
      archiveUrl: WebLink.nullable().default(null),
      method: CaptureMethod.default('chosen'),
      note: LongText.nullable().default(null),
    }),
    output: z.strictObject({ uploadId: z.string() }),
  },
  'evidenceFiles.append': {
    summary: 'The next bytes of a file, at most 2 MiB, as base64.',
    input: z.strictObject({ uploadId: z.string(), bytes: base64 }),
    output: z.strictObject({ receivedBytes: z.number().int() }),
  },
  'evidenceFiles.finish': {
    summary: 'Store the file under its SHA-256. Bytes that are already there are not stored twice.',
    input: z.strictObject({ uploadId: z.string() }),
    output: EvidenceFile,
  },
  'evidenceFiles.cancel': {
    summary: 'Give an unfinished file up.',
    input: z.strictObject({ uploadId: z.string() }),
    output: done,
  },
  'evidenceFiles.read': {
    summary: 'Bytes of a stored file as base64, at most 2 MiB from offset.',
    input: z.strictObject({ hash: Sha256, offset: z.number().int().nonnegative().default(0) }),
    output: z.strictObject({ file: EvidenceFile, bytes: z.string(), end: z.boolean() }),
  },

  'evidenceFiles.list': {
    summary: 'Evidence files, latest first; query looks into name, type and address.',
    input: z.strictObject({
      query: ShortText.optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.array(ListedEvidenceFile),
  },
  'evidenceFiles.describe': {
    summary: 'One evidence file with its custody record, metadata and checks.',
    input: z.strictObject({ hash: Sha256 }),
    output: DescribedEvidenceFile,
  },
  'evidenceFiles.check': {
    summary:
      'Read the bytes of one file again, or of all that were not read for 30 days, and compare their hash. Recorded in the history.',
    input: z.strictObject({
      hash: Sha256.optional(),
      task,
    }),
    output: z.strictObject({
      checked: z.number().int(),
      damaged: z.array(z.strictObject({ hash: Sha256, name: z.string(), foundHash: Sha256.nullable() })),
    }),
  },
  'evidenceFiles.compare': {
    summary:
      'Whether the bytes of files are those that were stored: small ones are read now, of others the last check is told. Changes nothing.',
    input: z.strictObject({ hashes: z.array(Sha256).min(1).max(1_000) }),
    output: z.array(
      z.strictObject({
        hash: Sha256,
        /** null: the bytes were gone. */
        foundHash: Sha256.nullable(),
        readNow: z.boolean(),
      }),
    ),
  },
  'evidenceFiles.recover': {
    summary:
      'Bring the bytes of a file that is changed or gone back from a backup, by their hash. What stood in its place is kept beside it.',
    input: z.strictObject({ hash: Sha256 }),
    output: EvidenceFile,
  },
  'evidenceFiles.remove': {
    summary:
      'Remove a file on which nothing rests any more. Its hash, its custody record and the reason stay in the history; its bytes stay for 30 days, in which this can be undone.',
    input: z.strictObject({ hash: Sha256, reason: ShortText.min(1) }),
    output: done,
  },
  'evidenceFiles.text': {
    summary:
      'Text of a file from a part on, as much as fits into one reply; read out of the bytes first where that was not done yet. Progress events carry the task "text:" and the hash.',
    input: z.strictObject({
      hash: Sha256,
      part: z.number().int().positive().default(1),
      /** Read it out of the bytes again, whatever is stored. */
      again: z.boolean().default(false),
    }),
    output: z.strictObject({
      state: TextState,
      note: z.string().nullable(),
      tool: z.string().nullable(),
      parts: z.array(FileTextPart),
      partCount: z.number().int().nonnegative(),
      /** The part to ask for next; null after the last. */
      next: z.number().int().positive().nullable(),
    }),
  },
  'evidenceFiles.search': {
    summary:
      'The pages of all evidence files on which every word of the query stands, as a word or part of one, whatever its case and accents; words in quotation marks stand together. Best first.',
    input: z.strictObject({
      query: ShortText.min(1),
      limit: z.number().int().min(1).max(200).default(20),
    }),
    output: z.strictObject({
      hits: z.array(FoundPage),
      /** There are more, or more pages of one of these files. */
      isCut: z.boolean(),
      /** Files whose words cannot be found yet. */
      pending: z.number().int().nonnegative(),
    }),
  },
  'evidenceFiles.places': {
    summary:
      'Where the words of a query stand in the text of one file: together where they do, else each of them on pages that have all.',
    input: z.strictObject({
      hash: Sha256,
      query: ShortText.min(1),
      limit: z.number().int().min(1).max(2_000).default(1_000),
    }),
    output: z.strictObject({
      places: z.array(FoundPage.pick({ part: true, start: true, end: true })),
      isCut: z.boolean(),
    }),
  },
  'evidenceFiles.find': {
    summary: 'The place of a passage in a file. Changes nothing.',
    input: z.strictObject({ hash: Sha256, text: LongText.min(1) }),
    output: QuoteCheck,
  },

  'timestamps.list': {
    summary: 'Time stamps by RFC 3161, asked for and attached, latest first.',
    input: nothing,
    output: z.array(TimeStamp),
  },
  'timestamps.prepare': {
    summary:
      'Make and keep the request for a time stamp over the head of the history, or over an evidence file. Nothing is sent: save it with timestamps.export.',
    input: z.strictObject({ what: z.union([z.literal('history head'), Sha256]) }),
    output: TimeStamp,
  },
  'timestamps.export': {
    summary:
      'The request as a .tsq file; once the answer is attached, its token, which other programs can verify too.',
    input: z.strictObject({ timestampId: TimeStamp.shape.id }),
    output: z.strictObject({ fileName: z.string(), mediaType: z.string(), bytes: z.string() }),
  },
  'timestamps.attach': {
    summary:
      'Attach the answer (.tsr) of a time-stamp authority that a person fetched. Imprint, nonce, signature and certificates are verified here; anything else is refused.',
    input: z.strictObject({
      timestampId: TimeStamp.shape.id,
      bytes: base64.max(400_000),
      /** Certificates of the authority up to its root, PEM or DER, as base64. */
      certificates: z.array(base64.max(400_000)).max(20).default([]),
    }),
    output: TimeStamp,
  },

  'contacts.list': {
    summary: 'Who was asked about a claim, oldest first.',
    input: z.strictObject({ claimId: ClaimId }),
    output: z.array(Contact),
  },
  'contacts.add': {
    summary: 'Record that somebody was asked about a claim. Reports show it as right of reply.',
    input: z.strictObject({ claimId: ClaimId, ...contactFields }),
    output: z.strictObject({ contactId: ContactId, change: ArticleChange }),
  },
  'contacts.update': {
    summary: 'Record the answer, or correct what was recorded.',
    input: z.strictObject({
      contactId: ContactId,
      name: PersonName.optional(),
      role: nullableText.optional(),
      way: ContactWay.optional(),
      askedAt: Instant.optional(),
      deadline: Instant.nullable().optional(),
      question: LongText.min(1).optional(),
      outcome: ContactOutcome.optional(),
      answer: LongText.nullable().optional(),
      answeredAt: Instant.nullable().optional(),
      confidential: z.boolean().optional(),
      publicWording: nullableText.optional(),
      expected: expectedOf(seenOfContact),
    }),
    output: ArticleChange,
  },
  'contacts.remove': {
    summary: 'Remove an enquiry. It stays in the history.',
    input: z.strictObject({
      contactId: ContactId,
      reason: ShortText.optional(),
      expected: expectedOf(seenOfContact),
    }),
    output: ArticleChange,
  },

  'scales.list': {
    summary: 'The rating scales of this library.',
    input: nothing,
    output: z.array(RatingScale),
  },
  'verdicts.record': {
    summary:
      'Answer one of the two questions about a claim. The earlier verdict stays in the history. A rating that needs evidence is refused while there is none.',
    input: z.strictObject({
      claimId: ClaimId,
      question: Question,
      scaleId: z.string(),
      /** null only for a scale without labels. */
      ratingId: z.string().nullable(),
      conclusion: LongText.default(''),
      reasoning: LongText.default(''),
      /** What speaks against it all the same. */
      against: LongText.nullable().default(null),
      /** What was looked for and not found. */
      notFound: LongText.nullable().default(null),
      asOf: PartialDate.nullable().default(null),
      correction: LongText.nullable().default(null),
      /** Of the claim, and which verdict on this question was in force; null: none was. */
      expected: expectedOf({ ...claimFields, verdictId: Verdict.shape.id.nullable() }),
    }),
    output: ArticleChange,
  },
  'verdicts.withdraw': {
    summary: 'Take a verdict back; the question is open again.',
    input: z.strictObject({
      claimId: ClaimId,
      question: Question,
      reason: ShortText.optional(),
      expected: expectedOf({ verdictId: Verdict.shape.id }),
    }),
    output: ArticleChange,
  },
  'corrections.answer': {
    summary:
      'Record what the writer or the editor says to the correction that a verdict proposes. A refusal needs a reason; null takes the answer back. The text stays as it is, and what was signed stays signed.',
    input: z.strictObject({
      claimId: ClaimId,
      question: Question,
      voice: CorrectionVoice,
      outcome: CorrectionOutcome.nullable(),
      reason: LongText.nullable().default(null),
      /** Who answered, where that is not the person at the desk. */
      name: PersonName.nullable().default(null),
      /** What this voice had answered; null: nothing. */
      expected: expectedOf({ outcome: CorrectionOutcome.nullable(), reason: z.string().nullable() }),
    }),
    output: ArticleChange,
  },
  'returns.preview': {
    summary:
      'What a file that went out from a library brings back: answers, comments and other words in an annotated draft; the whole record of an article in a checking file in JSON. null for any other file. Changes nothing.',
    input: z.strictObject({ bytes: base64 }),
    output: z.discriminatedUnion('kind', [ReturnedDraft, ReturnedRecord]).nullable(),
  },
  'returns.apply': {
    summary:
      'Record what came back, as previewed: answers and comments of an annotated draft, or an article with its whole check and the same ids. What is there already is neither doubled nor overwritten. One step, can be undone.',
    input: z.strictObject({
      bytes: base64,
      previewHash: Sha256,
      /** Whose answers a draft holds. */
      voice: CorrectionVoice.default('writer'),
      /** Who answered, where that is not the person at the desk. */
      name: PersonName.nullable().default(null),
    }),
    output: z.strictObject({
      articleId: ArticleId,
      sequence: z.number().int(),
      /** The event as a sentence, e.g. for a toast. */
      text: z.string(),
    }),
  },
  'secondReads.record': {
    summary:
      'Agree with or dispute decided claims, or sentences marked "no claim", as a second person. Never the person who decided them.',
    input: z
      .strictObject({
        claimIds: z.array(ClaimId).max(1_000).default([]),
        sentenceIds: z.array(SentenceId).max(1_000).default([]),
        outcome: z.enum(['agreed', 'disputed']),
        /** Needed to dispute. */
        reason: LongText.nullable().default(null),
        /** The claims as they were read: refused with 'conflict' when one of them is another by now. */
        seen: z
          .array(
            z.strictObject({
              claimId: ClaimId,
              wording: z.string(),
              verdictIds: z.array(Verdict.shape.id),
              evidenceIds: z.array(EvidenceId),
              /** What was read of each piece, in the same order; left out, only that it is there. */
              evidence: z.array(z.strictObject(evidenceFields).partial()).optional(),
            }),
          )
          .max(1_000)
          .default([]),
      })
      .refine(({ claimIds, sentenceIds }) => claimIds.length + sentenceIds.length > 0, {
        error: 'name at least one claim or sentence',
      }),
    output: ArticleChange,
  },

  'comments.list': {
    summary: 'Comments on a sentence, oldest first.',
    input: z.strictObject({ sentenceId: SentenceId }),
    output: z.array(Comment),
  },
  'comments.add': {
    summary: 'Leave a comment on a sentence.',
    input: z.strictObject({ sentenceId: SentenceId, text: LongText.min(1) }),
    output: ArticleChange,
  },
  'comments.resolve': {
    summary: 'Mark a comment as settled.',
    input: z.strictObject({ commentId: CommentId }),
    output: ArticleChange,
  },

  'abbreviations.list': {
    summary: 'Words that end no sentence in this newsroom, beside those every library knows.',
    input: nothing,
    output: z.array(Abbreviation),
  },
  'abbreviations.add': {
    summary: 'Add an abbreviation. Texts that are read from now on are not cut after it.',
    input: z.strictObject({ text: ShortText.min(1).max(60) }),
    output: z.array(Abbreviation),
  },
  'abbreviations.remove': {
    summary: 'Remove an abbreviation. Texts that are there stay as they are cut.',
    input: z.strictObject({ abbreviationId: Abbreviation.shape.id }),
    output: z.array(Abbreviation),
  },
  'cuts.list': {
    summary: 'Pairs of words between which texts that are read from now on are always cut, or never.',
    input: nothing,
    output: z.array(RememberedCut),
  },
  'cuts.remember': {
    summary: 'Remember for later texts that a place of this article is a cut, or is none.',
    input: z.strictObject({
      articleId: ArticleId,
      /** UTF-16 offset in the text of the revision: where the second of the two sentences begins, or would. */
      at: z.number().int().positive(),
      isCut: z.boolean(),
    }),
    output: z.array(RememberedCut),
  },
  'cuts.forget': {
    summary: 'Forget a place that was remembered. Texts that are there stay as they are cut.',
    input: z.strictObject({ cutId: RememberedCut.shape.id }),
    output: z.array(RememberedCut),
  },

  'history.list': {
    summary: 'What happened, latest first: in the library, an article, a sentence or a claim.',
    input: z.strictObject({
      articleId: ArticleId.optional(),
      sentenceId: SentenceId.optional(),
      claimId: ClaimId.optional(),
      /** Only events before this sequence. */
      before: z.number().int().positive().optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.array(HistoryEntry),
  },
  'history.next': {
    summary:
      'What undo and redo would do now for the acting person, as sentences; null where there is nothing. And the step of somebody else that comes first: the latest one, where no own one is left or theirs came after it in the same article.',
    input: nothing,
    output: z.strictObject({
      undo: z.string().nullable(),
      redo: z.string().nullable(),
      other: z
        .strictObject({ eventId: EventId, step: z.string(), personName: z.string(), at: Instant })
        .nullable(),
    }),
  },
  'history.undo': {
    summary:
      "Undo the acting person's latest change that is in force. Refused when others have built on it. A change of somebody else is undone only when it is named, after a person was asked.",
    input: z.strictObject({ eventId: EventId.optional() }),
    output: HistoryEntry,
  },
  'history.redo': {
    summary: "Redo the acting person's latest undone change, while nothing new was done since.",
    input: nothing,
    output: HistoryEntry,
  },

  'reports.render': {
    summary:
      'The report of an article for one kind of reader, as one file in the asked format and language: what an export would write. Evidence files are told as their last check found them.',
    input: z.strictObject({
      articleId: ArticleId,
      format: ReportFormat,
      /** file where none is named. */
      kind: ReportKind.optional(),
      language: z.enum(['de', 'en']).optional(),
      /** What is left out is as reportSettings.read says. */
      options: ReportOptions.optional(),
      /** With links to the evidence folder that an export puts beside it. */
      withFiles: z.boolean().default(false),
    }),
    output: z.strictObject({
      fileName: z.string(),
      mediaType: z.string(),
      /** base64 where the file is not text. */
      encoding: z.enum(['text', 'base64']),
      content: z.string(),
    }),
  },

  'reports.export': {
    summary:
      'Write the report of an article to a file, where the person wants it: alone, or in a zip with its evidence folder, each file read anew and compared with its hash. A window in a browser fetches the file from /exports/ and the id.',
    input: z.strictObject({
      articleId: ArticleId,
      format: ExportFormat,
      kind: ReportKind.optional(),
      language: z.enum(['de', 'en']).optional(),
      options: ReportOptions.optional(),
      /** Put the evidence files of the report beside it. */
      withFiles: z.boolean().default(false),
      /** The public address of the fact check, for ClaimReview. */
      url: WebLink.optional(),
      /** Pictures, sounds and films that claims came with, for a MediaReview each beside the ClaimReview. */
      media: z.array(ReviewedMedia).max(1_000).optional(),
      task,
    }),
    output: z.strictObject({
      exportId: z.uuid(),
      fileName: z.string(),
      /** Whole path of the folder it lies in; null where it is still to be fetched. */
      folder: z.string().nullable(),
      sizeInBytes: z.number().int().nonnegative(),
      /** Evidence files beside it. */
      files: z.number().int().nonnegative(),
      /** Evidence whose file is not among them, by its number in the report. */
      leftOut: z.array(
        z.strictObject({
          number: z.number().int().positive(),
          because: z.enum(['confidential', 'changed', 'missing']),
        }),
      ),
      /** Claims without a ClaimReview, and why. */
      withheld: z.array(z.strictObject({ number: z.number().int().positive(), reason: z.string() })),
    }),
  },
  'reports.showExport': {
    summary: 'Show an exported file in its folder.',
    input: z.strictObject({ exportId: z.uuid() }),
    output: done,
  },
  'reports.proofs': {
    summary: 'The evidence of a report with the numbers it has there, in their order.',
    input: z.strictObject({
      articleId: ArticleId,
      kind: ReportKind.optional(),
      language: z.enum(['de', 'en']).optional(),
      options: ReportOptions.optional(),
    }),
    output: z.array(
      z.strictObject({
        number: z.number().int().positive(),
        evidenceId: EvidenceId,
        claimId: ClaimId,
        claimNumber: z.number().int().positive(),
        wording: z.string(),
        /** As the report tells it: of a confidential source its public wording. */
        title: z.string(),
        stance: Stance,
        locator: z.string().nullable(),
        passage: z.string().nullable(),
        passageLanguage: Language.nullable(),
        fileHash: Sha256.nullable(),
      }),
    ),
  },
  'reportSettings.read': {
    summary: 'How reports of this library are wanted, and what logo stands at their head.',
    input: nothing,
    output: z.strictObject({ settings: ReportSettings, logo: ReportLogo.nullable() }),
  },
  'reportSettings.write': {
    summary: 'Change how reports of this library are wanted. Only the named settings change.',
    input: z.strictObject({
      ...reportSettingsFields,
      expected: z.strictObject(reportSettingsFields).optional(),
    }),
    output: ReportSettings,
  },
  'reportSettings.setLogo': {
    summary: 'Keep a picture, PNG or JPEG of at most 1 MB, for the head of reports; null takes it away.',
    input: z.strictObject({ bytes: base64.max(2_000_000).nullable() }),
    output: z.strictObject({ logo: ReportLogo.nullable() }),
  },

  'reports.claimReviews': {
    summary: 'One ClaimReview (schema.org) for each claim that may have one; for the others, why not.',
    input: z.strictObject({
      articleId: ArticleId,
      language: z.enum(['de', 'en']).optional(),
      /** The public address of the fact check. Refused without. */
      url: WebLink.optional(),
      /** Who publishes the fact check. Refused without. */
      publisher: ShortText.optional(),
      /** Only these claims; without, all. */
      claimIds: z.array(ClaimId).max(10_000).optional(),
      /** Pictures, sounds and films that claims came with: each gets a MediaReview beside the ClaimReview. */
      media: z.array(ReviewedMedia).max(1_000).optional(),
    }),
    output: z.strictObject({
      files: z.array(z.strictObject({ claimId: ClaimId, fileName: z.string(), content: z.string() })),
      withheld: z.array(
        z.strictObject({ claimId: ClaimId, number: z.number().int().positive(), reason: z.string() }),
      ),
    }),
  },

  'tasks.cancel': {
    summary: 'Cancel a long piece of work by the name it was started with.',
    input: z.strictObject({ task: z.string() }),
    output: z.strictObject({ cancelled: z.boolean() }),
  },
} as const satisfies Record<string, { summary: string; input: z.ZodType; output: z.ZodType }>

/** What the main process tells open windows of its own accord. */
export const events = {
  progress: z.strictObject({
    /** The name given to a call; "text:" and a hash; "evidence" for files that are read again by themselves. */
    task: z.string(),
    /** making, printing and checking have no length that is known: their total is 0. */
    stage: z.enum(['reading', 'storing', 'making', 'printing', 'packing', 'copying', 'checking']),
    done: z.number(),
    total: z.number(),
  }),
  /** Evidence files whose bytes are no longer those that were stored, found when nobody asked for it. */
  filesDamaged: z.strictObject({
    files: z.array(z.strictObject({ hash: Sha256, name: z.string(), foundHash: Sha256.nullable() })),
  }),
  /** A backup that is made by itself could not be made, in every language of the window. */
  backupFailed: z.strictObject({ de: z.string(), en: z.string() }),
  /** Something was recorded, by this window or another. articleId is null for what belongs to no article. */
  changed: z.strictObject({
    sequence: z.number().int(),
    articleId: ArticleId.nullable(),
    progress: Progress.nullable(),
  }),
} as const

export type Contract = typeof contract
export type ProcedureName = keyof Contract
/** What a caller may send: fields with a default can be left out. */
export type Input<N extends ProcedureName> = z.input<Contract[N]['input']>
/** What a handler gets: checked, with defaults filled in. */
export type Parsed<N extends ProcedureName> = z.output<Contract[N]['input']>
export type Output<N extends ProcedureName> = z.output<Contract[N]['output']>
export type EventName = keyof typeof events
export type EventValue<N extends EventName> = z.output<(typeof events)[N]>
