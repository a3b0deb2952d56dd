import { z } from 'zod'

import {
  ArticleId,
  BlockId,
  BlockKind,
  ClaimId,
  ClaimKind,
  ClaimState,
  CommentId,
  ContactId,
  ContactOutcome,
  ContactWay,
  CorrectionAnswer,
  EvidenceFile,
  EvidenceId,
  GivenWay,
  Instant,
  Language,
  PartialDate,
  PersonId,
  Progress,
  Question,
  RatingSign,
  RatingTone,
  ReopenedBecause,
  RevisionId,
  RevisionStepKind,
  SentenceId,
  SentenceMark,
  SentenceState,
  Sha256,
  Source,
  Stance,
  WebLink,
} from '#shared/model'

import { ArticleRecord } from '#main/database/article-record'

/**
 * The checking file of one revision as plain data. Every format of a report reads this and nothing else; the JSON
 * format is this. Fields are only ever added: what changes meaning raises REPORT_VERSION.
 */
export const REPORT_VERSION = 1

const count = () => z.number().int().nonnegative()
const ordinal = () => z.number().int().positive()

/** A person as the report names them. */
export const Hand = z.strictObject({ id: PersonId, name: z.string() })
export type Hand = z.infer<typeof Hand>

const signed = { by: Hand, at: Instant }

export const ReportScale = z.strictObject({
  id: z.string(),
  name: z.string(),
  version: ordinal(),
  language: Language,
  question: Question,
  /** Whose labels these are; null for our own. */
  publisher: z.string().nullable(),
  source: z.string().nullable(),
})
export type ReportScale = z.infer<typeof ReportScale>

export const ReportVerdict = z.strictObject({
  id: z.string(),
  question: Question,
  scale: ReportScale,
  ratingId: z.string().nullable(),
  /** null for a scale without labels: the conclusion is the verdict. */
  label: z.string().nullable(),
  definition: z.string().nullable(),
  sign: RatingSign,
  tone: RatingTone,
  /** Where the label lies on the truth line of its scale; null for one that is no point on it. */
  point: z.strictObject({ value: ordinal(), worst: ordinal(), best: ordinal() }).nullable(),
  conclusion: z.string(),
  reasoning: z.string(),
  /** What speaks against it all the same. */
  against: z.string().nullable(),
  /** What was looked for and not found. */
  notFound: z.string().nullable(),
  asOf: PartialDate.nullable(),
  correction: z.string().nullable(),
  ...signed,
})
export type ReportVerdict = z.infer<typeof ReportVerdict>

/** What a report tells of a source. Named one by one: what a source gains later stays inside until it is added here. */
const CitedSource = Source.pick({
  id: true,
  type: true,
  kind: true,
  title: true,
  names: true,
  authors: true,
  container: true,
  publisher: true,
  issued: true,
  issuedOn: true,
  accessedOn: true,
  url: true,
  archiveUrl: true,
  language: true,
  note: true,
  volume: true,
  issue: true,
  pages: true,
  edition: true,
  doi: true,
  isbn: true,
  event: true,
  medium: true,
  cslType: true,
  further: true,
  reliability: true,
  reliabilityReason: true,
  conflicts: true,
  confidential: true,
  status: true,
  statusReason: true,
  statusAt: true,
  goodUntil: true,
  expired: true,
  createdAt: true,
})
export type CitedSource = z.infer<typeof CitedSource>

/** A stored file and what its bytes said when the report was made. */
export const ReportFile = z.strictObject({
  ...EvidenceFile.omit({ capturedBy: true }).shape,
  capturedBy: Hand,
  condition: z.enum(['unchanged', 'changed', 'missing']),
  /** SHA-256 of the bytes that were found; null where none were. */
  foundHash: Sha256.nullable(),
  /** Where its copy lies, from the report on; null where the report goes out without it. */
  path: z.string().nullable(),
})
export type ReportFile = z.infer<typeof ReportFile>

/** Somebody was asked about the claim. */
export const ReportContact = z.strictObject({
  id: ContactId,
  /** The public wording of a confidential one. */
  name: z.string(),
  role: z.string().nullable(),
  way: ContactWay,
  askedAt: Instant,
  deadline: Instant.nullable(),
  question: z.string(),
  outcome: ContactOutcome,
  answer: z.string().nullable(),
  answeredAt: Instant.nullable(),
  confidential: z.boolean(),
  ...signed,
})
export type ReportContact = z.infer<typeof ReportContact>

