import type {
  Article,
  Block,
  Claim,
  Comment,
  Contact,
  Evidence,
  EvidenceFile,
  PersonId,
  Question,
  Rating,
  RatingScale,
  SecondRead,
  Sentence,
  SentenceId,
  SentenceMark,
  SourceId,
  Verdict,
} from '#shared/model'

import {
  REPORT_VERSION,
  type CitedSource,
  type Hand,
  type ReportChange,
  type ReportClaim,
  type ReportEvidence,
  type ReportFile,
  type ReportModel,
  type ReportPerson,
  type ReportRevision,
  type ReportSecondRead,
  type ReportSentence,
  type ReportSource,
  type ReportVerdict,
} from './report-model'
import { telling } from './telling'

/** A revision as the tables know it: hands by their ids. */
export type RevisionRecord = Omit<ReportRevision, 'by' | 'signOff'> & {
  personId: PersonId
  signOff: { contentHash: string; personId: PersonId; at: string } | null
}

export interface ReportFacts {
  article: Article
  /** Everyone who ever worked in the library. */
  people: readonly Hand[]
  /** Who was asked about the claims, oldest first. */
  contacts: readonly Contact[]
  /** Of the revision, oldest first. */
  comments: readonly Comment[]
  /** Oldest first. */
  revisions: readonly RevisionRecord[]
  changes: readonly ReportChange[]
  scale: (scaleId: string) => RatingScale
  /** The latest second read of a sentence without claims. */
  readsOfSentences: ReadonlyMap<SentenceId, SecondRead>
  /** What was found of each stored file, by the hash it was stored under; null for no bytes. */
  foundHashes: ReadonlyMap<string, string | null>
  /** Names the copy of a file that goes out with the report; null where none does. */
  copyPath: (file: EvidenceFile, number: number) => string | null
  integrity: ReportModel['integrity']
}

