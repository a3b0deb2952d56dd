import type {
  Claim,
  ClaimState,
  Progress,
  ReopenedBecause,
  SentenceId,
  SentenceMark,
  SentenceState,
  Block,
  Evidence,
  GivenWay,
  Source,
} from '#shared/model'

import type { ClaimRow, NoClaimRow, SecondReadRow, VerdictRow } from './article-queries'
import { canonicalJson, sha256, type Json } from './canonical-json'
import { foldedText, offsetInFolded } from './folded-text'

/**
 * States are derived here and nowhere else. A verdict or a sign-off names the hash of what it was given on; it counts
 * only while that hash is still the hash of what is there, so no path can carry one over a change.
 */

export function sentenceTextHash(text: string): string {
  return sha256(canonicalJson({ sentence: foldedText(text) }))
}

/** That hash, and the one that was taken before there were revisions, with white space as it stands. */
export function sentenceTextHashes(text: string): string[] {
  const hash = sentenceTextHash(text)
  return foldedText(text) === text ? [hash] : [hash, sha256(canonicalJson({ sentence: text }))]
}

/**
 * What a verdict is given on: the words of the sentences, who spoke them, and the claim. White space is folded; verdicts
 * from before there were revisions were given on it as it stands.
 */
export function basisHash(
  claim: Pick<ClaimRow, 'wording' | 'kind' | 'claimant' | 'claimantRole' | 'claimedOn' | 'place'>,
  places: readonly {
    text: string
    from: number
    to: number
    attachedAgain: string | null
    block: Pick<Block, 'speaker' | 'role' | 'saidOn'>
  }[],
  whiteSpace: 'folded' | 'as it stands' = 'folded',
): string {
  const { wording, kind, claimant, claimantRole, claimedOn, place } = claim
  return sha256(
    canonicalJson({
      claim: { wording, kind, claimant, claimantRole, claimedOn, place },
      places: places.map(({ text, from, to, attachedAgain, block }) => ({
        ...(whiteSpace === 'as it stands'
          ? { text, from, to }
          : { text: foldedText(text), from: offsetInFolded(text, from), to: offsetInFolded(text, to) }),
        speaker: block.speaker,
        role: block.role,
        saidOn: block.saidOn,
        ...(attachedAgain === null ? {} : { attachedAgain }),
      })),
    }),
  )
}

/** What a second reader signs: the basis, both verdicts word for word, and all evidence with its source. */
export function claimContentHash(
  basis: string,
  verdicts: readonly VerdictRow[],
  evidence: readonly Evidence[],
): string {
  return sha256(
    canonicalJson({
      basis,
      verdicts: verdicts.map(
        ({
          id,
          question,
          scaleId,
          ratingId,
          conclusion,
          reasoning,
          against,
          notFound,
          asOf,
          correction,
        }) => ({
          id,
          question,
          scaleId,
          ratingId,
          conclusion,
          reasoning,
          // They came with migration 7; what was signed before stays signed.
          ...(against === null ? {} : { against }),
          ...(notFound === null ? {} : { notFound }),
          asOf,
          correction,
        }),
      ),
      evidence: evidence.map(
        ({ id, stance, question, locator, passage, passageLanguage, note, source, file }) => {
          return {
            id,
            stance,
            question,
            locator,
            passage,
            passageLanguage,
            note,
            source: sourceContent(source),
            file: file?.hash ?? null,
          } as Json
        },
      ),
    }),
  )
}

/**
 * What of a source a second reader signs: all but how to reach it, and what the clock says. Fields that came with
 * migration 2 count once they say something, so that what was signed before stays signed.
 */
function sourceContent(source: Omit<Source, 'evidenceCount'>): Record<string, Json> {
  const { id, type, kind, title, authors, container, publisher, issuedOn, accessedOn } = source
  const { url, archiveUrl, language, note } = source
  const said = {
    names: source.names.some(({ literal }) => literal === undefined) ? source.names : null,
    issued: source.issued === issuedOn ? null : source.issued,
    volume: source.volume,
    issue: source.issue,
    pages: source.pages,
    edition: source.edition,
    doi: source.doi,
    isbn: source.isbn,
    event: source.event,
    medium: source.medium,
    cslType: source.cslType,
    further: Object.keys(source.further).length > 0 ? source.further : null,
    reliability: source.reliability === 'unknown' ? null : source.reliability,
    reliabilityReason: source.reliabilityReason,
    conflicts: source.conflicts,
    confidential: source.confidential ? true : null,
    publicWording: source.publicWording,
    status: source.status === 'current' ? null : source.status,
    statusReason: source.statusReason,
    goodUntil: source.goodUntil,
  }
  return {
    ...{ id, type, kind, title, authors, container, publisher, issuedOn, accessedOn },
    ...{ url, archiveUrl, language, note },
    ...(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) as Record<
      string,
      Json
    >),
  }
}

