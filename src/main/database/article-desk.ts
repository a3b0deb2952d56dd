import type { Database } from 'better-sqlite3'

import { AppError, type UiLanguage } from '#shared/errors'
import type {
  Anchor,
  Article,
  ArticleId,
  ArticleSummary,
  Block,
  Claim,
  ClaimId,
  CorrectionAnswer,
  ImportWarning,
  Progress,
  RatingScale,
  RevisionId,
  Sentence,
  SentenceId,
  SentenceMark,
  SignOff,
  Verdict,
} from '#shared/model'

import {
  articleQueries,
  type AnswerRow,
  type ArticleRow,
  type SentenceRow,
  type VerdictRow,
} from './article-queries'
import {
  basisHash,
  claimContentHash,
  claimState,
  countProgress,
  markOfClaims,
  noClaimContentHash,
  noClaimMark,
  recountProgress,
  sentenceTextHash,
  sentenceTextHashes,
  stateOfMark,
  verdictIds,
} from './article-state'
import { canonicalJson, sha256 } from './canonical-json'
import { givenWay } from './domino'
import type { Change, RecordedTable } from './history'
import { pageAt, type PageStart } from './page-starts'

/** The fixed part of an article: text, blocks, sentences. Kept until its structure changes. */
export interface Outline {
  revisionId: RevisionId
  text: string
  textHash: string
  warnings: (Omit<ImportWarning, 'text'> & Record<UiLanguage, string>)[]
  pages: PageStart[]
  blocks: Map<Block['id'], Block>
  sentences: SentenceRow[]
  /** Position in `sentences`, from 0. */
  positions: Map<SentenceId, number>
  /** Checked in an earlier wording that is not this one. */
  reopened: Set<SentenceId>
}

/** A claim with what its state was derived from. */
export interface DerivedClaim {
  claim: Claim
  /** Both are asked for only where there is a verdict or a sign-off to compare with. */
  basis: () => string
  contentHash: () => string
  verdictIds: string
}

interface DerivedArticle {
  marks: Map<SentenceId, SentenceMark>
  progress: Progress
  /** Hash of everything a sign-off covers in each sentence. Not there before somebody signs. */
  hashes: Map<SentenceId, string> | null
}

/**
 * Reads articles as the window shows them and derives every state. Outlines and marks are kept in memory; a change
 * through this workstation renews what it touched, a change by another process (data_version) drops everything, and so
 * does a new day: sources expire at its beginning.
 */