/** Puts the report together: everything numbered, every hand named, what stays open counted first. */
export function buildReport(facts: ReportFacts): ReportModel {
  const { article, integrity } = facts
  const { hand, peopleWhoWorked, tally } = handsOf(facts.people)
  const told = telling(article.claims, facts.contacts)
  const contactsOf = Map.groupBy(facts.contacts, ({ claimId }) => claimId)
  const commentsOn = Map.groupBy(facts.comments, ({ sentenceId }) => sentenceId)
  const claims = numberedClaims()
  const sources = new Map<SourceId, ReportSource>()
  let evidenceCount = 0
  const copies = new Map<string, string | null>()

  const blocks = textBlocks(article).map(({ block, sentences }) => ({
    id: block.id,
    kind: block.kind,
    start: block.start,
    end: block.end,
    speaker: block.speaker,
    role: block.role,
    saidOn: block.saidOn,
    quoteId: block.quoteId,
    language: block.language,
    sentences: sentences.map(reportSentence),
  }))
  const sentences = blocks.flatMap((block) => block.sentences)
  const written = sentences.flatMap((sentence) => sentence.claims)
  if (article.signOff?.current) tally(article.signOff.personId).signedOff = true

  return {
    format: 'belegt-report',
    version: REPORT_VERSION,
    kind: 'checking file',
    article: {
      id: article.id,
      title: article.title,
      kicker: article.kicker,
      byline: article.byline,
      outlet: article.outlet,
      url: article.url,
      language: article.language,
      publishedOn: article.publishedOn,
      modifiedOn: article.modifiedOn,
      deadline: article.deadline,
      assignee: article.assigneeId && hand(article.assigneeId),
      revision: article.revision,
      revisionId: article.revisionId,
      text: article.text,
      textHash: article.textHash,
      isSample: article.isSample,
      importedAt: article.createdAt,
      changedAt: article.changedAt,
    },
    openItems: openItems(sentences, written),
    coverage: {
      ...article.progress,
      noClaim: sentences.filter(({ noClaim, claims: own }) => noClaim && own.length === 0).length,
      claims: written.length,
      decidedClaims: written.filter(({ state }) => DECIDED.has(state)).length,
      evidence: evidenceCount,
      sources: sources.size,
      files: copies.size,
    },
    signOff: article.signOff && {
      revision: article.signOff.revision,
      contentHash: article.signOff.contentHash,
      current: article.signOff.current,
      by: hand(article.signOff.personId),
      at: article.signOff.at,
    },
    revisions: facts.revisions.map(({ personId, signOff, ...revision }) => ({
      ...revision,
      by: hand(personId),
      signOff: signOff && {
        contentHash: signOff.contentHash,
        by: hand(signOff.personId),
        at: signOff.at,
      },
    })),
    changes: [...facts.changes],
    blocks,
    nonText: article.blocks
      .filter(({ kind }) => kind === 'non-text')
      .sort((a, b) => a.start - b.start)
      .map(({ id, start, end }) => ({ id, start, end, text: article.text.slice(start, end) })),
    sources: [...sources.values()],
    people: peopleWhoWorked(),
    integrity,
  }

  /** Claims in the order of the text, each where it begins. */
  function numberedClaims() {
    const numberOf = new Map(article.sentences.map(({ id, number }) => [id, number]))
    const sentenceNumber = (id: SentenceId): number => {
      const number = numberOf.get(id)
      if (number === undefined) throw new Error(`A claim stands on sentence ${id}, which the article lacks`)
      return number
    }
    const placed = article.claims
      .map((claim) => ({ claim, anchors: [...claim.anchors].sort((a, b) => a.start - b.start) }))
      .sort((a, b) => (a.anchors[0]?.start ?? 0) - (b.anchors[0]?.start ?? 0))
      .map(({ claim, anchors }, position) => ({
        claim,
        number: position + 1,
        anchors: anchors.map(({ sentenceId, start, end }) => ({
          sentence: sentenceNumber(sentenceId),
          sentenceId,
          start,
          end,
          text: article.text.slice(start, end),
        })),
      }))
    const beginning = Map.groupBy(placed, ({ anchors }) => anchors[0]?.sentenceId)
    const continued = Map.groupBy(
      placed.flatMap(({ number, anchors }) =>
        [...new Set(anchors.slice(1).map(({ sentenceId }) => sentenceId))]
          .filter((sentenceId) => sentenceId !== anchors[0]?.sentenceId)
          .map((sentenceId) => ({ sentenceId, number })),
      ),
      ({ sentenceId }) => sentenceId,
    )
    return {
      beginningIn: (id: SentenceId) => beginning.get(id) ?? [],
      continuedIn: (id: SentenceId) => (continued.get(id) ?? []).map(({ number }) => number),
    }
  }

  function reportSentence(sentence: Sentence): ReportSentence {
    const { id, number, start, end, state, mark, noClaim } = sentence
    if (noClaim) tally(noClaim.personId).noClaims += 1
    const read = facts.readsOfSentences.get(id)
    return {
      id,
      number,
      start,
      end,
      text: article.text.slice(start, end),
      state,
      mark,
      noClaim: noClaim && {
        by: hand(noClaim.personId),
        at: noClaim.at,
        secondRead: read ? secondRead(read, mark === 'signed off' || mark === 'disputed') : null,
      },
      claims: claims.beginningIn(id).map(reportClaim),
      continuedClaims: claims.continuedIn(id),
      openComments: sentence.comments,
      comments: (commentsOn.get(id) ?? []).map(({ id: commentId, text, resolvedAt, personId, at }) => ({
        id: commentId,
        text: told.hide(text),
        resolvedAt,
        by: hand(personId),
        at,
      })),
    }
  }

  function reportClaim({
    claim,
    number,
    anchors,
  }: {
    claim: Claim
    number: number
    anchors: ReportClaim['anchors']
  }): ReportClaim {
    tally(claim.createdBy).claims += 1
    const ownEvidence = claim.evidence.map(evidence)
    return {
      number,
      id: claim.id,
      state: claim.state,
      reopenedBecause: claim.reopenedBecause,
      givenWay: claim.givenWay.map(told.givenWay),
      wording: anchors.some(({ text }) => text === claim.wording) ? claim.wording : told.hide(claim.wording),
      kind: claim.kind,
      claimant: claim.claimant,
      claimantRole: claim.claimantRole,
      claimedOn: claim.claimedOn,
      place: claim.place,
      anchors,
      original: originalOf(ownEvidence, article.language),
      questions: questionsOf(claim),
      attribution: claim.attribution && verdict(claim.attribution),
      content: claim.content && verdict(claim.content),
      answers: claim.answers.map(({ personId, at, ...said }) => ({
        ...said,
        reason: told.hideIn(said.reason),
        by: hand(personId),
        at,
      })),
      evidence: ownEvidence,
      contacts: (contactsOf.get(claim.id) ?? []).map((contact) => ({
        ...told.contact(contact),
        by: hand(contact.personId),
        at: contact.at,
      })),
      secondRead:
        claim.secondRead &&
        secondRead(claim.secondRead, claim.state === 'agreed' || claim.state === 'disputed'),
      by: hand(claim.createdBy),
      at: claim.createdAt,
    }
  }

  function verdict({ scaleId, scaleName: _, scaleVersion: __, personId, ...rest }: Verdict): ReportVerdict {
    const { id, name, version, language, question, publisher, source, ratings } = facts.scale(scaleId)
    tally(personId).verdicts += 1
    return {
      ...rest,
      conclusion: told.hide(rest.conclusion),
      reasoning: told.hide(rest.reasoning),
      against: told.hideIn(rest.against),
      notFound: told.hideIn(rest.notFound),
      correction: told.hideIn(rest.correction),
      point: pointOn(ratings, rest.ratingId),
      scale: { id, name, version, language, question, publisher, source },
      by: hand(personId),
    }
  }

  function evidence({ source, file, personId, ...record }: Evidence): ReportEvidence {
    const { id, stance, question, locator, passage, passageLanguage, note, at } = record
    evidenceCount += 1
    tally(personId).evidence += 1
    const cited = citedSource(told.source(source))
    let listed = sources.get(source.id)
    if (listed) listed.evidence.push(evidenceCount)
    else {
      listed = { number: sources.size + 1, ...cited, evidence: [evidenceCount] }
      sources.set(source.id, listed)
    }
    return {
      number: evidenceCount,
      id,
      sourceNumber: listed.number,
      source: cited,
      ...{ stance, question, passageLanguage },
      locator: told.hideIn(locator),
      passage: told.hideIn(passage),
      note: told.hideIn(note),
      file: file && reportFile({ ...file, name: told.fileName({ source, file }) }, evidenceCount),
      by: hand(personId),
      at,
    }
  }

  /** A file that several pieces of evidence rest on is numbered by the first of them. */
  function copyOf(file: EvidenceFile, number: number): string | null {
    const known = copies.get(file.hash)
    if (known !== undefined) return known
    const path = facts.copyPath(file, number)
    copies.set(file.hash, path)
    return path
  }

  function reportFile({ capturedBy, ...file }: EvidenceFile, number: number): ReportFile {
    const foundHash = facts.foundHashes.get(file.hash) ?? null
    return {
      ...file,
      capturedBy: hand(capturedBy),
      condition: foundHash === null ? 'missing' : foundHash === file.hash ? 'unchanged' : 'changed',
      foundHash,
      path: copyOf({ ...file, capturedBy }, number),
    }
  }

  function secondRead({ personId, ...read }: SecondRead, current: boolean): ReportSecondRead {
    tally(personId).secondReads += 1
    return { ...read, reason: told.hideIn(read.reason), current, by: hand(personId) }
  }
}

