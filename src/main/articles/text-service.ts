import { AppError } from '#shared/errors'
import type { ArticleId, Block, Sentence, SentenceId } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import { sentenceTextHash } from '#main/database/article-state'
import type { Rows } from '#main/database/history'
import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { articlePartQueries } from './article-part-queries'
import { cutAnew, newCuts } from './cut-anew'
import { correctionsOf, cuttingQueries } from './cutting-queries'
import { segmentPart } from './segmenter'

type TextHandlers = Pick<
  Handlers,
  | 'blocks.setKind'
  | 'blocks.setLanguage'
  | 'blocks.attribute'
  | 'sentences.split'
  | 'sentences.join'
  | 'sentences.markNoClaim'
  | 'sentences.clearNoClaim'
>

/** Corrections of how a text was cut. Its words never change. */
export function textService({ db, now, newId, personId, desk, changeArticle }: ServiceContext): TextHandlers {
  const queries = articlePartQueries(db)
  const cutting = cuttingQueries(db)

  const found = (blockId: Block['id']) => {
    const articleId = desk.queries.articleOfBlock(blockId)
    const outline = articleId && desk.outline(articleId)
    const block = outline?.blocks.get(blockId)
    if (!articleId || !outline || !block) throw notFound('Diesen Absatz', 'This block')
    const sentences = outline.sentences.filter((sentence) => sentence.blockId === blockId)
    return {
      articleId,
      outline,
      block,
      sentences,
      excerpt: excerpt(outline.text.slice(block.start, block.end)),
    }
  }

  const all = (sentenceIds: readonly SentenceId[]) => {
    const sentences = [...new Set(sentenceIds)].map((sentenceId) => desk.sentence(sentenceId))
    const articleId = sentences[0]?.articleId
    if (!articleId) throw new Error('The contract asks for at least one sentence')
    if (sentences.some((each) => each.articleId !== articleId)) throw twoArticles()
    return {
      articleId,
      sentences,
      numbers: sentences.map(({ sentence }) => sentence.number).sort((a, b) => a - b),
    }
  }

  return {
    'blocks.setKind': ({ blockId, kind, expected }, { language }) => {
      const { articleId, outline, block, sentences, excerpt } = found(blockId)
      refuseOutdated(THIS_BLOCK, { expected, current: block, wanted: { kind } })
      const dropped = kind === 'non-text'
      const restored = block.kind === 'non-text' && !dropped
      if (dropped && desk.claimsOfSentences(articleId, ids(sentences)).length > 0) throw claimsInBlock()
      return changeArticle(
        language,
        { action: 'block.kindSet', articleId, facts: { kind, before: block.kind, excerpt } },
        { structureChanged: true },
        (rows) => {
          rows.update('blocks', blockId, { kind })
          if (dropped) for (const { id } of sentences) removeSentence(rows, id)
          if (restored) {
            const own = block.language ?? desk.articleRow(articleId).language
            for (const { start, end } of segmentPart(outline.text, block, own, correctionsOf(cutting))) {
              rows.insert('sentences', { id: newId(), block_id: blockId, start, end })
            }
          }
        },
      )
    },

    'blocks.setLanguage': ({ blockId, language: asked, expected }, { language }) => {
      const { articleId, outline, block, sentences, excerpt } = found(blockId)
      refuseOutdated(THIS_BLOCK, { expected, current: block, wanted: { language: asked } })
      const ofArticle = desk.articleRow(articleId).language
      const own = asked === ofArticle ? null : asked
      const cuts = newCuts(outline.text, block, sentences, own ?? ofArticle, correctionsOf(cutting))
      return changeArticle(
        language,
        {
          action: 'block.languageSet',
          articleId,
          facts: { excerpt, language: own ?? ofArticle, before: block.language ?? ofArticle },
        },
        { structureChanged: true },
        (rows) => {
          rows.update('blocks', blockId, { language: own })
          if (cuts) cutAnew(rows, cuts, { queries, newId })
        },
      )
    },

    'blocks.attribute': ({ blockId, expected, ...wanted }, { language }) => {
      const { articleId, outline, block, excerpt } = found(blockId)
      const { speaker = block.speaker, role = block.role, saidOn = block.saidOn } = wanted
      refuseOutdated(
        { de: 'Diese Zuschreibung', en: 'This attribution' },
        { expected, current: block, wanted },
      )
      const partners = [...outline.blocks.values()].filter(
        ({ id, quoteId }) =>
          id === blockId || quoteId === blockId || (block.quoteId !== null && id === block.quoteId),
      )
      return changeArticle(
        language,
        { action: 'block.attributed', articleId, facts: { excerpt, speaker } },
        { structureChanged: true },
        (rows) => {
          for (const { id } of partners) rows.update('blocks', id, { speaker, role, said_on: saidOn })
        },
      )
    },

    'sentences.split': ({ sentenceId, at, expected }, { language }) => {
      const { sentence, articleId, text: words } = desk.sentence(sentenceId)
      refuseOutdated(THIS_SENTENCE, { expected, current: { text: words } })
      const { text } = desk.outline(articleId)
      const left = text.slice(sentence.start, Math.max(at, sentence.start)).trimEnd().length + sentence.start
      const right = sentence.end - text.slice(at, sentence.end).trimStart().length
      if (at <= sentence.start || at >= sentence.end || left <= sentence.start || right >= sentence.end) {
        throw notInside(sentence)
      }
      if (splitsCharacter(text, at)) throw insideCharacter()
      const rightId = newId<SentenceId>()
      return changeArticle(
        language,
        { action: 'sentence.split', articleId, sentenceId, facts: { sentences: [sentence.number] } },
        { structureChanged: true, sentenceIds: [sentenceId, rightId] },
        (rows) => {
          rows.update('sentences', sentenceId, { end: left })
          rows.insert('sentences', {
            id: rightId,
            block_id: sentence.blockId,
            start: right,
            end: sentence.end,
          })
          for (const { earlierId, relation, because } of queries.originsOf(sentenceId)) {
            rows.insert('sentence_origins', {
              id: newId(),
              sentence_id: rightId,
              earlier_id: earlierId,
              relation,
              because,
            })
          }
          for (const anchor of queries.anchorsOn(sentenceId)) {
            const head = { start: anchor.start, end: Math.min(anchor.end, left) }
            const tail = { start: Math.max(anchor.start, right), end: anchor.end }
            if (head.start >= head.end) rows.update('anchors', anchor.id, { sentence_id: rightId, ...tail })
            else {
              rows.update('anchors', anchor.id, head)
              if (tail.start < tail.end) {
                rows.insert('anchors', {
                  id: newId(),
                  claim_id: anchor.claimId,
                  sentence_id: rightId,
                  attached_again: anchor.attachedAgain,
                  ...tail,
                })
              }
            }
          }
        },
      )
    },

    'sentences.join': ({ sentenceId, expected }, { language }) => {
      const { sentence, articleId, text } = desk.sentence(sentenceId)
      const outline = desk.outline(articleId)
      const next = outline.sentences[(outline.positions.get(sentenceId) ?? 0) + 1]
      const current = { text, next: next && outline.text.slice(next.start, next.end) }
      refuseOutdated(THIS_SENTENCE, { expected, current })
      if (next?.blockId !== sentence.blockId) throw lastOfBlock()
      return changeArticle(
        language,
        { action: 'sentence.joined', articleId, sentenceId, facts: { sentences: [sentence.number] } },
        { structureChanged: true, sentenceIds: [sentenceId] },
        (rows) => {
          const here = new Map(queries.anchorsOn(sentenceId).map((anchor) => [anchor.claimId, anchor]))
          for (const anchor of queries.anchorsOn(next.id)) {
            const twin = here.get(anchor.claimId)
            if (twin) {
              rows.update('anchors', twin.id, { end: anchor.end })
              rows.remove('anchors', anchor.id)
            } else rows.update('anchors', anchor.id, { sentence_id: sentenceId })
          }
          const hasClaims = desk.claimsOfSentences(articleId, [sentenceId, next.id]).length > 0
          if (hasClaims) removeNoClaim(rows, sentenceId)
          for (const { table, id } of queries.ofSentence(next.id)) {
            if (table === 'comments' || table === 'sentence_origins') {
              rows.update(table, id, { sentence_id: sentenceId })
            } else rows.remove(table, id)
          }
          rows.remove('sentences', next.id)
          rows.update('sentences', sentenceId, { end: next.end })
        },
      )
    },

    'sentences.markNoClaim': ({ sentenceIds }, { language }) => {
      const { articleId, sentences, numbers } = all(sentenceIds)
      const withClaim = desk.claimsOfSentences(articleId, sentenceIds)[0]
      if (withClaim) throw hasClaim(withClaim.claim.wording)
      return changeArticle(
        language,
        noClaimAbout('sentence.noClaim', articleId, sentenceIds, numbers),
        { sentenceIds },
        (rows) => {
          for (const { sentence, text } of sentences) {
            if (sentence.noClaim && sentence.mark !== 'reopened') continue
            removeNoClaim(rows, sentence.id)
            rows.insert('no_claims', {
              id: newId(),
              sentence_id: sentence.id,
              text_hash: sentenceTextHash(text),
              created_by: personId(),
              created_at: now().toISOString(),
            })
          }
        },
      )
    },

    'sentences.clearNoClaim': ({ sentenceIds }, { language }) => {
      const { articleId, numbers } = all(sentenceIds)
      return changeArticle(
        language,
        noClaimAbout('sentence.noClaimCleared', articleId, sentenceIds, numbers),
        { sentenceIds },
        (rows) => {
          for (const sentenceId of sentenceIds) removeNoClaim(rows, sentenceId)
        },
      )
    },
  }

  function removeNoClaim(rows: Rows, sentenceId: SentenceId): void {
    for (const { id } of desk.queries.noClaims([sentenceId])) rows.remove('no_claims', id)
  }

  function removeSentence(rows: Rows, sentenceId: SentenceId): void {
    for (const { table, id } of queries.ofSentence(sentenceId)) rows.remove(table, id)
    rows.remove('sentences', sentenceId)
  }
}