export function sentencesOf({ anchors }: Pick<Claim, 'anchors'>): SentenceId[] {
  return anchors.map(({ sentenceId }) => sentenceId)
}

export function needsAttribution(kind: Claim['kind']): boolean {
  return kind !== 'statement'
}

export interface ClaimFacts {
  kind: Claim['kind']
  evidenceCount: number
  /** In force: the latest per question that was not withdrawn. */
  verdicts: readonly Pick<VerdictRow, 'id' | 'question' | 'basisHash'>[]
  secondRead: Pick<SecondReadRow, 'outcome' | 'contentHash' | 'verdictIds'> | null
  basis: () => string
  contentHash: () => string
  /** What gave way under the verdicts. */
  givenWay: readonly Pick<GivenWay, 'kind'>[]
}

export function claimState(facts: ClaimFacts): { state: ClaimState; because: ReopenedBecause | null } {
  const { verdicts, secondRead } = facts
  if (verdicts.some((verdict) => verdict.basisHash !== facts.basis()))
    return { state: 'reopened', because: 'claim' }
  const [gaveWay] = facts.givenWay
  if (gaveWay) return { state: 'reopened', because: gaveWay.kind }
  const questions = needsAttribution(facts.kind) ? ['attribution', 'content'] : ['content']
  const decided = questions.every((question) => verdicts.some((verdict) => verdict.question === question))
  if (!decided) {
    const touched = verdicts.length > 0 || facts.evidenceCount > 0
    return { state: touched ? 'in work' : 'open', because: null }
  }
  if (secondRead === null) return { state: 'decided', because: null }
  if (secondRead.contentHash === facts.contentHash()) return { state: secondRead.outcome, because: null }
  const sameVerdicts = secondRead.verdictIds === verdictIds(verdicts)
  if (secondRead.outcome === 'agreed' && sameVerdicts) return { state: 'reopened', because: 'evidence' }
  return { state: 'decided', because: null }
}

export function verdictIds(verdicts: readonly Pick<VerdictRow, 'id'>[]): string {
  return JSON.stringify(verdicts.map(({ id }) => id))
}

export function noClaimMark(
  noClaim: Pick<NoClaimRow, 'textHash'>,
  textHashes: readonly string[],
  secondRead: Pick<SecondReadRow, 'outcome' | 'contentHash'> | null,
): SentenceMark {
  if (!textHashes.includes(noClaim.textHash)) return 'reopened'
  if (!secondRead || !textHashes.map(noClaimContentHash).includes(secondRead.contentHash)) return 'no claim'
  return secondRead.outcome === 'agreed' ? 'signed off' : 'disputed'
}

export function noClaimContentHash(textHash: string): string {
  return sha256(canonicalJson({ noClaim: textHash }))
}

const MARK_OF_CLAIM: Record<ClaimState, SentenceMark> = {
  open: 'in work',
  'in work': 'in work',
  decided: 'waiting',
  agreed: 'signed off',
  disputed: 'disputed',
  reopened: 'reopened',
}

/** What needs most stands first. */
const BY_NEED: readonly SentenceMark[] = [
  'reopened',
  'disputed',
  'open',
  'in work',
  'waiting',
  'checked',
  'no claim',
  'signed off',
]

export function markOfClaims(states: readonly ClaimState[]): SentenceMark {
  const marks = states.map((state) => MARK_OF_CLAIM[state])
  return BY_NEED.find((mark) => marks.includes(mark)) ?? 'open'
}

const STATE_OF_MARK: Record<SentenceMark, SentenceState> = {
  open: 'open',
  'in work': 'in work',
  reopened: 'in work',
  disputed: 'in work',
  waiting: 'checked',
  checked: 'checked',
  'no claim': 'checked',
  'signed off': 'signed off',
}

export function stateOfMark(mark: SentenceMark): SentenceState {
  return STATE_OF_MARK[mark]
}

const COUNTER: Record<SentenceState, Exclude<keyof Progress, 'total'>> = {
  open: 'open',
  'in work': 'inWork',
  checked: 'checked',
  'signed off': 'signedOff',
}

export function countProgress(marks: Iterable<SentenceMark>): Progress {
  const progress: Progress = { open: 0, inWork: 0, checked: 0, signedOff: 0, total: 0 }
  for (const mark of marks) {
    progress[COUNTER[stateOfMark(mark)]] += 1
    progress.total += 1
  }
  return progress
}

/** The progress once sentences with these marks before have those after. */
export function recountProgress(
  progress: Progress,
  changes: Iterable<{ before: SentenceMark; after: SentenceMark }>,
): Progress {
  const recounted = { ...progress }
  for (const { before, after } of changes) {
    recounted[COUNTER[stateOfMark(before)]] -= 1
    recounted[COUNTER[stateOfMark(after)]] += 1
  }
  return recounted
}