function citedSource(source: CitedSource): CitedSource {
  const { id, type, kind, title, names, authors, container, publisher, issued, issuedOn, accessedOn } = source
  const { url, archiveUrl, language, note, volume, issue, pages, edition, doi, isbn, event, medium } = source
  const { cslType, further, createdAt } = source
  const { reliability, reliabilityReason, conflicts, confidential } = source
  const { status, statusReason, statusAt, goodUntil, expired } = source
  return {
    ...{ id, type, kind, title, names, authors, container, publisher, issued, issuedOn, accessedOn },
    ...{ url, archiveUrl, language, note, volume, issue, pages, edition, doi, isbn, event, medium },
    ...{ cslType, further, createdAt },
    ...{ reliability, reliabilityReason, conflicts, confidential },
    ...{ status, statusReason, statusAt, goodUntil, expired },
  }
}

function pointOn(ratings: readonly Rating[], ratingId: string | null): ReportVerdict['point'] {
  const values = ratings.flatMap(({ value }) => value ?? [])
  const value = ratings.find(({ id }) => id === ratingId)?.value ?? null
  return value === null ? null : { value, worst: Math.min(...values), best: Math.max(...values) }
}

/** The passage that shows that it was said, where it is in another language than the article. */
function originalOf(evidence: readonly ReportEvidence[], language: string): ReportClaim['original'] {
  const mainTag = (tag: string) => tag.split('-')[0]
  for (const { number, question, stance, passage, passageLanguage, source } of evidence) {
    const spoken = passageLanguage ?? source.language
    if (question !== 'attribution' || stance !== 'supports' || passage === null || spoken === null) continue
    if (mainTag(spoken) !== mainTag(language)) return { text: passage, language: spoken, evidence: number }
  }
  return null
}

