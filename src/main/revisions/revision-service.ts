import type { Parsed } from '#shared/contract'
import { AppError, type UiLanguage } from '#shared/errors'
import type {
  ArticleId,
  ChangedBecause,
  Claim,
  EarlierWording,
  ListedRevision,
  RevisionId,
  SentenceId,
} from '#shared/model'

import { notFound, type Outline } from '#main/database/article-desk'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { alignRevisions } from './align-revisions'
import { withCorrections } from './hand-corrections'
import type { KeepOriginal, KeptOriginal, ReadText, TextReader, TextSource } from './read-text'
import { countsOf, planRevision, sentencesOfOutline, shownSteps, type RevisionPlan } from './revision-plan'
import { revisionQueries, type RevisionRow } from './revision-queries'
import { insertRevision } from './revision-rows'
import { wordDiff } from './word-diff'

type RevisionHandlers = Pick<
  Handlers,
  | 'revisions.preview'
  | 'revisions.apply'
  | 'revisions.list'
  | 'revisions.compare'
  | 'revisions.earlier'
  | 'revisions.orphans'
  | 'sentences.previewEdit'
  | 'sentences.edit'
  | 'claims.reattach'
>

interface Texts {
  read: ReadText
  /** The current text as the reader sees it, before anybody corrected it. */
  readBefore: ReadText
  revisionId: RevisionId
  /** Where the block begins that is edited in place. */
  edited: number | null
}

/** A text on its way to become a revision. */
interface Coming {
  read: ReadText
  readBefore: ReadText
  from: Outline
  plan: RevisionPlan
}

