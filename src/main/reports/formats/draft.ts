import type { BlockKind } from '#shared/model'

import { draftMark, narrowed, type DraftMark } from '#main/documents/draft-marks'

import type { ReportBlock, ReportClaim, ReportEvidence, ReportSource, ReportVerdict } from '../report-model'
import { claimPieces } from './claim-pieces'
import { legible } from '#main/documents/legible'
import { joined, type Line } from './pieces'
import { correctionOf, isDecided, type ReportRequest } from './report-request'
import { wordLanguage } from './word'
import { wordPackage } from './word-package'
import {
  BETWEEN_NOTES,
  bookmarkEnd,
  bookmarkStart,
  comment,
  commentEnd,
  commentStart,
  deleted,
  footnote,
  footnoteReference,
  inline,
  inserted,
  paragraph,
  partLinks,
  runs,
  type Stamp,
  type WordXml,
} from './word-xml'

/** A stretch of words that a correction replaces. */
interface Change {
  start: number
  end: number
  text: string
  claim: ReportClaim
  /** Of the verdict that proposes it. */
  verdictId: string
}

/**
 * The article as running text for its writer: a comment on each claim, notes that name its sources, and the proposed
 * words as tracked changes to accept or to refuse.
 */
export function draft(request: ReportRequest): Promise<Buffer> {
  const { model, words, more, dates, withHands, withEvidence } = request
  const { article } = model
  const of = claimPieces(request)
  const comments: WordXml[] = []
  const notes: WordXml[] = []
  const links = { ofComments: partLinks(), ofNotes: partLinks() }
  let changeId = 0
  const marks = new Map<string, number>()

  const body = model.blocks.map(block)
  return wordPackage({
    title: article.title,
    creator: request.house ?? 'Belegt',
    language: article.language.startsWith('de') ? wordLanguage('de') : article.language,
    madeAt: model.integrity.exportedAt,
    ...{ body, links: partLinks(), head: null },
    page: { word: words.page, of: words.of },
    footnotes: { notes, links: links.ofNotes },
    comments: { comments, links: links.ofComments },
  })

  function block(each: ReportBlock, position: number): WordXml {
    const start = each.sentences[0]?.start ?? 0
    const end = each.sentences.at(-1)?.end ?? start
    const here = request.claims.filter(({ anchors }) =>
      anchors.some((anchor) => anchor.start >= start && anchor.end <= end),
    )
    const children = annotated(start, end, here)
    const isFirst = position === 0
    return paragraph(
      isFirst ? `${opened('R', article.revisionId)}${children}${closed('R', article.revisionId)}` : children,
      { style: STYLES[each.kind] },
    )
  }

  /** A bookmark that no reader sees: by it the draft is known again when it comes back. */
  function opened(kind: DraftMark, id: string): WordXml {
    const name = draftMark(kind, id)
    marks.set(name, marks.size + 1)
    return bookmarkStart(marks.size, name)
  }

  function closed(kind: DraftMark, id: string): WordXml {
    return bookmarkEnd(marks.get(draftMark(kind, id)) ?? 0)
  }

  /** Cut wherever a comment begins or ends or words are exchanged. */
  function annotated(start: number, end: number, here: readonly ReportClaim[]): WordXml {
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
    const children: WordXml[] = []
    cuts.forEach((cut, position) => {
      // What only adds words has no stretch of its own; it stands inside of the claim it belongs to.
      const added = changes.filter((change) => change.start === cut && change.start === change.end)
      const isLast = ({ claim }: Change) => spans.some((span) => span.claim === claim && span.end === cut)
      for (const change of added) if (isLast(change)) children.push(proposed(change))
      for (const span of spans) {
        if (span.end !== cut || !span.begins) continue
        for (const { claim, verdictId } of changes) {
          if (claim === span.claim) children.push(closed('V', verdictId))
        }
        children.push(closed('C', span.claim.id), closing(span.claim))
      }
      for (const span of spans) {
        if (span.start !== cut || !span.begins) continue
        children.push(commentStart(commentId(span.claim)), opened('C', span.claim.id))
        for (const { claim, verdictId } of changes) {
          if (claim === span.claim) children.push(opened('V', verdictId))
        }
      }
      for (const change of added) if (!isLast(change)) children.push(proposed(change))
      const next = cuts[position + 1]
      if (next === undefined) return
      const text = article.text.slice(cut, next)
      const change = changes.find((each) => each.start <= cut && next <= each.end)
      if (!change) return void children.push(runs(text))
      children.push(deleted(stamp(change.claim), oneLine(text)))
      if (next === change.end) children.push(proposed(change))
    })
    return children.join('')
  }

  /** The corrections of these claims, the first where two would meet. */
  function changesIn(start: number, end: number, here: readonly ReportClaim[]): Change[] {
    const changes: Change[] = []
    for (const claim of here) {
      const correction = isDecided(claim) ? correctionOf(claim) : null
      const verdict = claim.content?.correction == null ? claim.attribution : claim.content
      const [anchor, ...others] = claim.anchors
      if (correction === null || !verdict || !anchor || others.length > 0) continue
      if (anchor.start < start || anchor.end > end) continue
      const change = { ...narrowed(anchor, correction), claim, verdictId: verdict.id }
      const isFree = changes.every((other) => change.end < other.start || other.end < change.start)
      if (isFree) changes.push(change)
    }
    return changes
  }

  function proposed({ text, claim }: Change): WordXml {
    return inserted(stamp(claim), oneLine(text))
  }

  function stamp(claim: ReportClaim): Stamp {
    const verdict = claim.content ?? claim.attribution
    changeId += 1
    return {
      id: changeId,
      author: author(verdict?.by.name ?? claim.by.name),
      date: (verdict ?? claim).at,
    }
  }

  function closing(claim: ReportClaim): WordXml {
    comments.push(remark(claim))
    const cited = withEvidence
      ? [...new Map(claim.evidence.map((each) => [each.sourceNumber, each])).values()].map(note)
      : []
    return `${commentEnd(commentId(claim))}${cited.join(BETWEEN_NOTES)}`
  }

  function note(each: ReportEvidence): WordXml {
    const id = notes.length + 1
    const source = model.sources[each.sourceNumber - 1] ?? cited(each)
    notes.push(footnote(id, inline(joined(of.sourceLines(source), '. '), links.ofNotes)))
    return footnoteReference(id)
  }

  function remark(claim: ReportClaim): WordXml {
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
      ...claim.questions.flatMap((question) => grounds(claim[question])),
      ...(correction === null
        ? []
        : [[`${more.draft.proposal}: `, { written: correction, language: article.language }]]),
      ...(withEvidence ? claim.evidence.flatMap((each) => of.evidenceLines(each)) : []),
    ]
    return comment(
      { id: commentId(claim), author: name, initials: initials(name), date: (verdict ?? claim).at },
      lines.map((line) => inline(line, links.ofComments)),
    )
  }

  function grounds(verdict: ReportVerdict | null): Line[] {
    if (!verdict) return []
    const { conclusion, reasoning, against, notFound, scale } = verdict
    const said: [string, string | null][] = [
      ['', conclusion],
      ['', reasoning],
      [`${words.verdict.against}: `, against],
      [`${words.verdict.notFound}: `, notFound],
    ]
    return said.flatMap(([name, text]): Line[] =>
      text === null || text === '' ? [] : [[name, { written: text, language: scale.language }]],
    )
  }

  function author(name: string): string {
    return withHands ? name : (request.house ?? more.draft.system)
  }
}

const STYLES: Readonly<Record<BlockKind, string>> = {
  headline: 'Title',
  subhead: 'Heading2',
  kicker: 'Kicker',
  byline: 'Quiet',
  lead: 'Reading',
  paragraph: 'Reading',
  quote: 'Quotation',
  attribution: 'Quiet',
  caption: 'Quiet',
  credit: 'Quiet',
  'list item': 'Reading',
  'table cell': 'Reading',
  footnote: 'Quiet',
  'link note': 'Quiet',
  'non-text': 'Quiet',
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
