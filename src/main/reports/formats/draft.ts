import {
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  DeletedTextRun,
  Document,
  FootnoteReferenceRun,
  HeadingLevel,
  InsertedTextRun,
  Packer,
  Paragraph,
  TextRun,
  type ICommentOptions,
  type ParagraphChild,
} from 'docx'

import type { BlockKind } from '#shared/model'

import type { ReportBlock, ReportClaim, ReportEvidence, ReportSource } from '../report-model'
import { claimPieces } from './claim-pieces'
import { legible } from './legible'
import { joined, type Line } from './pieces'
import { correctionOf, isDecided, type ReportRequest } from './report-request'
import { documentOptions, inline, pageFooter, paragraph, runs } from './word'

/** A stretch of words that a correction replaces. */
interface Change {
  start: number
  end: number
  text: string
  claim: ReportClaim
}

/**
 * The article as running text for its writer: a comment on each claim, notes that name its sources, and the proposed
 * words as tracked changes to accept or to refuse.
 */
export async function draft(request: ReportRequest): Promise<Buffer> {
  const { model, words, more, dates, language, withHands, withEvidence } = request
  const { article } = model
  const of = claimPieces(request)
  const comments: ICommentOptions[] = []
  const footnotes: Record<string, { children: Paragraph[] }> = {}
  let changeId = 0
  let footnoteCount = 0

  const children = model.blocks.flatMap(block)
  return Packer.toBuffer(
    new Document({
      ...documentOptions(request.house, article.title, article.language.startsWith('de') ? 'de' : language),
      comments: { children: comments },
      footnotes,
      sections: [{ footers: { default: pageFooter(words.page, words.of) }, children }],
    }),
  )

  function block(each: ReportBlock): Paragraph[] {
    const start = each.sentences[0]?.start ?? 0
    const end = each.sentences.at(-1)?.end ?? start
    const here = request.claims.filter(({ anchors }) =>
      anchors.some((anchor) => anchor.start >= start && anchor.end <= end),
    )
    return [new Paragraph({ ...looks[each.kind], children: annotated(start, end, here) })]
  }

  /** Cut wherever a comment begins or ends or words are exchanged. */
  function annotated(start: number, end: number, here: readonly ReportClaim[]): ParagraphChild[] {
    const changes = changesIn(start, end, here)
    const spans = here.map((claim) => ({
      claim,
      start: Math.max(start, claim.anchors[0]?.start ?? start),
      end: Math.min(end, claim.anchors.at(-1)?.end ?? end),
      begins: (claim.anchors[0]?.start ?? start) >= start,
    }))
    const cuts = [
      ...new Set([
        start,
        end,
        ...spans.flatMap((span) => [span.start, span.end]),
        ...changes.flatMap((change) => [change.start, change.end]),
      ]),
    ].sort((a, b) => a - b)
    const children: ParagraphChild[] = []
    cuts.forEach((cut, position) => {
      for (const span of spans) if (span.end === cut && span.begins) children.push(...closing(span.claim))
      for (const span of spans) {
        if (span.start === cut && span.begins) children.push(new CommentRangeStart(commentId(span.claim)))
      }
      for (const change of changes) {
        // What only adds words has no stretch of its own.
        if (change.start === cut && change.start === change.end) children.push(...inserted(change))
      }
      const next = cuts[position + 1]
      if (next === undefined) return
      const text = article.text.slice(cut, next)
      const change = changes.find((each) => each.start <= cut && next <= each.end)
      if (!change) return void children.push(...runs(text))
      children.push(...deleted(text, change))
      if (next === change.end) children.push(...inserted(change))
    })
    return children
  }

  /** The corrections of these claims, the first where two would meet. */
  function changesIn(start: number, end: number, here: readonly ReportClaim[]): Change[] {
    const changes: Change[] = []
    for (const claim of here) {
      const correction = isDecided(claim) ? correctionOf(claim) : null
      const [anchor, ...others] = claim.anchors
      if (correction === null || !anchor || others.length > 0) continue
      if (anchor.start < start || anchor.end > end) continue
      const change = { ...narrowed(anchor, correction), claim }
      const isFree = changes.every((other) => change.end < other.start || other.end < change.start)
      if (isFree) changes.push(change)
    }
    return changes
  }

  function deleted(text: string, { claim }: Change): ParagraphChild[] {
    return text === '' ? [] : [new DeletedTextRun({ ...stamp(claim), text: oneLine(text) })]
  }

  function inserted({ text, claim }: Change): ParagraphChild[] {
    return text === '' ? [] : [new InsertedTextRun({ ...stamp(claim), text: oneLine(text) })]
  }

  function stamp(claim: ReportClaim) {
    const verdict = claim.content ?? claim.attribution
    changeId += 1
    return {
      id: changeId,
      author: author(verdict?.by.name ?? claim.by.name),
      date: (verdict ?? claim).at,
    }
  }

  function closing(claim: ReportClaim): ParagraphChild[] {
    comments.push(comment(claim))
    const notes = withEvidence
      ? [...new Map(claim.evidence.map((each) => [each.sourceNumber, each])).values()].map((each) => {
          footnoteCount += 1
          const source = model.sources.find(({ number }) => number === each.sourceNumber)
          footnotes[String(footnoteCount)] = {
            children: [paragraph(joined(of.sourceLines(source ?? cited(each)), '. '))],
          }
          return new FootnoteReferenceRun(footnoteCount)
        })
      : []
    return [
      new CommentRangeEnd(commentId(claim)),
      new TextRun({ children: [new CommentReference(commentId(claim))] }),
      ...notes,
    ]
  }

  function comment(claim: ReportClaim): ICommentOptions {
    const verdict = claim.content ?? claim.attribution
    const name = author(verdict?.by.name ?? claim.by.name)
    const correction = correctionOf(claim)
    const lines: Line[] = [
      [{ strong: `${words.ledger.claim} ${String(claim.number)}` }, ` · ${words.claimStates[claim.state]}`],
      ...claim.questions.map((question): Line => {
        const given = claim[question]
        const asOf = given?.asOf ? `, ${words.verdict.asOf(dates.partial(given.asOf))}` : ''
        const label =
          given === null
            ? more.draft.notChecked
            : given.label === null
              ? words.verdict.inWords
              : { written: given.label, language: given.scale.language }
        return [`${words.questions[question]} `, label, asOf]
      }),
      ...claim.questions.flatMap((question): Line[] =>
        [claim[question]?.conclusion, claim[question]?.reasoning]
          .filter((text) => text !== undefined && text !== '')
          .map((text) => [{ written: text ?? '', language: '' }]),
      ),
      ...(correction === null
        ? []
        : [[`${more.draft.proposal}: `, { written: correction, language: article.language }]]),
      ...(withEvidence ? claim.evidence.flatMap((each) => of.evidenceLines(each)) : []),
    ]
    return {
      id: commentId(claim),
      author: name,
      initials: initials(name),
      date: new Date((verdict ?? claim).at),
      children: lines.map((line) => new Paragraph({ children: inline(line) })),
    }
  }

  function author(name: string): string {
    return withHands ? legible(name) : (request.house ?? more.draft.system)
  }
}