/** New versions of articles: nothing that is not the same sentence stays checked. */
export function revisionService({
  db,
  now,
  newId,
  personId,
  desk,
  changeArticle,
  readText,
  keepOriginal,
}: ServiceContext & { readText: TextReader; keepOriginal: KeepOriginal }): RevisionHandlers {
  const queries = revisionQueries(db)

  /** Reads both texts. Others may work meanwhile, so nothing is decided here. */
  async function readBoth(
    articleId: ArticleId,
    source: TextSource,
    edited: number | null = null,
  ): Promise<Texts> {
    const { language } = desk.articleRow(articleId)
    const { text, revisionId } = desk.outline(articleId)
    const read = await readText(source, { language })
    const readBefore = await readText({ text }, { language })
    return { read, readBefore, revisionId, edited }
  }

  /** Lines the texts up with what is there now; what follows in the same breath, nobody can come before. */
  function lineUp(articleId: ArticleId, { read, readBefore, revisionId, edited }: Texts): Coming {
    const from = desk.outline(articleId)
    if (from.revisionId !== revisionId) throw changedMeanwhile()
    const corrected = withCorrections(from, readBefore, read, edited)
    const anchors = queries.anchors(revisionId)
    const plan = planRevision(articleId, { from, read: corrected, anchors })
    return { read: corrected, readBefore, from, plan }
  }

  function apply(
    language: UiLanguage,
    articleId: ArticleId,
    { read, readBefore, from, plan }: Coming,
    fileName: string | null,
    original: KeptOriginal | null = null,
  ) {
    if (read.text === from.text) throw sameText()
    if (plan.after.length === 0) throw nothingToCheck()
    const article = desk.articleRow(articleId)
    const noClaims = desk.queries.noClaimsOfArticle(from.revisionId)
    const number = article.revision + 1
    return changeArticle(
      language,
      {
        action: 'revision.applied',
        articleId,
        facts: { title: article.title, revision: number, ...countsOf(plan.steps) },
      },
      { structureChanged: true, claimIds: [...plan.carried, ...plan.narrowed] },
      (rows) => {
        const made = {
          ...{ articleId, number, earlierId: from.revisionId, fileName, newId },
          originalId: original?.insert(rows) ?? null,
          ...{ personId: personId(), at: now().toISOString() },
        }
        insertRevision(rows, read, plan, made, queries, noClaims)
        // What a person has not corrected follows the text.
        const follow = <T>(stored: T, before: T, after: T) => (stored === before ? after : stored)
        rows.update('articles', articleId, {
          title: follow(article.title, readBefore.title, read.title),
          kicker: follow(article.kicker, readBefore.kicker, read.kicker),
          byline: follow(article.byline, readBefore.byline, read.byline),
        })
      },
    )
  }

  function preview(language: UiLanguage, articleId: ArticleId, { read, from, plan }: Coming) {
    const { carried, narrowed, left, orphaned } = plan
    return {
      articleId,
      revision: desk.articleRow(articleId).revision + 1,
      previewHash: plan.hash,
      isSameText: read.text === from.text,
      ...shownSteps(plan.steps, plan.before, plan.after),
      claims: {
        carried: carried.length,
        reopened: narrowed.length + left.length,
        orphaned: orphaned.length,
      },
      warnings: read.warnings.map(({ de, en, ...warning }) => ({ ...warning, text: { de, en }[language] })),
    }
  }

  /** Reads the article with other words in one sentence. */
  async function readEdited({ sentenceId, text }: Pick<Parsed<'sentences.edit'>, 'sentenceId' | 'text'>) {
    const { articleId, sentence, block } = desk.sentence(sentenceId)
    const { text: before, pages: pagesBefore } = desk.outline(articleId)
    const after = `${before.slice(0, sentence.start)}${text}${before.slice(sentence.end)}`
    const texts = await readBoth(articleId, { text: after }, block.start)
    // The pages it came with are where they were, only the words behind the change moved.
    const moved = texts.read.text.length - before.length
    const pages = pagesBefore.map(({ page, start }) => ({
      page,
      start: start > sentence.start ? Math.max(sentence.start + 1, start + moved) : start,
    }))
    return { articleId, texts: { ...texts, read: { ...texts.read, pages } } }
  }

  /** The revisions of an article by number. */
  function revisionsOf(articleId: ArticleId): Map<number, RevisionRow> {
    const rows = queries.ofArticle(articleId)
    if (rows.length === 0) throw notFound('Diesen Artikel', 'This article')
    return new Map(rows.map((row) => [row.number, row]))
  }

  function textIn(outline: Outline, sentenceId: SentenceId): { number: number; text: string } {
    const position = outline.positions.get(sentenceId) ?? -1
    const sentence = outline.sentences[position]
    if (!sentence) throw new Error(`Sentence ${sentenceId} is not in its revision`)
    return { number: position + 1, text: outline.text.slice(sentence.start, sentence.end) }
  }

  function outlines(): (revisionId: RevisionId) => Outline {
    const known = new Map<RevisionId, Outline>()
    return (revisionId) => {
      const outline = known.get(revisionId) ?? desk.outlineOf(revisionId)
      known.set(revisionId, outline)
      return outline
    }
  }

  return {
    'revisions.preview': async ({ articleId, ...given }, { language }) => {
      const texts = await readBoth(articleId, sourceOf(given))
      return preview(language, articleId, lineUp(articleId, texts))
    },

    'revisions.apply': async ({ articleId, previewHash, ...given }, { language }) => {
      const source = sourceOf(given)
      const texts = await readBoth(articleId, source)
      const asPreviewed = () => {
        const coming = lineUp(articleId, texts)
        if (coming.plan.hash !== previewHash) throw changedMeanwhile()
        return coming
      }
      asPreviewed()
      // Keeping the file takes a moment, in which somebody may come before.
      const original = await keepOriginal(source, language)
      return apply(language, articleId, asPreviewed(), given.fileName ?? null, original)
    },

    'sentences.previewEdit': async (edit, { language }) => {
      const { articleId, texts } = await readEdited(edit)
      return preview(language, articleId, lineUp(articleId, texts))
    },

    'sentences.edit': async ({ previewHash, ...edit }, { language }) => {
      const { articleId, texts } = await readEdited(edit)
      const coming = lineUp(articleId, texts)
      if (previewHash !== undefined && coming.plan.hash !== previewHash) throw changedMeanwhile()
      return apply(language, articleId, coming, null)
    },

    'revisions.list': ({ articleId }) => {
      const current = desk.articleRow(articleId).revisionId
      const counts = queries.countsOfSteps(articleId)
      return queries.ofArticle(articleId).map(({ signOff, ...revision }) => ({
        ...revision,
        isCurrent: revision.id === current,
        counts: counts.get(revision.number) ?? null,
        // SQL put it together from our own columns.
        signOff: signOff === null ? null : (JSON.parse(signOff) as ListedRevision['signOff']),
      }))
    },

    'revisions.compare': ({ articleId, from, to }) => {
      const revisions = revisionsOf(articleId)
      const [before, after] = [from, to].map((number) => {
        const revision = revisions.get(number)
        if (!revision) throw noSuchRevision(number, revisions.size)
        return sentencesOfOutline(desk.outlineOf(revision.id))
      })
      if (!before || !after) throw new Error('Two numbers make two revisions')
      return shownSteps(alignRevisions(before, after), before, after)
    },

    'revisions.earlier': ({ sentenceId }) => {
      const { text } = desk.sentence(sentenceId)
      const outlineOf = outlines()
      const wordings: EarlierWording[] = []
      const seen = new Set<SentenceId>()
      for (const { earlierId, relation, because, revisionId, revision } of queries.origins(sentenceId)) {
        if (seen.has(earlierId)) continue
        seen.add(earlierId)
        const outline = outlineOf(revisionId)
        const claims = desk.claimsOn(outline, desk.queries.claimIdsOfSentences([earlierId]))
        const [noClaim] = desk.queries.noClaims([earlierId])
        const isSame = relation === 'kept' || relation === 'moved'
        if (isSame && claims.length === 0 && !noClaim) continue
        const earlier = textIn(outline, earlierId)
        wordings.push({
          ...earlier,
          revision,
          sentenceId: earlierId,
          // The table holds no other words.
          relation: relation as EarlierWording['relation'],
          because: JSON.parse(because) as ChangedBecause[],
          diff: wordDiff(earlier.text, text),
          noClaim: noClaim ? { personId: noClaim.personId, at: noClaim.at } : null,
          claims: claims.map(({ claim }) => notInForce(claim)),
        })
      }
      return wordings
    },

    'revisions.orphans': ({ articleId }) => {
      const { revisionId: current } = desk.articleRow(articleId)
      const outlineOf = outlines()
      return queries.orphans(articleId, current).flatMap(({ claimId, revisionId, revision }) => {
        const outline = outlineOf(revisionId)
        return desk.claimsOn(outline, [claimId]).map(({ claim }) => ({
          claim: notInForce(claim),
          revision,
          texts: claim.anchors.map(({ sentenceId }) => textIn(outline, sentenceId).text),
        }))
      })
    },

    'claims.reattach': ({ claimId, anchors: asked }, { language }) => {
      const [row] = desk.queries.claims([claimId])
      if (!row) throw notFound('Diese Behauptung', 'This claim')
      const { articleId, wording } = row
      if (desk.claims(articleId, [claimId]).length > 0) throw stillInForce()
      const places = placesOf(articleId, asked)
      const sentences = desk.numbersOf(
        articleId,
        places.map(({ sentenceId }) => sentenceId),
      )
      return changeArticle(
        language,
        {
          action: 'claim.reattached',
          articleId,
          claimId,
          sentenceId: places[0]?.sentenceId ?? null,
          facts: { sentences, wording },
        },
        { structureChanged: true, claimIds: [claimId] },
        (rows) => {
          for (const id of queries.anchorIds(claimId)) rows.remove('anchors', id)
          for (const { id } of desk.queries.noClaims(places.map(({ sentenceId }) => sentenceId))) {
            rows.remove('no_claims', id)
          }
          const mark = newId()
          for (const { sentenceId, start, end } of places) {
            rows.insert('anchors', {
              ...{ id: newId(), claim_id: claimId, sentence_id: sentenceId },
              ...{ start, end, attached_again: mark },
            })
          }
        },
      )
    },
  }

  function placesOf(articleId: ArticleId, asked: Parsed<'claims.reattach'>['anchors']) {
    if (new Set(asked.map(({ sentenceId }) => sentenceId)).size < asked.length) throw sameSentenceTwice()
    return asked.map(({ sentenceId, start, end }) => {
      const { sentence, articleId: other } = desk.sentence(sentenceId)
      if (other !== articleId) throw otherArticle()
      const place = { sentenceId, start: start ?? sentence.start, end: end ?? sentence.end }
      if (place.start < sentence.start || place.end > sentence.end || place.start >= place.end) {
        throw outside(sentence.number)
      }
      return place
    })
  }
}