export const ReportEvidence = z.strictObject({
  /** Counted through the report from 1. */
  number: ordinal(),
  id: EvidenceId,
  sourceNumber: ordinal(),
  source: CitedSource,
  stance: Stance,
  question: Question,
  locator: z.string().nullable(),
  passage: z.string().nullable(),
  passageLanguage: Language.nullable(),
  note: z.string().nullable(),
  file: ReportFile.nullable(),
  ...signed,
})
export type ReportEvidence = z.infer<typeof ReportEvidence>

export const ReportSecondRead = z.strictObject({
  outcome: z.enum(['agreed', 'disputed']),
  reason: z.string().nullable(),
  /** SHA-256 of exactly what was read. */
  contentHash: Sha256,
  /** False when something of what was read has changed since. */
  current: z.boolean(),
  ...signed,
})
export type ReportSecondRead = z.infer<typeof ReportSecondRead>

/** What the writer or the editor says to a proposed correction. */
export const ReportAnswer = z.strictObject({
  ...CorrectionAnswer.omit({ personId: true, at: true }).shape,
  ...signed,
})
export type ReportAnswer = z.infer<typeof ReportAnswer>

export const ReportAnchor = z.strictObject({
  sentence: ordinal(),
  sentenceId: SentenceId,
  /** UTF-16 offsets in the text of the revision, end exclusive. */
  start: count(),
  end: count(),
  text: z.string(),
})
export type ReportAnchor = z.infer<typeof ReportAnchor>

/** What was said in another language than the article's: the passage that shows that it was said. */
export const ReportOriginal = z.strictObject({
  text: z.string(),
  language: Language,
  /** Number of the evidence. */
  evidence: ordinal(),
})
export type ReportOriginal = z.infer<typeof ReportOriginal>

export const ReportClaim = z.strictObject({
  /** Counted through the report from 1. */
  number: ordinal(),
  id: ClaimId,
  state: ClaimState,
  reopenedBecause: ReopenedBecause.nullable(),
  /** Sources and files that gave way under the verdicts. */
  givenWay: z.array(GivenWay),
  wording: z.string(),
  kind: ClaimKind,
  claimant: z.string().nullable(),
  claimantRole: z.string().nullable(),
  claimedOn: PartialDate.nullable(),
  place: z.string().nullable(),
  anchors: z.array(ReportAnchor).min(1),
  original: ReportOriginal.nullable(),
  /** Which questions this kind of claim asks. */
  questions: z.array(Question),
  /** Was it said? Never merged with content. */
  attribution: ReportVerdict.nullable(),
  /** Is it true, as of when? */
  content: ReportVerdict.nullable(),
  /** To the corrections that the verdicts propose. */
  answers: z.array(ReportAnswer),
  evidence: z.array(ReportEvidence),
  /** The right of reply, oldest first. */
  contacts: z.array(ReportContact),
  secondRead: ReportSecondRead.nullable(),
  ...signed,
})
export type ReportClaim = z.infer<typeof ReportClaim>

/** A remark between colleagues. */
export const ReportComment = z.strictObject({
  id: CommentId,
  text: z.string(),
  resolvedAt: Instant.nullable(),
  ...signed,
})
export type ReportComment = z.infer<typeof ReportComment>

export const ReportSentence = z.strictObject({
  id: SentenceId,
  number: ordinal(),
  start: count(),
  end: count(),
  text: z.string(),
  state: SentenceState,
  mark: SentenceMark,
  /** A person's decision that the sentence states nothing checkable. */
  noClaim: z.strictObject({ ...signed, secondRead: ReportSecondRead.nullable() }).nullable(),
  /** Claims that begin in this sentence. */
  claims: z.array(ReportClaim),
  /** Numbers of claims that began in an earlier sentence and reach into this one. */
  continuedClaims: z.array(ordinal()),
  openComments: count(),
  comments: z.array(ReportComment),
})
export type ReportSentence = z.infer<typeof ReportSentence>

export const ReportBlock = z.strictObject({
  id: BlockId,
  kind: BlockKind,
  start: count(),
  end: count(),
  speaker: z.string().nullable(),
  role: z.string().nullable(),
  saidOn: PartialDate.nullable(),
  /** For an attribution: the quote it belongs to. */
  quoteId: BlockId.nullable(),
  /** Where it is another than that of the article. */
  language: Language.nullable(),
  sentences: z.array(ReportSentence).min(1),
})
export type ReportBlock = z.infer<typeof ReportBlock>