function noClaimAbout(
  action: string,
  articleId: ArticleId,
  sentenceIds: readonly SentenceId[],
  numbers: readonly number[],
) {
  const sentenceId = sentenceIds.length === 1 ? (sentenceIds[0] ?? null) : null
  return { action, articleId, sentenceId, facts: { sentences: numbers } }
}

const THIS_BLOCK = { de: 'Dieser Absatz', en: 'This block' }
const THIS_SENTENCE = { de: 'Dieser Satz', en: 'This sentence' }

function ids(sentences: readonly { id: SentenceId }[]): SentenceId[] {
  return sentences.map(({ id }) => id)
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59).toWellFormed()}…` : line
}

/** A surrogate pair, a base with its combining marks or a joined emoji is one character and stays whole. */
function splitsCharacter(text: string, at: number): boolean {
  const from = Math.max(0, at - 64)
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const containing = graphemes.segment(text.slice(from, at + 64)).containing(at - from)
  return containing !== undefined && containing.index !== at - from
}

function notInside({ number, start, end }: Sentence): AppError {
  const place = `${String(start)}–${String(end)}`
  return new AppError('rule_broken', {
    de: `Diese Stelle liegt nicht im Innern von Satz ${String(number)} (${place}). Setzen Sie die Einfügemarke zwischen zwei Wörter des Satzes.`,
    en: `This place is not inside sentence ${String(number)} (${place}). Put the caret between two words of the sentence.`,
  })
}

function insideCharacter(): AppError {
  return new AppError('rule_broken', {
    de: 'Diese Stelle liegt mitten in einem Zeichen. Setzen Sie die Einfügemarke daneben.',
    en: 'This place is in the middle of a character. Put the caret beside it.',
  })
}

function lastOfBlock(): AppError {
  return new AppError('rule_broken', {
    de: 'Das ist der letzte Satz dieses Absatzes. Verbinden geht nur innerhalb eines Absatzes.',
    en: 'This is the last sentence of its block. Joining works inside one block only.',
  })
}

function claimsInBlock(): AppError {
  return new AppError('rule_broken', {
    de: 'In diesem Absatz stehen Behauptungen. Entfernen Sie diese zuerst, dann kann er als „kein Text“ gelten.',
    en: 'There are claims in this block. Remove them first, then it can count as “non-text”.',
  })
}

function hasClaim(wording: string): AppError {
  return new AppError('rule_broken', {
    de: `In diesem Satz steht die Behauptung „${excerpt(wording)}“. Entfernen Sie sie zuerst, wenn nichts zu prüfen ist.`,
    en: `This sentence holds the claim “${excerpt(wording)}”. Remove it first if there is nothing to check.`,
  })
}

function twoArticles(): AppError {
  return new AppError('rule_broken', {
    de: 'Bitte nur Sätze eines Artikels auf einmal.',
    en: 'Please take sentences of one article at a time.',
  })
}