function sourceOf({
  text,
  bytes,
  fileName,
}: Pick<Parsed<'revisions.preview'>, 'text' | 'bytes' | 'fileName'>): TextSource {
  if (text !== undefined) return { text }
  return { bytes: Buffer.from(bytes ?? '', 'base64'), ...(fileName && { fileName }) }
}

/** A claim as it was, without the force it had. */
function notInForce(claim: Claim): Claim {
  return { ...claim, state: 'reopened', reopenedBecause: 'sentence text', givenWay: [] }
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', {
    de: 'Der Artikel hat sich geändert, seit diese Vorschau entstand. Nichts wurde übernommen. Sehen Sie sich die neue Vorschau an.',
    en: 'The article has changed since this preview was made. Nothing was applied. Look at the new preview.',
  })
}

function sameText(): AppError {
  return new AppError('rule_broken', {
    de: 'Das ist Zeichen für Zeichen der Text, den der Artikel schon hat. Eine neue Fassung ist nicht nötig.',
    en: 'This is, character by character, the text that the article already has. No new revision is needed.',
  })
}

function nothingToCheck(): AppError {
  return new AppError('rule_broken', {
    de: 'In diesem Text bliebe kein Satz zu prüfen. Nichts wurde übernommen. Lassen Sie mindestens einen Satz stehen.',
    en: 'This text would leave no sentence to check. Nothing was applied. Keep at least one sentence.',
  })
}

