import { z } from 'zod'

/**
 * The words of DESIGN.md §2 as shapes. What crosses a process is one of these; states are derived by the main process
 * and never stored.
 */

const uuid = () => z.uuid({ version: 'v7' })
export const PersonId = uuid().brand<'PersonId'>()
export const ArticleId = uuid().brand<'ArticleId'>()
export const RevisionId = uuid().brand<'RevisionId'>()
export const BlockId = uuid().brand<'BlockId'>()
export const SentenceId = uuid().brand<'SentenceId'>()
export const ClaimId = uuid().brand<'ClaimId'>()
export const SourceId = uuid().brand<'SourceId'>()
export const EvidenceId = uuid().brand<'EvidenceId'>()
export const CommentId = uuid().brand<'CommentId'>()
export const EventId = uuid().brand<'EventId'>()
export const ContactId = uuid().brand<'ContactId'>()
export type PersonId = z.infer<typeof PersonId>
export type ArticleId = z.infer<typeof ArticleId>
export type RevisionId = z.infer<typeof RevisionId>
export type BlockId = z.infer<typeof BlockId>
export type SentenceId = z.infer<typeof SentenceId>
export type ClaimId = z.infer<typeof ClaimId>
export type SourceId = z.infer<typeof SourceId>
export type EvidenceId = z.infer<typeof EvidenceId>
export type CommentId = z.infer<typeof CommentId>
export type EventId = z.infer<typeof EventId>
export type ContactId = z.infer<typeof ContactId>

/** SHA-256 of bytes, 64 lower-case hex digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** An instant, ISO 8601 in UTC. */
export const Instant = z.iso.datetime()

/** A calendar day, month or year, with the precision it was given in: 2022-03-08, 2022-03, 2022. */
export const PartialDate = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
  .refine(isOnCalendar, { error: 'not a day of the calendar' })

function isOnCalendar(value: string): boolean {
  const [year, month, day] = value.split('-').map(Number)
  if (year === undefined || month === undefined) return year !== undefined
  if (month < 1 || month > 12) return false
  return day === undefined || (day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate())
}

/** A BCP 47 tag of the kind articles carry: de, en, ru, pt-BR. */
export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)

/** A link a person may open. Nothing but the web: never javascript:, data: or file:. */
export const WebLink = z.url({ protocol: /^https?$/ }).max(2_000)

/** Typed text: trimmed, and without the half characters that no file can hold. */
const typed = () =>
  z
    .string()
    .trim()
    .overwrite((text) => text.toWellFormed())
export const ShortText = typed().max(500)
export const LongText = typed().max(20_000)
export const PersonName = typed().min(1).max(100)

export const BLOCK_KINDS = [
  'kicker',
  'headline',
  'byline',
  'lead',
  'subhead',
  'paragraph',
  'quote',
  'attribution',
  'caption',
  'credit',
  'list item',
  'table cell',
  'footnote',
  'link note',
  'non-text',
] as const
export const BlockKind = z.enum(BLOCK_KINDS)
export type BlockKind = z.infer<typeof BlockKind>

export const SENTENCE_STATES = ['open', 'in work', 'checked', 'signed off'] as const
export const SentenceState = z.enum(SENTENCE_STATES)
export type SentenceState = z.infer<typeof SentenceState>

/** The mark in the left margin: the state, told apart by what the sentence needs next. */
export const SENTENCE_MARKS = [
  'open',
  'in work',
  'checked',
  'no claim',
  'waiting',
  'disputed',
  'reopened',
  'signed off',
] as const
export const SentenceMark = z.enum(SENTENCE_MARKS)
export type SentenceMark = z.infer<typeof SentenceMark>

export const CLAIM_STATES = ['open', 'in work', 'decided', 'agreed', 'disputed', 'reopened'] as const
export const ClaimState = z.enum(CLAIM_STATES)
export type ClaimState = z.infer<typeof ClaimState>

/** Only a quote and reported speech ask "was it said?" beside "is it true?". */
export const CLAIM_KINDS = ['statement', 'quote', 'reported speech'] as const
export const ClaimKind = z.enum(CLAIM_KINDS)
export type ClaimKind = z.infer<typeof ClaimKind>

export const QUESTIONS = ['attribution', 'content'] as const
/** attribution: was it said? content: is it true, as of when? */
export const Question = z.enum(QUESTIONS)
export type Question = z.infer<typeof Question>

export const STANCES = ['supports', 'contradicts', 'context'] as const
export const Stance = z.enum(STANCES)
export type Stance = z.infer<typeof Stance>

export const SOURCE_TYPES = [
  'web page',
  'article',
  'document',
  'book',
  'dataset',
  'interview',
  'audio',
  'video',
  'image',
  'archive',
  'own observation',
] as const
export const SourceType = z.enum(SOURCE_TYPES)
export type SourceType = z.infer<typeof SourceType>

export const SOURCE_KINDS = [
  'primary',
  'secondary',
  'eyewitness',
  'expert',
  'own calculation',
  'own observation',
] as const
export const SourceKind = z.enum(SOURCE_KINDS)
export type SourceKind = z.infer<typeof SourceKind>

/** A name as CSL takes it apart; an institution has a literal only. */
export const SourceName = z
  .strictObject({
    family: ShortText.min(1).optional(),
    given: ShortText.min(1).optional(),
    /** "van" in "Ludwig van Beethoven": not part of the family name. */
    droppingParticle: ShortText.min(1).optional(),
    /** "de" in "Charles de Gaulle": always stands before the family name. */
    nonDroppingParticle: ShortText.min(1).optional(),
    suffix: ShortText.min(1).optional(),
    literal: ShortText.min(1).optional(),
  })
  .refine((name) => name.literal !== undefined || name.family !== undefined || name.given !== undefined, {
    error: 'give a family name, a given name or a literal',
  })