export const ReportSource = z.strictObject({
  /** In the order in which the report first rests on it. */
  number: ordinal(),
  ...CitedSource.shape,
  /** Numbers of the evidence taken from it. */
  evidence: z.array(ordinal()).min(1),
})
export type ReportSource = z.infer<typeof ReportSource>

/** What each person did for this revision, in figures. */
export const ReportPerson = z.strictObject({
  ...Hand.shape,
  noClaims: count(),
  claims: count(),
  evidence: count(),
  verdicts: count(),
  secondReads: count(),
  signedOff: z.boolean(),
})
export type ReportPerson = z.infer<typeof ReportPerson>

export const ReportSignOff = z.strictObject({
  revision: ordinal(),
  /** SHA-256 of exactly what was signed. */
  contentHash: Sha256,
  /** False as soon as anything of what was signed has changed. */
  current: z.boolean(),
  ...signed,
})
export type ReportSignOff = z.infer<typeof ReportSignOff>

/** What a reader must know is not settled. */
export const OpenItems = z.strictObject({
  /** Sentences that are not signed off, by what they need, most pressing first. */
  sentences: z.array(z.strictObject({ mark: SentenceMark, numbers: z.array(ordinal()).min(1) })),
  /** Claims that were decided by saying that they cannot be settled. */
  unsettled: z.array(z.strictObject({ claim: ordinal(), sentence: ordinal(), question: Question })),
  /** Sentences with comments that nobody has settled. */
  commented: z.array(ordinal()),
  /** Evidence whose file is missing or no longer the one that was stored. */
  damagedFiles: z.array(ordinal()),
})
export type OpenItems = z.infer<typeof OpenItems>

/** One text of the article. */
export const ReportRevision = z.strictObject({
  id: RevisionId,
  number: ordinal(),
  textHash: Sha256,
  /** The last time that it was signed off. */
  signOff: z.strictObject({ contentHash: Sha256, ...signed }).nullable(),
  ...signed,
})
export type ReportRevision = z.infer<typeof ReportRevision>

/** What a revision did to sentences of the one before. What was kept or only moved is not listed. */
export const ReportChange = z.strictObject({
  revision: ordinal(),
  kind: RevisionStepKind.exclude(['kept', 'moved']),
  before: z.array(z.string()),
  after: z.array(z.string()),
})
export type ReportChange = z.infer<typeof ReportChange>

export const ReportModel = z.strictObject({
  format: z.literal('belegt-report'),
  version: z.literal(REPORT_VERSION),
  kind: z.literal('checking file'),
  article: z.strictObject({
    id: ArticleId,
    title: z.string(),
    kicker: z.string().nullable(),
    byline: z.string().nullable(),
    outlet: z.string().nullable(),
    url: WebLink.nullable(),
    language: Language,
    publishedOn: PartialDate.nullable(),
    modifiedOn: PartialDate.nullable(),
    deadline: Instant.nullable(),
    assignee: Hand.nullable(),
    revision: ordinal(),
    revisionId: RevisionId,
    text: z.string(),
    /** SHA-256 of the text in UTF-8. */
    textHash: Sha256,
    isSample: z.boolean(),
    importedAt: Instant,
    changedAt: Instant,
  }),
  openItems: OpenItems,
  coverage: z.strictObject({
    ...Progress.shape,
    noClaim: count(),
    claims: count(),
    /** Claims on which every question of their kind is answered and in force. */
    decidedClaims: count(),
    evidence: count(),
    sources: count(),
    files: count(),
  }),
  signOff: ReportSignOff.nullable(),
  /** All of them, oldest first. */
  revisions: z.array(ReportRevision).min(1),
  /** In the order in which they came. */
  changes: z.array(ReportChange),
  blocks: z.array(ReportBlock),
  /** Parts of the imported text that were taken for no text; nobody checked them. */
  nonText: z.array(z.strictObject({ id: BlockId, start: count(), end: count(), text: z.string() })),
  sources: z.array(ReportSource),
  people: z.array(ReportPerson),
  integrity: z.strictObject({
    /** Position in the history of the library, and its hash there: what happened before cannot change unseen. */
    sequence: count(),
    headHash: Sha256,
    library: z.string(),
    program: z.strictObject({ name: z.literal('Belegt'), version: z.string() }),
    exportedAt: Instant,
    /** Of the computer; times in the report are told in it. */
    timeZone: z.string(),
  }),
  /** In the JSON of a checking file: every row the article consists of, so that it can be taken in again with its ids. */
  record: ArticleRecord.optional(),
})
export type ReportModel = z.infer<typeof ReportModel>