export function articleDesk(db: Database, now: () => Date) {
  const queries = articleQueries(db, now)
  const outlines = new Map<ArticleId, Outline>()
  const states = new Map<ArticleId, DerivedArticle>()
  const currentDataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  let dataVersion = currentDataVersion.get()
  let day = dayOf(now())
  let scales = new Map<string, RatingScale>()

  /** To be called before each call is answered: what other processes or the calendar changed is read anew. */
  function refresh(): void {
    const version = currentDataVersion.get()
    const today = dayOf(now())
    if (version !== dataVersion || today !== day) forgetAll()
    dataVersion = version
    day = today
  }

  function forgetAll(): void {
    outlines.clear()
    states.clear()
  }

  function forget(articleId: ArticleId): void {
    outlines.delete(articleId)
    states.delete(articleId)
  }

  function articleRow(articleId: ArticleId): ArticleRow {
    const row = queries.article(articleId)
    if (!row) throw notFound('Diesen Artikel', 'This article')
    return row
  }

  function outline(articleId: ArticleId): Outline {
    const known = outlines.get(articleId)
    if (known) return known
    const { revisionId, revision } = articleRow(articleId)
    const made = outlineOf(revisionId)
    if (revision > 1) made.reopened = new Set(queries.reopenedSentences(articleId, revisionId))
    outlines.set(articleId, made)
    return made
  }

  /** Any revision, read anew. */
  function outlineOf(revisionId: RevisionId): Outline {
    const revision = queries.revision(revisionId)
    if (!revision) throw new Error(`Revision ${revisionId} has no row`)
    const sentences = queries.sentences(revisionId)
    return {
      revisionId,
      text: revision.text,
      textHash: revision.textHash,
      warnings: JSON.parse(revision.warnings) as Outline['warnings'],
      pages: JSON.parse(revision.pages) as Outline['pages'],
      blocks: new Map(queries.blocks(revisionId).map((block) => [block.id, block])),
      sentences,
      positions: new Map(sentences.map(({ id }, position) => [id, position])),
      reopened: new Set(),
    }
  }

  function blockOf(from: Outline, sentence: SentenceRow): Block {
    const block = from.blocks.get(sentence.blockId)
    if (!block) throw new Error(`Sentence ${sentence.id} has no block`)
    return block
  }

  function sentenceRow(from: Outline, sentenceId: SentenceId): SentenceRow {
    const row = from.sentences[from.positions.get(sentenceId) ?? -1]
    if (!row) throw notFound('Diesen Satz', 'This sentence')
    return row
  }

  function scale(scaleId: string): RatingScale {
    if (!scales.has(scaleId)) scales = new Map(queries.scales().map((each) => [each.id, each]))
    const found = scales.get(scaleId)
    if (!found) throw notFound('Diese Skala', 'This rating scale')
    return found
  }

  /** A scale without labels asks for evidence like a label that needs it. */
  function needsEvidence(verdict: Pick<Verdict, 'scaleId' | 'ratingId'>): boolean {
    const rating = scale(verdict.scaleId).ratings.find(({ id }) => id === verdict.ratingId)
    return rating?.needsEvidence ?? true
  }

  function asVerdict(row: VerdictRow): Verdict {
    const { name, version, ratings } = scale(row.scaleId)
    const rating = ratings.find(({ id }) => id === row.ratingId)
    const { claimId: _, basisHash: __, withdrawn: ___, ...rest } = row
    return {
      ...rest,
      scaleName: name,
      scaleVersion: version,
      label: rating?.label ?? null,
      definition: rating?.definition ?? null,
      sign: rating?.sign ?? 'lines',
      tone: rating?.tone ?? 'neutral',
    }
  }

  /** Those of the claims that stand on the current revision. */
  function derivedClaims(articleId: ArticleId, claimIds: readonly ClaimId[]): DerivedClaim[] {
    return claimIds.length === 0 ? [] : claimsOn(outline(articleId), claimIds)
  }

  /** Those of the claims that stand on a revision. */
  function claimsOn(from: Outline, claimIds: readonly ClaimId[]): DerivedClaim[] {
    const anchors = Map.groupBy(queries.anchors(claimIds), ({ claimId }) => claimId)
    const evidence = Map.groupBy(queries.evidence(claimIds), ({ evidence: { claimId } }) => claimId)
    const verdicts = Map.groupBy(queries.verdicts(claimIds), ({ claimId }) => claimId)
    const reads = new Map(queries.readsOfClaims(claimIds).map((read) => [read.claimId, read]))
    const proposing = [...verdicts.values()].flat().filter(({ correction }) => correction !== null)
    const answers = Map.groupBy(
      proposing.length === 0 ? [] : queries.answers(proposing.map(({ id }) => id)),
      ({ verdictId }) => verdictId,
    )

    const standing = queries
      .claims(claimIds)
      .filter(({ id }) => anchors.get(id)?.every(({ sentenceId }) => from.positions.has(sentenceId)))
    return standing.map(({ articleId: _, ...row }) => {
      const places = (anchors.get(row.id) ?? []).map(({ sentenceId, start, end, attachedAgain }) => {
        const sentence = sentenceRow(from, sentenceId)
        return {
          anchor: { sentenceId, start, end } satisfies Anchor,
          text: from.text.slice(sentence.start, sentence.end),
          from: start - sentence.start,
          to: end - sentence.start,
          attachedAgain,
          block: blockOf(from, sentence),
        }
      })
      const standings = evidence.get(row.id) ?? []
      const claimEvidence = standings.map((standing) => standing.evidence)
      const inForce = (verdicts.get(row.id) ?? [])
        .filter(({ withdrawn }) => withdrawn === 0)
        .sort((a, b) => (a.question < b.question ? -1 : 1))
      const secondRead = reads.get(row.id) ?? null
      const basis = once(() => basisOf(row, places, inForce))
      const contentHash = once(() => claimContentHash(basis(), inForce, claimEvidence))
      const ways = givenWay(standings, inForce, now())
      const { state, because } = claimState({
        kind: row.kind,
        evidenceCount: claimEvidence.length,
        verdicts: inForce,
        secondRead,
        basis,
        contentHash,
        givenWay: ways,
      })
      const answer = (question: Verdict['question']) => {
        const found = inForce.find((verdict) => verdict.question === question)
        return found ? asVerdict(found) : null
      }
      const claim: Claim = {
        ...row,
        state,
        reopenedBecause: because,
        givenWay: because === 'source' || because === 'file' ? ways : [],
        anchors: places.map(({ anchor }) => anchor),
        attribution: answer('attribution'),
        content: answer('content'),
        answers: inForce.flatMap(({ id, question }) => answersTo(answers.get(id) ?? [], question)),
        evidence: claimEvidence,
        secondRead: secondRead && {
          outcome: secondRead.outcome,
          reason: secondRead.reason,
          personId: secondRead.personId,
          at: secondRead.at,
          contentHash: secondRead.contentHash,
        },
      }
      return { claim, basis, contentHash, verdictIds: verdictIds(inForce) }
    })
  }

  /** The sentences asked for, with the claims that stand on them. */
  function derive(articleId: ArticleId, rows: readonly SentenceRow[], claims: readonly DerivedClaim[]) {
    const from = outline(articleId)
    const ids = rows.map(({ id }) => id)
    const whole = rows.length === from.sentences.length
    const noClaims = new Map(
      (whole ? queries.noClaimsOfArticle(from.revisionId) : queries.noClaims(ids)).map((each) => [
        each.sentenceId,
        each,
      ]),
    )
    const reads = new Map(
      noClaims.size > 0
        ? queries.readsOfSentences([...noClaims.keys()]).map((read) => [read.sentenceId, read])
        : [],
    )
    const comments = new Map(queries.openComments(ids).map(({ sentenceId, count }) => [sentenceId, count]))
    const claimsOf = Map.groupBy(
      claims.flatMap((each) => each.claim.anchors.map(({ sentenceId }) => ({ sentenceId, each }))),
      ({ sentenceId }) => sentenceId,
    )

    return rows.map((row) => {
      const here = claimsOf.get(row.id)?.map(({ each }) => each) ?? []
      const noClaim = noClaims.get(row.id)
      const text = from.text.slice(row.start, row.end)
      let mark: SentenceMark = from.reopened.has(row.id) ? 'reopened' : 'open'
      let contentHash = () => ''
      if (here.length > 0) {
        mark = markOfClaims(here.map(({ claim }) => claim.state))
        contentHash = () => here.map((each) => each.contentHash()).join('')
      } else if (noClaim) {
        const textHashes = sentenceTextHashes(text)
        mark = noClaimMark(noClaim, textHashes, reads.get(row.id) ?? null)
        const signed = textHashes.find((hash) => hash === noClaim.textHash) ?? sentenceTextHash(text)
        contentHash = () => noClaimContentHash(signed)
      }
      const sentence: Sentence = {
        ...row,
        number: (from.positions.get(row.id) ?? 0) + 1,
        page: pageAt(from.pages, row.start),
        state: stateOfMark(mark),
        mark,
        noClaim: noClaim ? { personId: noClaim.personId, at: noClaim.at } : null,
        comments: comments.get(row.id) ?? 0,
      }
      return { sentence, contentHash }
    })
  }

  function stateOf(articleId: ArticleId): DerivedArticle {
    const known = states.get(articleId)
    if (known) return known
    const { sentences } = outline(articleId)
    const claims = derivedClaims(articleId, queries.claimIdsOfArticle(articleId))
    return remember(articleId, derive(articleId, sentences, claims))
  }

  function remember(articleId: ArticleId, derived: ReturnType<typeof derive>): DerivedArticle {
    const made: DerivedArticle = {
      marks: new Map(derived.map(({ sentence: { id, mark } }) => [id, mark])),
      progress: countProgress(derived.map(({ sentence }) => sentence.mark)),
      hashes: null,
    }
    states.set(articleId, made)
    return made
  }

  function progress(articleId: ArticleId): Progress {
    return stateOf(articleId).progress
  }

  function hashesOf(articleId: ArticleId): Map<SentenceId, string> {
    const state = stateOf(articleId)
    if (state.hashes) return state.hashes
    const { sentences } = outline(articleId)
    const claims = derivedClaims(articleId, queries.claimIdsOfArticle(articleId))
    state.hashes = new Map(
      derive(articleId, sentences, claims).map(({ sentence, contentHash }) => [sentence.id, contentHash()]),
    )
    return state.hashes
  }

  /** What a sign-off of the article signs: its text, how it was cut, who spoke, and all that stands in every sentence. */
  function contentHash(articleId: ArticleId): string {
    const { textHash, blocks, sentences } = outline(articleId)
    const hashes = hashesOf(articleId)
    return sha256(
      canonicalJson({
        textHash,
        blocks: [...blocks.values()].map(({ kind, start, end, speaker, role, saidOn }) => [
          kind,
          start,
          end,
          speaker,
          role,
          saidOn,
        ]),
        sentences: sentences.map(({ id, start, end }) => [start, end, hashes.get(id) ?? '']),
      }),
    )
  }

  function signOff(articleId: ArticleId): SignOff | null {
    const row = queries.signOff(articleId)
    if (!row) return null
    const { signedOff, total } = progress(articleId)
    return { ...row, current: signedOff === total && row.contentHash === contentHash(articleId) }
  }

  function asSummary(row: ArticleRow): ArticleSummary {
    const { revisionId: _, textHash: __, isSample, ...rest } = row
    return { ...rest, isSample: isSample === 1, progress: progress(row.id), signOff: signOff(row.id) }
  }

  /** The whole article, or its beginning: up to the end of the block in which that sentence stands. */
  function read(
    articleId: ArticleId,
    language: UiLanguage,
    upToSentence = Number.POSITIVE_INFINITY,
  ): Article {
    const row = articleRow(articleId)
    const from = outline(articleId)
    const last = from.sentences[upToSentence - 1]
    const end = last ? blockOf(from, last).end : from.text.length
    const sentences = last ? from.sentences.filter(({ start }) => start < end) : from.sentences
    const claims = derivedClaims(
      articleId,
      last
        ? queries.claimIdsOfSentences(sentences.map(({ id }) => id))
        : queries.claimIdsOfArticle(articleId),
    )
    const derived = derive(articleId, sentences, claims)
    if (!last) remember(articleId, derived)
    return {
      ...asSummary(row),
      revisionId: from.revisionId,
      text: from.text.slice(0, end),
      textHash: from.textHash,
      original: queries.original(from.revisionId) ?? null,
      blocks: [...from.blocks.values()].filter((block) => !last || block.start < end),
      sentences: derived.map(({ sentence }) => sentence),
      claims: claims.map(({ claim }) => claim),
      warnings: from.warnings.map(({ de, en, ...warning }) => ({ ...warning, text: { de, en }[language] })),
    }
  }

  /** Derives anew what a change touched: the sentences named and those the claims stand on. */
  function renew(articleId: ArticleId, sentenceIds: readonly SentenceId[], claimIds: readonly ClaimId[]) {
    const known = stateOf(articleId)
    const from = outline(articleId)
    const touched = new Set(sentenceIds)
    for (const { sentenceId } of queries.anchors(claimIds)) touched.add(sentenceId)
    const ids = [...touched].filter((id) => from.positions.has(id))
    const claims = derivedClaims(articleId, queries.claimIdsOfSentences(ids))
    const derived = derive(
      articleId,
      ids.map((id) => sentenceRow(from, id)),
      claims,
    )
    known.progress = recountProgress(
      known.progress,
      derived.map(({ sentence: { id, mark } }) => ({
        before: known.marks.get(id) ?? mark,
        after: mark,
      })),
    )
    for (const { sentence, contentHash } of derived) {
      known.marks.set(sentence.id, sentence.mark)
      known.hashes?.set(sentence.id, contentHash())
    }
    return {
      sentences: derived.map(({ sentence }) => sentence).sort((a, b) => a.number - b.number),
      claims: claims.map(({ claim }) => claim),
      progress: progress(articleId),
      signOff: signOff(articleId),
    }
  }

  /** Articles whose claims may stand otherwise after these changes, though they are not of one article. */
  function articlesRestingOn(changes: readonly Change[]): ArticleId[] {
    const named = (table: RecordedTable, column: string) =>
      changes
        .filter(([each]) => each === table)
        .flatMap(([, before, after]) => [before?.[column], after?.[column]])
        .filter((id) => typeof id === 'string')
    // A source that was just made has no evidence yet.
    const old = changes.filter(([table, before]) => table === 'sources' && before !== null)
    return queries.articlesRestingOn({
      sources: old.flatMap(([, before]) => before?.id ?? []),
      files: named('file_checks', 'evidence_file_id'),
      claims: named('evidence', 'claim_id'),
    })
  }

  /** Where sentences stand in the article, counted from 1. */
  function numbersOf(articleId: ArticleId, sentenceIds: readonly SentenceId[]): number[] {
    const { positions } = outline(articleId)
    return sentenceIds.map((sentenceId) => (positions.get(sentenceId) ?? -1) + 1).sort((a, b) => a - b)
  }

  function claim(claimId: ClaimId): DerivedClaim & { articleId: ArticleId } {
    const articleId = queries.articleOfClaim(claimId)
    const derived = articleId && derivedClaims(articleId, [claimId])[0]
    if (!derived) throw articleId ? ofEarlierRevision() : notFound('Diese Behauptung', 'This claim')
    return { ...derived, articleId }
  }

  function sentence(sentenceId: SentenceId): {
    sentence: Sentence
    articleId: ArticleId
    text: string
    block: Block
  } {
    const articleId = queries.articleOfSentence(sentenceId)
    if (!articleId) throw notFound('Diesen Satz', 'This sentence')
    const from = outline(articleId)
    const row = sentenceRow(from, sentenceId)
    const claims = derivedClaims(articleId, queries.claimIdsOfSentences([sentenceId]))
    const [derived] = derive(articleId, [row], claims)
    if (!derived) throw new Error('A sentence derives to one sentence')
    return {
      sentence: derived.sentence,
      articleId,
      text: from.text.slice(row.start, row.end),
      block: blockOf(from, row),
    }
  }

  return {
    queries,
    outline,
    outlineOf,
    articleRow,
    refresh,
    summaries: () => queries.articles().map(asSummary),
    summary: (articleId: ArticleId) => asSummary(articleRow(articleId)),
    read,
    progress,
    contentHash,
    signOff,
    renew,
    numbersOf,
    articlesRestingOn,
    claim,
    claims: derivedClaims,
    claimsOn,
    claimsOfArticle: (articleId: ArticleId) => derivedClaims(articleId, queries.claimIdsOfArticle(articleId)),
    claimsOfSentences: (articleId: ArticleId, ids: readonly SentenceId[]) =>
      derivedClaims(articleId, queries.claimIdsOfSentences(ids)),
    sentence,
    scale,
    needsEvidence,
    forget,
    forgetAll,
  }
}