const DECIDED: ReadonlySet<Claim['state']> = new Set(['decided', 'agreed', 'disputed'])

/** A statement asks only whether it is true; an answer that was given anyway is shown. */
function questionsOf(claim: Claim): Question[] {
  const asks = claim.kind !== 'statement' || claim.attribution !== null
  return asks ? ['attribution', 'content'] : ['content']
}

function textBlocks({ blocks, sentences }: Article): { block: Block; sentences: Sentence[] }[] {
  const inBlock = Map.groupBy(sentences, ({ blockId }) => blockId)
  return blocks
    .map((block) => ({
      block,
      sentences: (inBlock.get(block.id) ?? []).sort((a, b) => a.number - b.number),
    }))
    .filter((each) => each.sentences.length > 0)
    .sort((a, b) => a.block.start - b.block.start)
}

/** What needs most stands first (VISUAL.md §4). */
const BY_NEED: readonly SentenceMark[] = [
  'reopened',
  'disputed',
  'open',
  'in work',
  'waiting',
  'checked',
  'no claim',
]

function openItems(
  sentences: readonly ReportSentence[],
  claims: readonly ReportClaim[],
): ReportModel['openItems'] {
  const byMark = Map.groupBy(sentences, ({ mark }) => mark)
  return {
    sentences: BY_NEED.flatMap((mark) => {
      const numbers = (byMark.get(mark) ?? []).map(({ number }) => number)
      return numbers.length > 0 ? [{ mark, numbers }] : []
    }),
    unsettled: claims.flatMap(({ number, anchors, attribution, content }) =>
      [attribution, content]
        .filter((verdict) => verdict?.sign === 'question')
        .flatMap((verdict) =>
          verdict ? [{ claim: number, sentence: anchors[0]?.sentence ?? 1, question: verdict.question }] : [],
        ),
    ),
    commented: sentences.filter(({ openComments }) => openComments > 0).map(({ number }) => number),
    damagedFiles: claims.flatMap(({ evidence }) =>
      evidence.filter(({ file }) => file && file.condition !== 'unchanged').map(({ number }) => number),
    ),
  }
}

function handsOf(people: readonly Hand[]) {
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const worked = new Map<PersonId, ReportPerson>()

  function hand(id: PersonId): Hand {
    const name = names.get(id)
    if (name === undefined) throw new Error(`Person ${id} has no row`)
    return { id, name }
  }

  function tally(id: PersonId): ReportPerson {
    const known = worked.get(id)
    if (known) return known
    const made: ReportPerson = {
      ...hand(id),
      noClaims: 0,
      claims: 0,
      evidence: 0,
      verdicts: 0,
      secondReads: 0,
      signedOff: false,
    }
    worked.set(id, made)
    return made
  }

  return { hand, tally, peopleWhoWorked: () => [...worked.values()] }
}
