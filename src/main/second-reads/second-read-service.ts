import type { Parsed } from '#shared/contract'
import { AppError } from '#shared/errors'
import type { ArticleId, Claim, PersonId, SentenceId } from '#shared/model'

import type { DerivedClaim } from '#main/database/article-desk'
import { noClaimContentHash, sentencesOf, sentenceTextHash } from '#main/database/article-state'
import type { Rows } from '#main/database/history'
import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

type SecondReadHandlers = Pick<Handlers, 'secondReads.record' | 'articles.signOff'>

interface NoClaimRead {
  sentenceId: SentenceId
  number: number
  contentHash: string
}

/** A reader agrees with what was in sight, not with what came after it. */
function refuseUnseen(claim: Claim, seen: Parsed<'secondReads.record'>['seen']): void {
  const { evidence: readPieces = [], ...expected } = seen.find(({ claimId }) => claimId === claim.id) ?? {}
  const current = {
    claimId: claim.id,
    wording: claim.wording,
    verdictIds: [claim.attribution, claim.content].flatMap((verdict) => verdict?.id ?? []),
    evidenceIds: claim.evidence.map(({ id }) => id),
  }
  refuseOutdated({ de: 'Diese Behauptung', en: 'This claim' }, { expected, current })
  for (const [at, piece] of claim.evidence.entries()) {
    refuseOutdated(
      { de: `Beleg ${String(at + 1)}`, en: `Evidence ${String(at + 1)}` },
      { expected: readPieces[at], current: { ...piece, fileHash: piece.file?.hash ?? null } },
    )
  }
}

/** Four eyes: who decided something never signs it. */
export function secondReadService({
  now,
  newId,
  personId,
  desk,
  changeArticle,
}: ServiceContext): SecondReadHandlers {
  return {
    'secondReads.record': ({ claimIds, sentenceIds, outcome, reason, seen }, { language }) => {
      if (outcome === 'disputed' && !reason) throw reasonMissing()
      const reader = personId()
      const claims = [...new Set(claimIds)].map((claimId) => desk.claim(claimId))
      const sentences = [...new Set(sentenceIds)].map((sentenceId) => desk.sentence(sentenceId))
      const articleId = (claims[0] ?? sentences[0])?.articleId
      if (!articleId) throw new Error('The contract asks for at least one claim or sentence')
      if ([...claims, ...sentences].some((each) => each.articleId !== articleId)) throw twoArticles()

      for (const { claim } of claims) {
        refuseUnseen(claim, seen)
        if (!['decided', 'agreed', 'disputed'].includes(claim.state)) throw notDecided(claim.wording)
        if (claim.attribution?.personId === reader || claim.content?.personId === reader) throw ownWork()
      }
      const reads = sentences.map((found): NoClaimRead => {
        const { sentence, text } = found
        if (!sentence.noClaim || sentence.mark === 'reopened') throw notDecided(text)
        if (sentence.noClaim.personId === reader) throw ownWork()
        return noClaimRead(sentence, text)
      })

      const claimSentences = claims.flatMap(({ claim }) => sentencesOf(claim))
      const numbers = desk.numbersOf(articleId, [...new Set([...claimSentences, ...sentenceIds])])
      const onlyClaim = claims.length === 1 && sentences.length === 0 ? claims[0] : undefined
      return changeArticle(
        language,
        {
          action: outcome === 'agreed' ? 'secondRead.agreed' : 'secondRead.disputed',
          articleId,
          claimId: onlyClaim?.claim.id ?? null,
          sentenceId: onlyClaim ? (claimSentences[0] ?? null) : (sentenceIds[0] ?? null),
          reason,
          facts: { sentences: numbers, reason },
        },
        { claimIds: claims.map(({ claim }) => claim.id), sentenceIds },
        (rows) => {
          for (const claim of claims) insertClaimRead(rows, claim, outcome, reason)
          for (const read of reads) insertNoClaimRead(rows, read, outcome, reason)
        },
      )
    },

    'articles.signOff': ({ articleId, expected }, { language }) => {
      const signer = personId()
      const article = desk.read(articleId, language)
      refuseOutdated({ de: 'Dieser Artikel', en: 'This article' }, { expected, current: article })
      const unread = refuseUnfinished(article.sentences)
      const deciders = new Set<PersonId>()
      for (const { attribution, content } of article.claims) {
        for (const verdict of [attribution, content]) if (verdict) deciders.add(verdict.personId)
      }
      for (const { noClaim } of article.sentences) if (noClaim) deciders.add(noClaim.personId)
      if (deciders.size === 1 && deciders.has(signer)) throw ownWork()
      if (unread.some(({ noClaim }) => noClaim?.personId === signer)) throw ownNoClaims(unread.length)

      const reads = unread.map((sentence) =>
        noClaimRead(sentence, article.text.slice(sentence.start, sentence.end)),
      )
      return signOff(articleId, { language, article, reads })
    },
  }

  function signOff(
    articleId: ArticleId,
    {
      language,
      article,
      reads,
    }: { language: 'de' | 'en'; article: ReturnType<typeof desk.read>; reads: NoClaimRead[] },
  ) {
    return changeArticle(
      language,
      { action: 'article.signedOff', articleId, facts: { title: article.title, revision: article.revision } },
      { sentenceIds: article.sentences.map(({ id }) => id) },
      (rows) => {
        for (const read of reads) insertNoClaimRead(rows, read, 'agreed', null)
        rows.insert('sign_offs', {
          id: newId(),
          article_id: articleId,
          revision_id: article.revisionId,
          content_hash: desk.contentHash(articleId),
          created_by: personId(),
          created_at: now().toISOString(),
        })
      },
    )
  }

  function insertClaimRead(
    rows: Rows,
    { claim, contentHash, verdictIds }: DerivedClaim,
    outcome: 'agreed' | 'disputed',
    reason: string | null,
  ): void {
    rows.insert('second_reads', {
      id: newId(),
      claim_id: claim.id,
      sentence_id: null,
      outcome,
      reason,
      verdict_ids: verdictIds,
      content_hash: contentHash(),
      created_by: personId(),
      created_at: now().toISOString(),
    })
  }

  function insertNoClaimRead(
    rows: Rows,
    { sentenceId, contentHash }: NoClaimRead,
    outcome: 'agreed' | 'disputed',
    reason: string | null,
  ): void {
    rows.insert('second_reads', {
      id: newId(),
      claim_id: null,
      sentence_id: sentenceId,
      outcome,
      reason,
      verdict_ids: '[]',
      content_hash: contentHash,
      created_by: personId(),
      created_at: now().toISOString(),
    })
  }
}