const looks: Readonly<Record<BlockKind, { heading?: 'Title' | 'Heading2'; style?: string }>> = {
  headline: { heading: HeadingLevel.TITLE },
  subhead: { heading: HeadingLevel.HEADING_2 },
  kicker: { style: 'Kicker' },
  byline: { style: 'Quiet' },
  lead: { style: 'Reading' },
  paragraph: { style: 'Reading' },
  quote: { style: 'Quotation' },
  attribution: { style: 'Quiet' },
  caption: { style: 'Quiet' },
  credit: { style: 'Quiet' },
  'list item': { style: 'Reading' },
  'table cell': { style: 'Reading' },
  footnote: { style: 'Quiet' },
  'link note': { style: 'Quiet' },
  'non-text': { style: 'Quiet' },
}

/** A source as it was cited, should the list of the report lack it. */
function cited({ source, sourceNumber }: ReportEvidence): ReportSource {
  return { ...source, number: sourceNumber, evidence: [] }
}

/** Far from the numbers of the notes: LibreOffice 7 shows the wrong notes where a comment has the same. */
function commentId({ number }: ReportClaim): number {
  return 1_000_000 + number
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => [...part][0] ?? '')
    .join('')
    .slice(0, 3)
}

const oneLine = (text: string) => legible(text).replaceAll('\n', ' ')

/** Only the words that differ: what both begin and end with stays untouched. */
export function narrowed(
  { start, end, text }: { start: number; end: number; text: string },
  correction: string,
): { start: number; end: number; text: string } {
  const old = text.split(/(?<=\s)/)
  const proposed = correction.split(/(?<=\s)/)
  let before = 0
  while (before < old.length && before < proposed.length && old[before] === proposed[before]) before += 1
  let after = 0
  while (
    after < old.length - before &&
    after < proposed.length - before &&
    old[old.length - 1 - after] === proposed[proposed.length - 1 - after]
  )
    after += 1
  const length = (parts: readonly string[]) => parts.join('').length
  return {
    start: start + length(old.slice(0, before)),
    end: end - length(old.slice(old.length - after)),
    text: proposed.slice(before, proposed.length - after).join(''),
  }
}