export type SourceName = z.infer<typeof SourceName>

export const RELIABILITIES = ['high', 'medium', 'low', 'unknown'] as const
export const Reliability = z.enum(RELIABILITIES)
export type Reliability = z.infer<typeof Reliability>

export const SOURCE_STATUSES = ['current', 'withdrawn', 'corrected', 'outdated'] as const
/** What became of a source since it was used. Expired is not among them: the clock says so, nobody marks it. */
export const SourceStatus = z.enum(SOURCE_STATUSES)
export type SourceStatus = z.infer<typeof SourceStatus>

/** Signs are the shape of a rating, so that colour is never alone. */
export const RATING_SIGNS = [
  'tick',
  'tick-slash',
  'slash',
  'cross-slash',
  'cross',
  'double-cross',
  'question',
  'ellipsis',
  'altered',
  'wave',
  'lines',
] as const
export const RatingSign = z.enum(RATING_SIGNS)
export type RatingSign = z.infer<typeof RatingSign>

export const RATING_TONES = ['ok', 'unsure', 'wrong', 'opinion', 'neutral'] as const
export const RatingTone = z.enum(RATING_TONES)
export type RatingTone = z.infer<typeof RatingTone>

export const Person = z.strictObject({ id: PersonId, name: z.string(), createdAt: Instant })
export type Person = z.infer<typeof Person>

export const Rating = z.strictObject({
  id: z.string(),
  label: z.string(),
  definition: z.string(),
  sign: RatingSign,
  tone: RatingTone,
  /** Place on the truth line, 1 = worst; null where the label is not a point on it. */
  value: z.number().int().positive().nullable(),
  /** A verdict with this rating is refused while the claim has no evidence. */
  needsEvidence: z.boolean(),
  /** A proposed correction can stand beside it. */
  takesCorrection: z.boolean(),
})
export type Rating = z.infer<typeof Rating>

/** A rating scale without labels asks for a written conclusion only. */
export const RatingScale = z.strictObject({
  id: z.string(),
  key: z.string(),
  version: z.number().int().positive(),
  language: Language,
  question: Question,
  name: z.string(),
  /** Whose labels these are; null for our own. */
  publisher: z.string().nullable(),
  source: z.string().nullable(),
  note: z.string().nullable(),
  ratings: z.array(Rating),
})
export type RatingScale = z.infer<typeof RatingScale>

export const Block = z.strictObject({
  id: BlockId,
  kind: BlockKind,
  /** UTF-16 offsets in the text of the revision, end exclusive. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  speaker: z.string().nullable(),
  role: z.string().nullable(),
  saidOn: PartialDate.nullable(),
  /** For an attribution: the quote it belongs to. */
  quoteId: BlockId.nullable(),
  /** Where it is another than that of the article: a Russian quotation in a German text. */
  language: Language.nullable(),
})
export type Block = z.infer<typeof Block>