function noClaimRead(sentence: { id: SentenceId; number: number }, text: string): NoClaimRead {
  return {
    sentenceId: sentence.id,
    number: sentence.number,
    contentHash: noClaimContentHash(sentenceTextHash(text)),
  }
}

/** Throws unless only "no claim" decisions still wait for a second reader; returns those. */
function refuseUnfinished<S extends { mark: string; number: number }>(sentences: readonly S[]): S[] {
  if (sentences.length === 0) {
    throw new AppError('rule_broken', {
      de: 'Der Artikel kann nicht freigegeben werden: Alle Absätze gelten als „kein Text“. Geben Sie zuerst einem Absatz eine andere Art.',
      en: 'The article cannot be signed off: every block counts as “non-text”. Give a block another kind first.',
    })
  }
  const openOnes = sentences.filter(({ mark }) => ['open', 'in work', 'reopened', 'disputed'].includes(mark))
  if (openOnes.length > 0) {
    throw new AppError('rule_broken', {
      de: `Der Artikel kann nicht freigegeben werden: ${count(openOnes, 'Satz ist', 'Sätze sind')} noch nicht fertig geprüft (${first(openOnes)}). Prüfen Sie zuerst diese Sätze.`,
      en: `The article cannot be signed off: ${count(openOnes, 'sentence is', 'sentences are')} not fully checked yet (${first(openOnes)}). Check these sentences first.`,
    })
  }
  const waiting = sentences.filter(({ mark }) => mark === 'waiting' || mark === 'checked')
  if (waiting.length > 0) {
    throw new AppError('rule_broken', {
      de: `Der Artikel kann nicht freigegeben werden: ${count(waiting, 'Satz wartet', 'Sätze warten')} noch auf die Zweitlesung (${first(waiting)}). Eine zweite Person muss diesen Urteilen zustimmen.`,
      en: `The article cannot be signed off: ${count(waiting, 'sentence waits', 'sentences wait')} for the second reader (${first(waiting)}). A second person has to agree with these verdicts.`,
    })
  }
  return sentences.filter(({ mark }) => mark === 'no claim')
}

function count(list: readonly unknown[], one: string, many: string): string {
  return `${String(list.length)} ${list.length === 1 ? one : many}`
}

function first(list: readonly { number: number }[]): string {
  const numbers = list.slice(0, 8).map(({ number }) => number)
  return `${numbers.join(', ')}${list.length > numbers.length ? ' …' : ''}`
}

function ownWork(): AppError {
  return new AppError('rule_broken', {
    de: 'Die Zweitlesung macht nie dieselbe Person, die entschieden hat. Eine andere Person muss sich anmelden und gegenlesen.',
    en: 'The second reader is never the person who decided. Another person has to take the desk and read this.',
  })
}

function ownNoClaims(sentences: number): AppError {
  return new AppError('rule_broken', {
    de: `Sie haben selbst entschieden, dass in Sätzen nichts zu prüfen ist; ${String(sentences)} davon hat noch niemand gegengelesen. Eine andere Person muss zustimmen oder den Artikel freigeben.`,
    en: `You decided yourself that sentences hold no claim; ${String(sentences)} of them have no second reader yet. Another person has to agree, or sign the article off.`,
  })
}

function notDecided(wording: string): AppError {
  const excerpt = wording.length > 60 ? `${wording.slice(0, 60)}…` : wording
  return new AppError('rule_broken', {
    de: `„${excerpt}“ ist noch nicht entschieden oder wieder geöffnet. Erst wenn alle Urteile stehen, kann die zweite Person lesen.`,
    en: `“${excerpt}” is not decided yet, or reopened. The second reader can read once all verdicts stand.`,
  })
}

function reasonMissing(): AppError {
  return new AppError('rule_broken', {
    de: 'Ein Widerspruch braucht eine Begründung. Schreiben Sie, was nicht stimmt.',
    en: 'To dispute needs a reason. Write what is not right.',
  })
}

function twoArticles(): AppError {
  return new AppError('rule_broken', {
    de: 'Bitte jeden Artikel für sich gegenlesen.',
    en: 'Please second-read one article at a time.',
  })
}
