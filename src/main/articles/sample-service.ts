import type { ArticleId, BlockId, ClaimId, SentenceId, SourceId } from '#shared/model'

import { sentenceTextHash } from '#main/database/article-state'
import type { Rows } from '#main/database/history'
import { sourceRow } from '#main/database/source-row'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import sampleText from '../../../db/sample/kasachstan.txt?raw'
import { insertArticle } from './article-rows'
import { sampleClaims, sampleNoClaims, type SampleClaim, type SampleSource } from './sample-check'

/** The sample is an article like any other: read by the same reader, checked through the same tables. */
export function sampleService({
  now,
  newId,
  personId,
  desk,
  change,
}: ServiceContext): Pick<Handlers, 'articles.addSample'> {
  return {
    'articles.addSample': async () => {
      // Loaded when it is needed, as it is most of the program's size.
      const { readArticle } = await import('./article-reader')
      const article = readArticle({ text: sampleText }, { language: 'de' })
      const articleId = newId<ArticleId>()
      const by = { created_by: personId(), created_at: now().toISOString() }
      change({ action: 'article.sampleAdded', articleId, facts: { title: article.title } }, (rows) => {
        insertArticle(rows, article, {
          articleId,
          newId,
          personId: by.created_by,
          at: by.created_at,
          fileName: null,
          originalId: null,
          isSample: true,
          outlet: 'Belegt',
        })
        const { text, sentences, blocks } = desk.outline(articleId)
        const place = (words: string) => {
          const start = text.indexOf(words)
          const sentence = sentences.find((each) => start >= each.start && start < each.end)
          const block = sentence && blocks.get(sentence.blockId)
          if (!sentence || !block) throw new Error(`The sample has no sentence with “${words}”`)
          return { sentence, block, start, end: start + words.length }
        }

        for (const words of sampleNoClaims) {
          const { sentence } = place(words)
          rows.insert('no_claims', {
            id: newId(),
            sentence_id: sentence.id,
            text_hash: sentenceTextHash(text.slice(sentence.start, sentence.end)),
            ...by,
          })
        }
        for (const claim of sampleClaims)
          insertClaim(rows, { articleId, claim, place: place(claim.words), by })
      })
      return desk.summary(articleId)
    },
  }

  function insertClaim(
    rows: Rows,
    {
      articleId,
      claim,
      place,
      by,
    }: {
      articleId: ArticleId
      claim: SampleClaim
      place: {
        sentence: { id: SentenceId }
        block: { id: BlockId; speaker: string | null; role: string | null; saidOn: string | null }
        start: number
        end: number
      }
      by: { created_by: string; created_at: string }
    },
  ): void {
    const claimId = newId<ClaimId>()
    const { speaker, role, saidOn } = place.block
    rows.insert('claims', {
      id: claimId,
      article_id: articleId,
      wording: claim.wording ?? claim.words,
      kind: claim.kind,
      claimant: speaker,
      claimant_role: role,
      claimed_on: saidOn,
      place: null,
      ...by,
    })
    rows.insert('anchors', {
      id: newId(),
      claim_id: claimId,
      sentence_id: place.sentence.id,
      start: place.start,
      end: place.end,
      attached_again: null,
    })
    for (const { source, stance, question, locator, passage, language } of claim.evidence) {
      const sourceId = insertSource(rows, source, by)
      rows.insert('evidence', {
        id: newId(),
        claim_id: claimId,
        source_id: sourceId,
        stance,
        question,
        locator,
        passage,
        passage_language: language,
        note: null,
        file_id: null,
        ...by,
      })
    }
    const { basis } = desk.claim(claimId)
    for (const { question, ratingId, conclusion, reasoning, asOf, correction } of claim.verdicts) {
      rows.insert('verdicts', {
        id: newId(),
        claim_id: claimId,
        question,
        scale_id: `belegt-${question}-de-1`,
        rating_id: ratingId,
        conclusion,
        reasoning,
        against: null,
        not_found: null,
        as_of: asOf,
        correction,
        basis_hash: basis(),
        withdrawn: 0,
        ...by,
      })
    }
  }

  function insertSource(
    rows: Rows,
    source: SampleSource,
    by: { created_by: string; created_at: string },
  ): SourceId {
    const id = newId<SourceId>()
    rows.insert(
      'sources',
      sourceRow(source, { id, createdBy: by.created_by, createdAt: by.created_at, newMark: newId }),
    )
    return id
  }
}