export const Sentence = z.strictObject({
  id: SentenceId,
  blockId: BlockId,
  /** Counted through the article from 1. */
  number: z.number().int().positive(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** The page it begins on, counted from 1; null where the text came without pages. */
  page: z.number().int().positive().nullable(),
  state: SentenceState,
  mark: SentenceMark,
  noClaim: z.strictObject({ personId: PersonId, at: Instant }).nullable(),
  comments: z.number().int().nonnegative(),
})
export type Sentence = z.infer<typeof Sentence>

export const Anchor = z.strictObject({
  sentenceId: SentenceId,
  /** UTF-16 offsets in the text of the revision, inside the sentence, end exclusive. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
})
export type Anchor = z.infer<typeof Anchor>

export const Source = z.strictObject({
  id: SourceId,
  type: SourceType,
  kind: SourceKind.nullable(),
  title: z.string(),
  names: z.array(SourceName),
  /** The names as written in a citation, several separated by "; ". */
  authors: z.string().nullable(),
  container: z.string().nullable(),
  publisher: z.string().nullable(),
  /** EDTF: 2022-03-08, 1907~ (about), 1907? (perhaps), 1999/2003, 1999/.. (open); anything else as it was written. */
  issued: z.string().nullable(),
  /** `issued` where it is a plain day, month or year. */
  issuedOn: PartialDate.nullable(),
  accessedOn: PartialDate.nullable(),
  url: WebLink.nullable(),
  archiveUrl: WebLink.nullable(),
  language: Language.nullable(),
  note: z.string().nullable(),
  volume: z.string().nullable(),
  issue: z.string().nullable(),
  pages: z.string().nullable(),
  edition: z.string().nullable(),
  doi: z.string().nullable(),
  isbn: z.string().nullable(),
  event: z.string().nullable(),
  medium: z.string().nullable(),
  /** The type another program gave it, where ours is coarser. */
  cslType: z.string().nullable(),
  /** CSL variables without a field of their own, kept for the way out. */
  further: z.record(z.string(), z.string()),
  reliability: Reliability,
  reliabilityReason: z.string().nullable(),
  conflicts: z.string().nullable(),
  /** How to reach the person. Never leaves the library. */
  contact: z.string().nullable(),
  confidential: z.boolean(),
  /** What every export says instead of the source while it is confidential. */
  publicWording: z.string().nullable(),
  status: SourceStatus,
  statusReason: z.string().nullable(),
  statusAt: Instant.nullable(),
  goodUntil: PartialDate.nullable(),
  /** The clock has passed goodUntil (UTC). */
  expired: z.boolean(),
  evidenceCount: z.number().int().nonnegative(),
  createdAt: Instant,
})
export type Source = z.infer<typeof Source>

export const EvidenceFile = z.strictObject({
  hash: Sha256,
  name: z.string(),
  sizeInBytes: z.number().int().nonnegative(),
  mediaType: z.string(),
  capturedAt: Instant,
  capturedBy: PersonId,
})
export type EvidenceFile = z.infer<typeof EvidenceFile>

export const CAPTURE_METHODS = ['chosen', 'dropped', 'pasted', 'command line'] as const
/** How bytes came to the desk. */
export const CaptureMethod = z.enum(CAPTURE_METHODS)
export type CaptureMethod = z.infer<typeof CaptureMethod>

/** One time that bytes were brought: the custody record. */
export const Capture = z.strictObject({
  name: z.string(),
  sourceUrl: WebLink.nullable(),
  archiveUrl: WebLink.nullable(),
  method: CaptureMethod,
  note: z.string().nullable(),
  tool: z.string(),
  timeZone: z.string(),
  capturedBy: PersonId,
  capturedAt: Instant,
})
export type Capture = z.infer<typeof Capture>

/** Whether the text of a file was read. 'none': not yet; 'pending': being read or waiting for it. */
export const TextState = z.enum(['none', 'pending', 'done', 'no text', 'refused'])
export type TextState = z.infer<typeof TextState>

/** A check of the stored bytes against the hash they are named by. */
export const FileCheck = z.strictObject({
  at: Instant,
  checkedBy: PersonId,
  intact: z.boolean(),
  /** null: the file was gone. */
  foundHash: Sha256.nullable(),
})
export type FileCheck = z.infer<typeof FileCheck>

export const ListedEvidenceFile = z.strictObject({
  ...EvidenceFile.shape,
  /** False when the name promises another type than the bytes have. */
  nameFitsType: z.boolean(),
  textState: TextState,
  /** How many pieces of evidence point to it. */
  evidenceCount: z.number().int().nonnegative(),
  lastCheck: FileCheck.nullable(),
})
export type ListedEvidenceFile = z.infer<typeof ListedEvidenceFile>

export const DescribedEvidenceFile = z.strictObject({
  ...ListedEvidenceFile.shape,
  captures: z.array(Capture),
  /** What the file says about itself; claims of whoever made it. */
  metadata: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** Why there is no text, or not all of it. */
  textNote: z.string().nullable(),
  textTool: z.string().nullable(),
  textParts: z.number().int().nonnegative(),
})
export type DescribedEvidenceFile = z.infer<typeof DescribedEvidenceFile>

/** A stretch of the text of a file. Its label is what people call it: page "3", "00:02:14", an address. */
export const FileTextPart = z.strictObject({
  number: z.number().int().positive(),
  label: z.string(),
  text: z.string(),
})
export type FileTextPart = z.infer<typeof FileTextPart>

/** A page of an evidence file on which the words of a search stand: one place, with the words around it. */
export const FoundPage = z.strictObject({
  hash: Sha256,
  name: z.string(),
  mediaType: z.string(),
  /** Number and label of the part of its text. */
  part: z.number().int().positive(),
  label: z.string(),
  /** UTF-16 offsets in the text of the part, end exclusive. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** What stands there, in one line. */
  before: z.string(),
  words: z.string(),
  after: z.string(),
})
export type FoundPage = z.infer<typeof FoundPage>

export const QuoteResult = z.enum(['found', 'found with differences', 'other order', 'not found'])
export type QuoteResult = z.infer<typeof QuoteResult>

/** A passage compared with the text of a file. It informs; it attaches and approves nothing. */
export const QuoteCheck = z.strictObject({
  /** null while the file has no text to compare with; `textState` and `note` say why. */
  result: QuoteResult.nullable(),
  textState: TextState,
  note: z.string().nullable(),
  /** UTF-16 offsets in the texts of the parts, counted from 1, end exclusive. */
  place: z
    .strictObject({
      part: z.number().int().positive(),
      label: z.string(),
      start: z.number().int().nonnegative(),
      endPart: z.number().int().positive(),
      end: z.number().int().nonnegative(),
    })
    .nullable(),
  /** How often exactly these words stand in the file. */
  occurrences: z.number().int().nonnegative(),
  /** From the file (from) to the quote (to). */
  diff: z.array(
    z.strictObject({
      kind: z.enum(['same', 'removed', 'added', 'changed', 'omitted']),
      from: z.string(),
      to: z.string(),
    }),
  ),
  /** What differed and did not count, as words: "hyphenation", "quotation marks". */
  ignored: z.array(z.string()),
})
export type QuoteCheck = z.infer<typeof QuoteCheck>

/** A time stamp by RFC 3161: asked for here, made elsewhere, verified here. */
export const TimeStamp = z.strictObject({
  id: uuid(),
  /** The event of the history it stamps, else null. */
  eventSequence: z.number().int().positive().nullable(),
  /** The evidence file it stamps, else null. */
  fileHash: Sha256.nullable(),
  imprint: Sha256,
  state: z.enum(['waiting', 'attached']),
  stampedAt: Instant.nullable(),
  authority: z.string().nullable(),
  serialNumber: z.string().nullable(),
  /** Whether the authority's certificates lead to a root the person gave. */
  chain: z.enum(['to given root', 'root not given']).nullable(),
  /** What it proves, as a sentence in the language of the caller. */
  text: z.string(),
  createdBy: PersonId,
  createdAt: Instant,
})
export type TimeStamp = z.infer<typeof TimeStamp>

export const Evidence = z.strictObject({
  id: EvidenceId,
  claimId: ClaimId,
  source: Source.omit({ evidenceCount: true }),
  stance: Stance,
  /** Which of the two questions it speaks to. */
  question: Question,
  locator: z.string().nullable(),
  passage: z.string().nullable(),
  passageLanguage: Language.nullable(),
  note: z.string().nullable(),
  file: EvidenceFile.nullable(),
  personId: PersonId,
  at: Instant,
})
export type Evidence = z.infer<typeof Evidence>

export const Verdict = z.strictObject({
  id: uuid(),
  question: Question,
  scaleId: z.string(),
  scaleName: z.string(),
  scaleVersion: z.number().int(),
  ratingId: z.string().nullable(),
  label: z.string().nullable(),
  definition: z.string().nullable(),
  sign: RatingSign,
  tone: RatingTone,
  conclusion: z.string(),
  reasoning: z.string(),
  /** What speaks against this verdict all the same. */
  against: z.string().nullable(),
  /** What was looked for and not found. */
  notFound: z.string().nullable(),
  asOf: PartialDate.nullable(),
  correction: z.string().nullable(),
  personId: PersonId,
  at: Instant,
})
export type Verdict = z.infer<typeof Verdict>

export const SecondRead = z.strictObject({
  outcome: z.enum(['agreed', 'disputed']),
  reason: z.string().nullable(),
  personId: PersonId,
  at: Instant,
  /** SHA-256 of exactly what was read: sentences, wording, verdicts, evidence. */
  contentHash: Sha256,
})
export type SecondRead = z.infer<typeof SecondRead>

/** What changed under a verdict or a sign-off, so that it no longer counts. */
export const ReopenedBecause = z.enum(['sentence text', 'claim', 'verdict', 'evidence', 'source', 'file'])
export type ReopenedBecause = z.infer<typeof ReopenedBecause>

/** What gave way under a verdict: a source that no longer holds, or a file that is no longer the one stored. */
export const GivenWay = z.strictObject({
  kind: z.enum(['source', 'file']),
  sourceId: SourceId,
  fileHash: Sha256.nullable(),
  /** Title of the source, name of the file. */
  title: z.string(),
  how: z.enum(['withdrawn', 'corrected', 'outdated', 'expired', 'changed', 'missing']),
  reason: z.string().nullable(),
  at: Instant,
  /** The same as a sentence. */
  words: z.strictObject({ de: z.string(), en: z.string() }),
})
export type GivenWay = z.infer<typeof GivenWay>

export const CORRECTION_VOICES = ['writer', 'editor'] as const
/** Who answers a proposed correction. The editor's word stands above the writer's. */
export const CorrectionVoice = z.enum(CORRECTION_VOICES)
export type CorrectionVoice = z.infer<typeof CorrectionVoice>

export const CorrectionOutcome = z.enum(['accepted', 'refused'])
export type CorrectionOutcome = z.infer<typeof CorrectionOutcome>

/** What the writer or the editor says to the correction that a verdict proposes. It changes nothing that was signed. */
export const CorrectionAnswer = z.strictObject({
  /** The verdict beside which the correction stands. */
  question: Question,
  voice: CorrectionVoice,
  outcome: CorrectionOutcome,
  reason: z.string().nullable(),
  /** Who answered, where that is not the person who recorded it. */
  name: z.string().nullable(),
  /** Recorded at the desk, or read out of the annotated draft. */
  way: z.enum(['desk', 'draft']),
  personId: PersonId,
  at: Instant,
})
export type CorrectionAnswer = z.infer<typeof CorrectionAnswer>

export const Claim = z.strictObject({
  id: ClaimId,
  state: ClaimState,
  reopenedBecause: ReopenedBecause.nullable(),
  /** Filled when it was reopened because of a source or a file. */
  givenWay: z.array(GivenWay),
  wording: z.string(),
  kind: ClaimKind,
  claimant: z.string().nullable(),
  claimantRole: z.string().nullable(),
  claimedOn: PartialDate.nullable(),
  place: z.string().nullable(),
  anchors: z.array(Anchor).min(1),
  attribution: Verdict.nullable(),
  content: Verdict.nullable(),
  /** To the corrections that the two verdicts propose; the latest of each voice. */
  answers: z.array(CorrectionAnswer),
  evidence: z.array(Evidence),
  secondRead: SecondRead.nullable(),
  createdBy: PersonId,
  createdAt: Instant,
})
export type Claim = z.infer<typeof Claim>

export const CONTACT_WAYS = ['phone', 'e-mail', 'letter', 'in person', 'other'] as const
export const ContactWay = z.enum(CONTACT_WAYS)
export type ContactWay = z.infer<typeof ContactWay>

export const CONTACT_OUTCOMES = ['open', 'answered', 'declined', 'no answer'] as const
export const ContactOutcome = z.enum(CONTACT_OUTCOMES)
export type ContactOutcome = z.infer<typeof ContactOutcome>

/** Somebody was asked about a claim. Reports show it as right of reply. */
export const Contact = z.strictObject({
  id: ContactId,
  claimId: ClaimId,
  /** Who was asked. */
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
  /** What every export says instead of name and role while it is confidential. */
  publicWording: z.string().nullable(),
  personId: PersonId,
  at: Instant,
})
export type Contact = z.infer<typeof Contact>

const ListedVerdict = Verdict.pick({ label: true, sign: true, tone: true, asOf: true })

/** A claim as the archive lists it, beside those of all other articles. */
export const ListedClaim = z.strictObject({
  claimId: ClaimId,
  articleId: ArticleId,
  articleTitle: z.string(),
  articleLanguage: Language,
  /** The first sentence it stands on. */
  sentenceId: SentenceId,
  wording: z.string(),
  kind: ClaimKind,
  claimant: z.string().nullable(),
  claimedOn: PartialDate.nullable(),
  state: ClaimState,
  attribution: ListedVerdict.nullable(),
  content: ListedVerdict.nullable(),
  evidenceCount: z.number().int().nonnegative(),
  /** When it was last answered; while it is not, when it was made. */
  at: Instant,
})
export type ListedClaim = z.infer<typeof ListedClaim>

export const Comment = z.strictObject({
  id: CommentId,
  sentenceId: SentenceId,
  text: z.string(),
  personId: PersonId,
  at: Instant,
  resolvedAt: Instant.nullable(),
})
export type Comment = z.infer<typeof Comment>

/** How many sentences stand where. They add up to total. */
export const Progress = z.strictObject({
  open: z.number().int(),
  inWork: z.number().int(),
  checked: z.number().int(),
  signedOff: z.number().int(),
  total: z.number().int(),
})
export type Progress = z.infer<typeof Progress>

export const SignOff = z.strictObject({
  personId: PersonId,
  at: Instant,
  revision: z.number().int(),
  contentHash: Sha256,
  /** False as soon as anything of what was signed has changed. */
  current: z.boolean(),
})
export type SignOff = z.infer<typeof SignOff>

export const ArticleSummary = z.strictObject({
  id: ArticleId,
  title: z.string(),
  kicker: z.string().nullable(),
  byline: z.string().nullable(),
  outlet: z.string().nullable(),
  url: WebLink.nullable(),
  language: Language,
  publishedOn: PartialDate.nullable(),
  /** When the publisher last changed it, by its own account. */
  modifiedOn: PartialDate.nullable(),
  deadline: Instant.nullable(),
  assigneeId: PersonId.nullable(),
  revision: z.number().int().positive(),
  progress: Progress,
  signOff: SignOff.nullable(),
  isSample: z.boolean(),
  createdAt: Instant,
  changedAt: Instant,
})
export type ArticleSummary = z.infer<typeof ArticleSummary>

export const ImportWarning = z.strictObject({
  code: z.string(),
  count: z.number().int(),
  /** UTF-16 offsets of the first places. */
  offsets: z.array(z.number().int()),
  text: z.string(),
})
export type ImportWarning = z.infer<typeof ImportWarning>

/** A word that ends no sentence in this newsroom. */
export const Abbreviation = z.strictObject({ id: uuid(), text: z.string(), personId: PersonId, at: Instant })
export type Abbreviation = z.infer<typeof Abbreviation>

/** Two words between which later texts are always cut, or never. */
export const RememberedCut = z.strictObject({
  id: uuid(),
  before: z.string(),
  after: z.string(),
  isCut: z.boolean(),
  personId: PersonId,
  at: Instant,
})
export type RememberedCut = z.infer<typeof RememberedCut>

/** Why a text is taken for one the library has: its words, the page it stands on, or most of its sentences. */
export const KnownBecause = z.enum(['text', 'address', 'nearly'])
export type KnownBecause = z.infer<typeof KnownBecause>

/** The article of the library that a text is, or nearly is. */
export const KnownArticle = z.strictObject({
  articleId: ArticleId,
  title: z.string(),
  because: KnownBecause,
  /** Share of its sentences that stand there word for word. */
  share: z.number(),
})
export type KnownArticle = z.infer<typeof KnownArticle>

/** How much of a saved page is read. */
export const PageExtent = z.enum(['article', 'whole page'])
export type PageExtent = z.infer<typeof PageExtent>

const Offsets = z.strictObject({ start: z.number().int().nonnegative(), end: z.number().int().nonnegative() })

/** A text that was read and is not in the library: what a person looks at before it is. */
export const Import = z.strictObject({
  id: z.string(),
  fileName: z.string(),
  title: z.string(),
  kicker: z.string().nullable(),
  byline: z.string().nullable(),
  outlet: z.string().nullable(),
  url: WebLink.nullable(),
  publishedOn: PartialDate.nullable(),
  modifiedOn: PartialDate.nullable(),
  language: Language,
  encoding: z.string(),
  /** What it can be read as instead; none where the file itself says how its characters are written. */
  encodings: z.array(z.string()),
  /** null for what is no saved page. */
  extent: PageExtent.nullable(),
  text: z.string(),
  blocks: z.array(
    Block.omit({ id: true, quoteId: true }).extend({
      /** Empty for what is no text of the article. */
      sentences: z.array(Offsets),
    }),
  ),
  /** Remarks that stood in it; they come along as comments. */
  comments: z.number().int().nonnegative(),
  warnings: z.array(ImportWarning),
  /** What came with it and is no part of the text: it can be kept as a source. */
  attachments: z.array(
    z.strictObject({ name: z.string(), mediaType: z.string(), sizeInBytes: z.number().int() }),
  ),
  known: KnownArticle.nullable(),
})
export type Import = z.infer<typeof Import>

/** An article as the desk shows it: one revision with everything recorded about it. */
export const Article = z.strictObject({
  ...ArticleSummary.shape,
  revisionId: RevisionId,
  text: z.string(),
  textHash: Sha256,
  /** The file this revision was read from. */
  original: EvidenceFile.nullable(),
  blocks: z.array(Block),
  sentences: z.array(Sentence),
  claims: z.array(Claim),
  warnings: z.array(ImportWarning),
})
export type Article = z.infer<typeof Article>

export const HistoryEntry = z.strictObject({
  id: EventId,
  /** Position in the library's history, from 1. */
  sequence: z.number().int().positive(),
  at: Instant,
  personId: PersonId,
  personName: z.string(),
  action: z.string(),
  /** The event as a sentence in the language of the caller. */
  text: z.string(),
  reason: z.string().nullable(),
  articleId: ArticleId.nullable(),
  sentenceId: SentenceId.nullable(),
  claimId: ClaimId.nullable(),
  /** True while an undo of it is in force. */
  undone: z.boolean(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** What a change of an article leaves behind for the window to show. */
export const ArticleChange = z.strictObject({
  articleId: ArticleId,
  sequence: z.number().int(),
  at: Instant,
  /** The event as a sentence, e.g. for a toast. */
  text: z.string(),
  /** Blocks or sentences were cut anew: read the article again. */
  structureChanged: z.boolean(),
  sentences: z.array(Sentence),
  claims: z.array(Claim),
  removedClaimIds: z.array(ClaimId),
  progress: Progress,
  signOff: SignOff.nullable(),
})
export type ArticleChange = z.infer<typeof ArticleChange>

export const REVISION_STEPS = ['kept', 'moved', 'changed', 'split', 'joined', 'new', 'gone'] as const
/** What became of sentences from one revision to a later one. Only kept and moved ones stay checked. */
export const RevisionStepKind = z.enum(REVISION_STEPS)
export type RevisionStepKind = z.infer<typeof RevisionStepKind>

/** What decides, besides its words, what a sentence claims. */
export const SENTENCE_CONTEXTS = [
  'kind',
  'speaker',
  'role',
  'date',
  'heading',
  'introduction',
  'table',
  'quotation',
] as const

/** Why a sentence is not the one it was. 'twins': it stands there several times and nobody can tell which is which. */
export const ChangedBecause = z.enum(['words', ...SENTENCE_CONTEXTS, 'twins'])
export type ChangedBecause = z.infer<typeof ChangedBecause>

export const CALLOUT_CODES = [
  'invisible',
  'look-alike',
  'negation',
  'number',
  'unit',
  'date',
  'quantifier',
  'modal',
  'comparative',
  'quotation mark',
  'name',
  'capital',
  'punctuation',
] as const
export const CalloutCode = z.enum(CALLOUT_CODES)
export type CalloutCode = z.infer<typeof CalloutCode>

/** Something about a change of words that a reader must not miss. */
export const Callout = z.strictObject({
  code: CalloutCode,
  /** What was there; empty when it is new. */
  from: z.string(),
  /** What is there now; empty when it is gone. */
  to: z.string(),
  /** The same in words: "Number: 1,2 → 12". */
  words: z.strictObject({ de: z.string(), en: z.string() }),
})
export type Callout = z.infer<typeof Callout>

export const WordDiff = z.strictObject({
  /** All `from` together are the text before, all `to` together the text after, white space folded. */
  parts: z.array(
    z.strictObject({
      kind: z.enum(['same', 'removed', 'added', 'changed']),
      from: z.string(),
      to: z.string(),
    }),
  ),
  callouts: z.array(Callout),
})
export type WordDiff = z.infer<typeof WordDiff>

const RevisionSentence = z.strictObject({
  /** null while the revision is not stored. */
  sentenceId: SentenceId.nullable(),
  /** Counted through its revision from 1. */
  number: z.number().int().positive(),
  text: z.string(),
})

export const RevisionStep = z.strictObject({
  kind: RevisionStepKind,
  because: z.array(ChangedBecause),
  before: z.array(RevisionSentence),
  after: z.array(RevisionSentence),
  /** Where words changed; null elsewhere. */
  diff: WordDiff.nullable(),
})
export type RevisionStep = z.infer<typeof RevisionStep>

const stepCount = () => z.number().int().nonnegative()
/** How many steps there are of each kind. */
export const StepCounts = z.strictObject({
  kept: stepCount(),
  moved: stepCount(),
  changed: stepCount(),
  split: stepCount(),
  joined: stepCount(),
  new: stepCount(),
  gone: stepCount(),
})
export type StepCounts = z.infer<typeof StepCounts>

export const ListedRevision = z.strictObject({
  id: RevisionId,
  /** Counted through the article from 1; the highest is the current one. */
  number: z.number().int().positive(),
  isCurrent: z.boolean(),
  textHash: Sha256,
  sentences: z.number().int().nonnegative(),
  /** What became of the sentences of the revision before it; null for the first. */
  counts: StepCounts.nullable(),
  fileName: z.string().nullable(),
  createdBy: PersonId,
  createdAt: Instant,
  /** The last time that it was signed off. */
  signOff: z.strictObject({ personId: PersonId, at: Instant, contentHash: Sha256 }).nullable(),
})
export type ListedRevision = z.infer<typeof ListedRevision>

/** What a sentence was in an earlier revision, with what was left there. Nothing of it is in force. */
export const EarlierWording = z.strictObject({
  revision: z.number().int().positive(),
  sentenceId: SentenceId,
  number: z.number().int().positive(),
  text: z.string(),
  /** How it became the sentence of the revision after it. */
  relation: RevisionStepKind.exclude(['new', 'gone']),
  because: z.array(ChangedBecause),
  /** From the earlier wording to the one of today. */
  diff: WordDiff,
  noClaim: z.strictObject({ personId: PersonId, at: Instant }).nullable(),
  /** All reopened. */
  claims: z.array(Claim),
})
export type EarlierWording = z.infer<typeof EarlierWording>

/** A claim of sentences that the current revision has nothing of. Not in force until a person attaches it again. */
export const OrphanedClaim = z.strictObject({
  claim: Claim,
  revision: z.number().int().positive(),
  /** The sentences it stood on. */
  texts: z.array(z.string()),
})
export type OrphanedClaim = z.infer<typeof OrphanedClaim>

export const Settings = z.strictObject({
  language: z.enum(['de', 'en']).nullable().default(null),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Per cent. */
  textSize: z.number().int().min(80).max(200).default(100),
  libraryWidth: z.number().int().min(200).max(360).default(224),
  inspectorWidth: z.number().int().min(320).max(560).default(372),
  contentScale: z.string().nullable().default(null),
  /** Whole path of the folder backups go to; null: beside the library. */
  backupFolder: z.string().min(1).max(4_096).nullable().default(null),
})
export type Settings = z.infer<typeof Settings>

/** What a person has typed and not recorded yet. */
export const Draft = z.strictObject({
  /** Which form it stands in, in words of the window's own. */
  place: z.string(),
  /** JSON of the window's own. */
  content: z.string(),
  typedAt: Instant,
})
export type Draft = z.infer<typeof Draft>

export const BackupReason = z.enum(['start', 'schedule', 'upgrade', 'import', 'merge', 'restore', 'request'])
export type BackupReason = z.infer<typeof BackupReason>

/** A copy of the whole library that was checked when it was made. */
export const Backup = z.strictObject({
  /** Its file name, by which it is restored. */
  name: z.string(),
  madeAt: Instant,
  reason: BackupReason,
  /** The last event in it, and that event's hash. */
  sequence: z.number().int(),
  headHash: z.string(),
  articles: z.number().int(),
  verdicts: z.number().int(),
  evidenceFiles: z.number().int(),
  /** Evidence files whose bytes were missing or changed when it was made. */
  missingEvidenceFiles: z.number().int(),
  sizeInBytes: z.number().int(),
  /** Nothing was amiss in it when it was made. */
  sound: z.boolean(),
  /** The library still holds all that is in it. */
  isPartOfLibrary: z.boolean(),
})
export type Backup = z.infer<typeof Backup>

const rowCount = () => z.number().int().nonnegative()
/** What salvage made of a damaged library. */
export const Salvage = z.strictObject({
  tables: z.array(
    z.strictObject({
      table: z.string(),
      /** Proven by the history. */
      right: rowCount(),
      /** Found otherwise than the history proves; the history's words were taken. */
      altered: rowCount(),
      /** Nothing is left that proves it: it is there, but no decision in it counts. */
      unconfirmed: rowCount(),
      missing: rowCount(),
    }),
  ),
  /** Steps of the history of which nothing is left. */
  lostSteps: rowCount(),
  missingEvidenceFiles: rowCount(),
  /** Articles with entries that are altered, unconfirmed or missing. */
  articles: z.array(z.strictObject({ title: z.string(), entries: rowCount() })),
  /** Under which names, beside the library, the damaged file and the whole list lie. */
  kept: z.string().nullable(),
  report: z.string(),
})
export type Salvage = z.infer<typeof Salvage>

/** What became of a proposed correction in the draft: still tracked is open; other words are changed; outdated: judged anew since. */
export const ReturnedOutcome = z.enum(['accepted', 'refused', 'open', 'changed', 'outdated'])
export type ReturnedOutcome = z.infer<typeof ReturnedOutcome>

export const ReturnedCorrection = z.strictObject({
  claimId: ClaimId,
  question: Question,
  /** The first sentence of the claim, and where it stands. */
  sentenceId: SentenceId,
  number: z.number().int().positive(),
  /** The words as they stand in the article, and as they would. */
  words: z.string(),
  correction: z.string(),
  outcome: ReturnedOutcome,
  /** Replies to the comment on the claim. */
  reason: z.string().nullable(),
  /** The same answer is recorded already, whoever gave it. */
  isRecorded: z.boolean(),
})
export type ReturnedCorrection = z.infer<typeof ReturnedCorrection>

export const ReturnedComment = z.strictObject({
  sentenceId: SentenceId,
  number: z.number().int().positive(),
  /** As it will stand beside the sentence: who wrote it when, and what. */
  text: z.string(),
  isResolved: z.boolean(),
  isRecorded: z.boolean(),
})
export type ReturnedComment = z.infer<typeof ReturnedComment>

/** An annotated draft that came back from its writer. */
export const ReturnedDraft = z.strictObject({
  kind: z.literal('draft'),
  articleId: ArticleId,
  title: z.string(),
  /** Which revision the draft is of, and whether the article still stands there. */
  revision: z.number().int().positive(),
  isCurrent: z.boolean(),
  /** Claims that were found again, and those that the article no longer has. */
  claims: z.number().int().nonnegative(),
  missingClaims: z.number().int().nonnegative(),
  corrections: z.array(ReturnedCorrection),
  comments: z.array(ReturnedComment),
  /** The whole text as it stands in the draft, what is still tracked refused; null where it is the text of the article. */
  newText: z.string().nullable(),
  /** Who saved the draft last, as the program that did it says. */
  savedBy: z.string().nullable(),
  /** Give it back to returns.apply: it records exactly this, or nothing. */
  previewHash: Sha256,
})
export type ReturnedDraft = z.infer<typeof ReturnedDraft>

export const RETURNED_PARTS = [
  'article',
  'revisions',
  'sentences',
  'claims',
  'verdicts',
  'evidence',
  'sources',
  'files',
  'contacts',
  'answers',
  'second readings',
  'sign-offs',
  'comments',
  'people',
] as const
/** What the rows of an article are about, for telling where two states differ. */
export const ReturnedPart = z.enum(RETURNED_PARTS)
export type ReturnedPart = z.infer<typeof ReturnedPart>

/** A report in JSON with the whole record of an article. */
export const ReturnedRecord = z.strictObject({
  kind: z.literal('record'),
  articleId: ArticleId,
  title: z.string(),
  /** The library has an article with this id: it stays as it is. */
  isKnown: z.boolean(),
  /** Where the known article differs from the file. */
  differences: z.array(
    z.strictObject({
      part: ReturnedPart,
      onlyInFile: z.number().int().nonnegative(),
      onlyInLibrary: z.number().int().nonnegative(),
      different: z.number().int().nonnegative(),
    }),
  ),
  /** People, sources and files that the library knows otherwise; it keeps its own. */
  kept: z.array(z.strictObject({ part: ReturnedPart, name: z.string() })),
  revisions: z.number().int().positive(),
  sentences: z.number().int().nonnegative(),
  claims: z.number().int().nonnegative(),
  evidence: z.number().int().nonnegative(),
  /** Evidence files, and those whose bytes neither came along nor are here. */
  files: z.number().int().nonnegative(),
  missingFiles: z.array(z.string()),
  /** Files of confidential sources, left out on purpose. */
  confidentialFiles: z.number().int().nonnegative(),
  /** Sources of which only the public wording came along. */
  confidentialSources: z.number().int().nonnegative(),
  /** Of the library it was exported from. */
  library: z.string(),
  exportedAt: Instant,
  previewHash: Sha256,
})
export type ReturnedRecord = z.infer<typeof ReturnedRecord>

export const REPORT_KINDS = ['file', 'corrections', 'public'] as const
/** Who a report is for: the newsroom's own file, the writer, the public. */
export const ReportKind = z.enum(REPORT_KINDS)
export type ReportKind = z.infer<typeof ReportKind>

export const MEDIA_CATEGORIES = [
  'DecontextualizedContent',
  'EditedOrCroppedContent',
  'OriginalMediaContent',
  'SatireOrParodyContent',
  'StagedContent',
  'TransformedContent',
] as const
/** What was done to a picture, sound or film, as schema.org's MediaReview calls it. */
export const MediaCategory = z.enum(MEDIA_CATEGORIES)
export type MediaCategory = z.infer<typeof MediaCategory>

/** A picture, sound or film that a claim came with, for its MediaReview. */
export const ReviewedMedia = z.strictObject({
  claimId: ClaimId,
  kind: z.enum(['image', 'video', 'audio']),
  /** Where it was spread. */
  url: WebLink,
  category: MediaCategory,
  /** Where the original stands. */
  originalUrl: WebLink.optional(),
  /** What the original really shows. */
  context: LongText.optional(),
})
export type ReviewedMedia = z.infer<typeof ReviewedMedia>

export const REPORT_FORMATS = [
  'html',
  'pdf',
  'docx',
  'draft',
  'md',
  'csv',
  'xlsx',
  'webannotation',
  'json',
] as const
/** draft: the article as running text in DOCX, with comments and tracked corrections. */
export const ReportFormat = z.enum(REPORT_FORMATS)
export type ReportFormat = z.infer<typeof ReportFormat>

export const REPORT_ORDERS = ['text', 'rating'] as const
/** In which order claims are told: as they stand in the text, or the worst first. */
export const ReportOrder = z.enum(REPORT_ORDERS)
export type ReportOrder = z.infer<typeof ReportOrder>

/** What is set in a report at the reader's end. What is left out is as the library keeps it. */
export const ReportOptions = z.strictObject({
  /** Whose report it is: stands in its head. */
  house: ShortText.optional(),
  method: LongText.optional(),
  /** What becomes of a mistake in the report itself. */
  correctionsPolicy: LongText.optional(),
  contact: ShortText.optional(),
  order: ReportOrder.optional(),
  /** Evidence with its exact places. */
  withEvidence: z.boolean().optional(),
  /** What could not be settled. */
  withUnsettled: z.boolean().optional(),
  /** Names of those who worked on it; a public fact check goes without unless asked. */
  withHands: z.boolean().optional(),
  /** Only these claims; without, all. */
  claimIds: z.array(ClaimId).max(10_000).optional(),
})
export type ReportOptions = z.infer<typeof ReportOptions>

/** A ClaimReview is a file for each claim. */
export const EXPORT_FORMATS = [...REPORT_FORMATS, 'claimreview'] as const
export const ExportFormat = z.enum(EXPORT_FORMATS)
export type ExportFormat = z.infer<typeof ExportFormat>

/** How reports of a library are wanted, until somebody wants them otherwise. */
export const ReportSettings = z.strictObject({
  kind: ReportKind.default('file'),
  format: ExportFormat.default('html'),
  /** null: the language of the interface. */
  language: z.enum(['de', 'en']).nullable().default(null),
  house: ShortText.default(''),
  method: LongText.default(''),
  correctionsPolicy: LongText.default(''),
  contact: ShortText.default(''),
  /** Where the fact check is public. */
  url: ShortText.default(''),
  order: ReportOrder.default('text'),
  withEvidence: z.boolean().default(true),
  withUnsettled: z.boolean().default(true),
  /** null: as is usual for the kind of report. */
  withHands: z.boolean().nullable().default(null),
  /** Export the stored files too, as a zip. */
  withFiles: z.boolean().default(false),
})
export type ReportSettings = z.infer<typeof ReportSettings>

/** The mark of the house at the head of a report. */
export const ReportLogo = z.strictObject({
  mediaType: z.enum(['image/png', 'image/jpeg']),
  /** In pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  sizeInBytes: z.number().int().positive(),
})
export type ReportLogo = z.infer<typeof ReportLogo>
