import { AppError } from '#shared/errors'
import type { Anchor, ClaimId, ListedClaim, Verdict } from '#shared/model'

import { sentencesOf } from '#main/database/article-state'
import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { findPlaces } from './claim-archive'
import { claimQueries } from './claim-queries'

type ClaimHandlers = Pick<
  Handlers,
  'claims.add' | 'claims.update' | 'claims.remove' | 'claims.read' | 'claims.list'
>

export function claimService({
  db,
  now,
  newId,
  personId,
  desk,
  changeArticle,
}: ServiceContext): ClaimHandlers {
  const queries = claimQueries(db)

  return {
    'claims.read': ({ claimId }) => desk.claim(claimId).claim,

    'claims.list': ({ query = '', limit }) => {
      const places = findPlaces(queries.places(), query, limit)
      const byArticle = Map.groupBy(places, ({ articleId }) => articleId)
      const claims = new Map(
        [...byArticle].flatMap(([articleId, here]) =>
          desk
            .claims(
              articleId,
              here.map(({ claimId }) => claimId),
            )
            .map(({ claim }) => [claim.id, claim] as const),
        ),
      )
      return places.flatMap(({ claimId, articleId, articleTitle, articleLanguage }): ListedClaim[] => {
        const claim = claims.get(claimId)
        const sentenceId = claim && sentencesOf(claim)[0]
        if (!claim || !sentenceId) return []
        const { wording, kind, claimant, claimedOn, state, attribution, content, evidence } = claim
        return [
          {
            claimId,
            articleId,
            articleTitle,
            articleLanguage,
            sentenceId,
            wording,
            kind,
            claimant,
            claimedOn,
            state,
            attribution: listedVerdict(attribution),
            content: listedVerdict(content),
            evidenceCount: evidence.length,
            at: (content ?? attribution)?.at ?? claim.createdAt,
          },
        ]
      })
    },

    'claims.add': ({ anchors: asked, ...given }, { language }) => {
      const places = asked.map(({ sentenceId, start, end }) => {
        const found = desk.sentence(sentenceId)
        const anchor = { sentenceId, start: start ?? found.sentence.start, end: end ?? found.sentence.end }
        refuseOutside(anchor, found.sentence)
        return { ...found, anchor }
      })
      const [first] = places
      if (!first) throw new Error('The contract asks for at least one anchor')
      const { articleId, block } = first
      if (places.some((place) => place.articleId !== articleId)) throw twoArticles()
      if (new Set(asked.map(({ sentenceId }) => sentenceId)).size < asked.length) throw sameSentenceTwice()

      const { text } = desk.outline(articleId)
      const spoken = block.kind === 'quote' && block.speaker !== null
      const wording =
        given.wording ?? places.map(({ anchor }) => text.slice(anchor.start, anchor.end)).join(' ')
      const claimId = newId<ClaimId>()
      const change = changeArticle(
        language,
        {
          action: 'claim.added',
          articleId,
          claimId,
          sentenceId: first.sentence.id,
          facts: { sentences: places.map(({ sentence }) => sentence.number), wording },
        },
        { claimIds: [claimId] },
        (rows) => {
          const noClaims = desk.queries.noClaims(places.map(({ sentence }) => sentence.id))
          for (const { id } of noClaims) rows.remove('no_claims', id)
          rows.insert('claims', {
            id: claimId,
            article_id: articleId,
            wording,
            kind: given.kind ?? (block.kind === 'quote' ? 'quote' : 'statement'),
            claimant: given.claimant ?? (spoken ? block.speaker : null),
            claimant_role: given.claimantRole ?? (spoken ? block.role : null),
            claimed_on: given.claimedOn ?? (spoken ? block.saidOn : null),
            place: given.place ?? null,
            created_by: personId(),
            created_at: now().toISOString(),
          })
          for (const { anchor } of places) {
            rows.insert('anchors', {
              id: newId(),
              claim_id: claimId,
              sentence_id: anchor.sentenceId,
              start: anchor.start,
              end: anchor.end,
              attached_again: null,
            })
          }
        },
      )
      return { claimId, change }
    },

    'claims.update': ({ claimId, expected, ...given }, { language }) => {
      const { claim, articleId } = desk.claim(claimId)
      refuseOutdated(THIS_CLAIM, { expected, current: claim, wanted: given })
      const patch = {
        wording: given.wording,
        kind: given.kind,
        claimant: given.claimant,
        claimant_role: given.claimantRole,
        claimed_on: given.claimedOn,
        place: given.place,
      }
      return changeArticle(
        language,
        {
          action: 'claim.updated',
          articleId,
          claimId,
          sentenceId: sentencesOf(claim)[0] ?? null,
          facts: {
            sentences: desk.numbersOf(articleId, sentencesOf(claim)),
            wording: given.wording ?? claim.wording,
          },
        },
        { claimIds: [claimId] },
        (rows) => {
          rows.update('claims', claimId, patch)
        },
      )
    },

    'claims.remove': ({ claimId, reason, expected }, { language }) => {
      const { claim, articleId } = desk.claim(claimId)
      refuseOutdated(THIS_CLAIM, { expected, current: claim })
      return changeArticle(
        language,
        {
          action: 'claim.removed',
          articleId,
          claimId,
          sentenceId: sentencesOf(claim)[0] ?? null,
          reason,
          facts: { sentences: desk.numbersOf(articleId, sentencesOf(claim)), wording: claim.wording },
        },
        { sentenceIds: sentencesOf(claim), removedClaimIds: [claimId] },
        (rows) => {
          for (const { table, id } of queries.parts(claimId)) rows.remove(table, id)
          rows.remove('claims', claimId)
        },
      )
    },
  }
}

const THIS_CLAIM = { de: 'Diese Behauptung', en: 'This claim' }

function listedVerdict(verdict: Verdict | null): ListedClaim['content'] {
  if (!verdict) return null
  const { label, sign, tone, asOf } = verdict
  return { label, sign, tone, asOf }
}

function refuseOutside(anchor: Anchor, sentence: { start: number; end: number; number: number }): void {
  if (anchor.start >= sentence.start && anchor.end <= sentence.end && anchor.start < anchor.end) return
  const place = `${String(sentence.start)}–${String(sentence.end)}`
  throw new AppError('rule_broken', {
    de: `Die markierte Stelle liegt nicht in Satz ${String(sentence.number)} (${place}). Markieren Sie Wörter dieses Satzes.`,
    en: `The marked place is not inside sentence ${String(sentence.number)} (${place}). Select words of this sentence.`,
  })
}

function twoArticles(): AppError {
  return new AppError('rule_broken', {
    de: 'Eine Behauptung kann nicht über zwei Artikel gehen. Legen Sie für jeden eine an.',
    en: 'A claim cannot span two articles. Make one for each.',
  })
}

function sameSentenceTwice(): AppError {
  return new AppError('rule_broken', {
    de: 'Eine Behauptung hat in jedem Satz genau eine Stelle. Legen Sie für die zweite Stelle eine eigene an.',
    en: 'A claim has exactly one place in each sentence. Make a claim of its own for the second place.',
  })
}
