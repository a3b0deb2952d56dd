import type { UiLanguage } from '#shared/errors'
import type {
  Block,
  ClaimId,
  ReturnedComment,
  ReturnedCorrection,
  ReturnedDraft,
  RevisionId,
  SentenceId,
} from '#shared/model'

import { canonicalJson, sha256, type Json } from '#main/database/canonical-json'
import type { ArticleDesk, Outline } from '#main/database/article-desk'
import { foldedText } from '#main/database/folded-text'
import { legible } from '#main/documents/legible'

import type { DraftComment, DraftPlace, ReturnedDraft as Draft } from './read-draft'
import type { ProposingVerdict, returnQueries } from './return-queries'
import { settle, type Proposal, type Settled } from './settle-corrections'

/** A block as the draft shows it: from its first sentence to its last. */
interface Shown {
  id: Block['id']
  start: number
  end: number
  text: string
}

/** What a draft that came back says, held against the article as it is now. null where no article is meant. */
export function returnedDraft(
  draft: Draft,
  {
    desk,
    queries,
    language,
  }: { desk: ArticleDesk; queries: ReturnType<typeof returnQueries>; language: UiLanguage },
): { preview: ReturnedDraft; verdicts: ReadonlyMap<ClaimId, ProposingVerdict> } | null {
  const idsOf = (kind: 'R' | 'C' | 'V') =>
    draft.marks.filter((mark) => mark.kind === kind).map(({ id }) => id)
  // Ids of marks have the form of ids; whether they are any, the library says.
  const of = idsOf('R').map((id) => queries.revision(id as RevisionId))[0]
  if (!of) return null
  const { articleId, number: revision } = of
  const article = desk.articleRow(articleId)
  const outline = desk.outline(articleId)
  const isCurrent = article.revision === revision
  const marked = idsOf('C') as ClaimId[]
  const standing = new Map(desk.claims(articleId, marked).map(({ claim }) => [claim.id, claim]))
  const anchors = Map.groupBy(
    queries.anchors([...standing.keys()], outline.revisionId),
    ({ claimId }) => claimId,
  )
  const blocks = shownBlocks(outline)
  const blockAt = blocksOfParagraphs()
  const { replies, others } = sortedComments()
  const verdicts = queries.verdicts(idsOf('V')).filter((verdict) => verdict.articleId === articleId)
  const corrections = returnedCorrections()
  const facts: Omit<ReturnedDraft, 'previewHash'> = {
    ...{ kind: 'draft', articleId, title: article.title, revision, isCurrent },
    claims: standing.size,
    missingClaims: new Set(marked).size - standing.size,
    corrections,
    comments: returnedComments(),
    newText: isCurrent ? newText() : null,
    savedBy: draft.savedBy === 'Belegt' ? null : draft.savedBy,
  }
  return {
    preview: { ...facts, previewHash: sha256(canonicalJson(facts as unknown as Json)) },
    verdicts: new Map(verdicts.map((verdict) => [verdict.claimId, verdict])),
  }

  function returnedCorrections(): ReturnedCorrection[] {
    const placed = verdicts.map((verdict) => ({
      verdict,
      place: draft.marks.find(({ kind, id }) => kind === 'V' && id === verdict.id)?.place,
      anchor: inForce(verdict) ? anchors.get(verdict.claimId)?.[0] : undefined,
    }))
    const settled = new Map<string, Settled>()
    const together = Map.groupBy(
      placed,
      ({ place, anchor }) => `${String(place?.paragraph)} ${String(anchor?.blockId)}`,
    )
    for (const group of together.values()) {
      const [first] = group
      const block = first?.anchor && blocks.get(first.anchor.blockId)
      const paragraph = draft.paragraphs[first?.place?.paragraph ?? -1]
      if (!block || !paragraph) continue
      const proposals = group.flatMap(({ verdict, anchor }): Proposal[] =>
        anchor
          ? [
              {
                ...{ id: verdict.id, correction: verdict.correction },
                ...{ start: anchor.start - block.start, end: anchor.end - block.start },
              },
            ]
          : [],
      )
      for (const [id, outcome] of settle(block.text, proposals, paragraph)) settled.set(id, outcome)
    }
    return placed
      .flatMap(({ verdict, anchor }): ReturnedCorrection[] => {
        const claim = standing.get(verdict.claimId)
        const [sentenceId] = claim?.anchors.map((each) => each.sentenceId) ?? []
        if (!claim || !sentenceId) return []
        const outcome = anchor ? (settled.get(verdict.id) ?? 'changed') : 'outdated'
        return [
          {
            ...{ claimId: claim.id, question: verdict.question, sentenceId },
            number: numberOf(sentenceId),
            words: claim.anchors.map(({ start, end }) => outline.text.slice(start, end)).join(' … '),
            correction: verdict.correction,
            outcome,
            reason: replies.get(claim.id)?.join('\n') ?? null,
            isRecorded: claim.answers.some(
              (answer) => answer.question === verdict.question && answer.outcome === outcome,
            ),
          },
        ]
      })
      .sort((a, b) => a.number - b.number)
  }

  /** The verdict is still the answer to its question, so its words are still the proposed ones. */
  function inForce({ id, claimId, question }: ProposingVerdict): boolean {
    return standing.get(claimId)?.[question]?.id === id
  }

  function numberOf(sentenceId: SentenceId): number {
    return (outline.positions.get(sentenceId) ?? 0) + 1
  }

  /** Which block a paragraph of the draft is: by a claim in it, by its words, or by its place among as many others. */
  function blocksOfParagraphs(): Map<number, Shown> {
    const found = new Map<number, Shown>()
    const byWords = new Map([...blocks.values()].map((block) => [comparable(block.text), block]))
    const inOrder = [...blocks.values()]
    draft.paragraphs.forEach(({ refused }, paragraph) => {
      const block =
        byWords.get(comparable(refused)) ??
        (draft.paragraphs.length === inOrder.length ? inOrder[paragraph] : undefined)
      if (block) found.set(paragraph, block)
    })
    for (const { kind, id, place } of draft.marks) {
      const anchor = kind === 'C' ? anchors.get(id as ClaimId)?.[0] : undefined
      const block = anchor && blocks.get(anchor.blockId)
      if (block) found.set(place.paragraph, block)
    }
    return found
  }

  /** Replies to what we wrote about a claim, and all comments that we did not write. */
  function sortedComments() {
    const moments = Map.groupBy(queries.moments(marked), ({ at }) => at.slice(0, SECOND))
    const claimOf = (comment: DraftComment): ClaimId | null => {
      if (!OWN.test(comment.text)) return null
      const known = moments.get(comment.writtenAt.slice(0, SECOND))?.map(({ claimId }) => claimId) ?? []
      const here = draft.marks.filter(
        ({ kind, place }) =>
          kind === 'C' &&
          place.paragraph === comment.place?.paragraph &&
          place.offset === comment.place.offset,
      )
      const claims = here.map(({ id }) => id as ClaimId)
      return claims.find((id) => known.includes(id)) ?? null
    }
    const own = draft.comments.map(claimOf)
    const rootOf = (at: number): number => {
      const seen = new Set<number>()
      let root = at
      for (let next = draft.comments[root]?.repliesTo; next != null && !seen.has(next);) {
        seen.add(next)
        root = next
        next = draft.comments[root]?.repliesTo
      }
      return root
    }
    const told = new Map<ClaimId, string[]>()
    const rest: { comment: DraftComment; place: DraftPlace | null; isOwn: boolean }[] = []
    draft.comments.forEach((comment, at) => {
      const isOwn = own[at] !== null
      if (isOwn && !comment.isResolved) return
      const root = rootOf(at)
      const claimId = own[root] ?? null
      if (claimId && !isOwn && comment.text !== '') {
        told.set(claimId, [...(told.get(claimId) ?? []), comment.text])
      }
      rest.push({ comment, place: comment.place ?? draft.comments[root]?.place ?? null, isOwn })
    })
    return { replies: told, others: rest }
  }

  function returnedComments(): ReturnedComment[] {
    const stored = new Set(
      queries.comments(outline.revisionId).map(({ sentenceId, text }) => `${sentenceId} ${text}`),
    )
    return others.flatMap(({ comment, place, isOwn }): ReturnedComment[] => {
      const sentenceId = place && sentenceAt(place)
      const text = isOwn ? settledWords[language] : commentWords(comment)
      if (!sentenceId || text === null) return []
      return [
        {
          ...{ sentenceId, number: numberOf(sentenceId), text, isResolved: comment.isResolved },
          isRecorded: stored.has(`${sentenceId} ${text}`),
        },
      ]
    })
  }

  function sentenceAt({ paragraph, offset }: DraftPlace): SentenceId | null {
    const block = blockAt.get(paragraph)
    if (!block) return outline.sentences[0]?.id ?? null
    const inside = outline.sentences.filter(({ blockId }) => blockId === block.id)
    return (inside.find(({ end }) => end - block.start > offset) ?? inside.at(-1))?.id ?? null
  }

  /** Where only words of paragraphs changed, everything between them stays as it is. */
  function newText(): string | null {
    const paragraphs = draft.paragraphs.map(({ refused }) => refused).filter((text) => text.trim() !== '')
    const inOrder = [...blocks.values()]
    const isSame = (block: Shown | undefined, text: string) =>
      comparable(block?.text ?? '') === comparable(text)
    if (paragraphs.length !== inOrder.length) {
      const byWords = new Map(inOrder.map((block) => [comparable(block.text), block.text]))
      return paragraphs.map((text) => byWords.get(comparable(text)) ?? text).join('\n\n')
    }
    if (paragraphs.every((text, at) => isSame(inOrder[at], text))) return null
    let made = ''
    let from = 0
    inOrder.forEach((block, at) => {
      const text = paragraphs[at] ?? ''
      made += outline.text.slice(from, block.start) + (isSame(block, text) ? block.text : text)
      from = block.end
    })
    return made + outline.text.slice(from)
  }
}