function noSuchRevision(number: number, count: number): AppError {
  return new AppError('not_found', {
    de: `Der Artikel hat keine Fassung ${String(number)}. Wählen Sie eine von 1 bis ${String(count)}.`,
    en: `The article has no revision ${String(number)}. Choose one from 1 to ${String(count)}.`,
  })
}

function stillInForce(): AppError {
  return new AppError('rule_broken', {
    de: 'Diese Behauptung steht schon in der jetzigen Fassung. Nur verwaiste und solche aus früherem Wortlaut lassen sich anhängen.',
    en: 'This claim already stands in the current revision. Only orphaned ones and those of an earlier wording can be attached.',
  })
}

function sameSentenceTwice(): AppError {
  return new AppError('rule_broken', {
    de: 'Eine Behauptung hat in jedem Satz genau eine Stelle. Nennen Sie jeden Satz nur einmal.',
    en: 'A claim has exactly one place in each sentence. Name each sentence once.',
  })
}

function otherArticle(): AppError {
  return new AppError('rule_broken', {
    de: 'Eine Behauptung bleibt in ihrem Artikel. Wählen Sie Sätze dieses Artikels.',
    en: 'A claim stays in its article. Choose sentences of this article.',
  })
}

function outside(number: number): AppError {
  return new AppError('rule_broken', {
    de: `Die markierte Stelle liegt nicht in Satz ${String(number)}. Markieren Sie Wörter dieses Satzes.`,
    en: `The marked place is not inside sentence ${String(number)}. Select words of this sentence.`,
  })
}