/** The hash that the verdicts name, if it is one of what is there. */
function basisOf(
  claim: Parameters<typeof basisHash>[0],
  places: Parameters<typeof basisHash>[1],
  verdicts: readonly Pick<VerdictRow, 'basisHash'>[],
): string {
  const folded = basisHash(claim, places)
  if (verdicts.every((verdict) => verdict.basisHash === folded)) return folded
  const asItStands = basisHash(claim, places, 'as it stands')
  return verdicts.some((verdict) => verdict.basisHash === asItStands) ? asItStands : folded
}

function answersTo(rows: readonly AnswerRow[], question: Verdict['question']): CorrectionAnswer[] {
  return rows.flatMap(({ verdictId: _, outcome, ...row }) =>
    outcome === 'open' ? [] : [{ ...row, question, outcome }],
  )
}

/** In UTC, as sources expire. */
function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

export type ArticleDesk = ReturnType<typeof articleDesk>

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function ofEarlierRevision(): AppError {
  return new AppError('rule_broken', {
    de: 'Diese Behauptung gehört zu einer früheren Fassung des Artikels und gilt nicht mehr. Hängen Sie sie zuerst an einen Satz der jetzigen Fassung an.',
    en: 'This claim belongs to an earlier revision of the article and is no longer in force. Attach it to a sentence of the current revision first.',
  })
}

export function notFound(de: string, en: string): AppError {
  return new AppError('not_found', {
    de: `${de} gibt es nicht (mehr). Laden Sie die Ansicht neu.`,
    en: `${en} does not exist (any more). Reload the view.`,
  })
}