function shownBlocks({ blocks, sentences, text }: Outline): Map<Block['id'], Shown> {
  const inBlock = Map.groupBy(sentences, ({ blockId }) => blockId)
  return new Map(
    [...blocks.keys()].flatMap((id) => {
      const own = inBlock.get(id) ?? []
      const [start, end] = [own[0]?.start, own.at(-1)?.end]
      if (start === undefined || end === undefined) return []
      return [[id, { id, start, end, text: text.slice(start, end) }] as const]
    }),
  )
}

/** Our own comments begin so, in either language. */
const OWN = /^(?:Behauptung|Claim) \d+ · /
/** Characters of an instant up to its second. */
const SECOND = 19
/** What one comment takes. */
const MAX_COMMENT = 20_000

const settledWords = {
  de: 'Die Anmerkung zu dieser Behauptung wurde im Manuskript als erledigt markiert.',
  en: 'The comment on this claim was marked as settled in the draft.',
}

/** "Jana Kühn, 2026-11-25 10:12: …", null for one without words. */
function commentWords({ author, writtenAt, text }: DraftComment): string | null {
  if (text.trim() === '') return null
  const when = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(writtenAt)
  const who = [author.trim().slice(0, 100), when ? `${String(when[1])} ${String(when[2])}` : '']
  return `${who.filter((part) => part !== '').join(', ')}: ${text}`
    .toWellFormed()
    .slice(0, MAX_COMMENT)
    .trim()
}

function comparable(text: string): string {
  return foldedText(legible(text))
}
