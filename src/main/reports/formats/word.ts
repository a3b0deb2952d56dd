import type { RatingTone } from '#shared/model'

import { claimPieces } from './claim-pieces'
import { joined, plain, type Line, type Piece, type ReportPieces } from './pieces'
import type { ReportRequest } from './report-request'
import { wordPackage } from './word-package'
import {
  bookmarkEnd,
  bookmarkStart,
  footnote,
  footnoteReference,
  inline,
  innerLink,
  paragraph,
  partLinks,
  runs,
  table,
  type RunLook,
  type WordXml,
} from './word-xml'

/** A report in pieces as a Word document: styles, contents list, notes, running head, page numbers. */
export function word(report: ReportPieces, request: ReportRequest): Promise<Buffer> {
  const { kind, words, language, house, model, more } = request
  const links = partLinks()
  const notes = sourceNotes(request)
  const said = (line: Line, look?: RunLook) => inline(line, links, look, notes.mention)
  const headings = report.pieces.filter((each) => each.is === 'heading' && each.level === 2)
  let bookmarks = 0

  const body = [
    ...(report.kicker ? [paragraph(said(report.kicker), { style: 'Kicker' })] : []),
    paragraph(said(report.title), { style: 'Title' }),
    paragraph(said(report.subtitle), { style: 'Quiet' }),
    ...(report.notice === null ? [] : [paragraph(runs(report.notice), { style: 'Pressing' })]),
    ...(kind === 'file' ? contents() : []),
    ...report.pieces.flatMap(piece),
  ]
  return wordPackage({
    title: plain(report.title),
    creator: house ?? 'Belegt',
    language: wordLanguage(language),
    madeAt: model.integrity.exportedAt,
    ...{ body, links },
    head: runs(`${report.head}, ${report.day}`),
    page: { word: words.page, of: words.of },
    footnotes: notes.all(),
  })

  /** Filled in, so that it leads somewhere without being brought up to date first; by hand it can be. */
  function contents(): WordXml[] {
    const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
    const begin = `${field('begin')}<w:r><w:instrText xml:space="preserve"> TOC \\h \\o "1-1" </w:instrText></w:r>${field('separate')}`
    return [
      paragraph(runs(more.contents), { style: 'Kicker', keepsNext: true }),
      ...headings.map((each, position) => {
        const entry = innerLink(section(position), each.is === 'heading' ? inline(each.line, links) : '')
        const isLast = position === headings.length - 1
        return paragraph(`${position === 0 ? begin : ''}${entry}${isLast ? field('end') : ''}`, {
          style: 'TOC1',
        })
      }),
    ]
  }

  function bookmarked(name: string, children: WordXml): WordXml {
    bookmarks += 1
    return `${bookmarkStart(bookmarks, name)}${children}${bookmarkEnd(bookmarks)}`
  }

  function piece(each: Piece): WordXml[] {
    switch (each.is) {
      case 'heading': {
        const name = each.level === 2 ? section(headings.indexOf(each)) : each.anchor
        const children = said(each.line)
        return [
          paragraph(name === undefined ? children : bookmarked(name, children), {
            style: `Heading${String(each.level - 1)}`,
            keepsNext: true,
          }),
        ]
      }
      case 'paragraph':
        return [paragraph(said(each.line), { style: each.look && LOOKS[each.look] })]
      case 'quote':
        return [
          paragraph(said(each.line), { style: 'Quotation' }),
          ...(each.by ? [paragraph(said(each.by), { style: 'Quiet' })] : []),
        ]
      case 'answers':
        return each.answers.flatMap(({ asks, verdict, label, details }) => [
          paragraph(
            `${runs(`${asks} `, { colour: QUIET })}${said([label], { isBold: true, colour: TONES[verdict?.tone ?? 'neutral'] })}`,
            { keepsNext: true },
          ),
          ...details.map(furtherLine),
        ])
      case 'facts':
        return each.rows.map(({ name, line }) =>
          paragraph(`${runs(`${name}: `, { isBold: true })}${said(line)}`),
        )
      case 'list':
        return each.items.flatMap(([first = [], ...rest], position) => [
          paragraph(`${runs(`${each.numbers?.[position] ?? '–'}\t`)}${said(first)}`, { style: 'Item' }),
          ...rest.map(furtherLine),
        ])
      case 'table':
        return [
          table([
            each.head.map((name) => runs(name, { isBold: true })),
            ...each.rows.map((cells) => cells.map((cell) => said(cell))),
          ]),
          // Two tables in a row would become one.
          paragraph(''),
        ]
      case 'boxes':
        return each.boxes.map(({ label, isTicked }) =>
          paragraph(`${runs(isTicked ? '☒ ' : '☐ ')}${said(label)}`),
        )
    }
  }

  function furtherLine(line: Line): WordXml {
    return paragraph(said(line), { style: 'ItemMore' })
  }
}

/** Where a source is first mentioned, a note says all that is known of it. */
function sourceNotes(request: ReportRequest) {
  const of = claimPieces(request)
  const links = partLinks()
  const notes: WordXml[] = []
  const noted = new Set<number>()
  return {
    mention(number: number): WordXml {
      const source = request.model.sources[number - 1]
      if (source === undefined || noted.has(number)) return ''
      noted.add(number)
      const id = notes.length + 1
      const line: Line = [
        `${request.words.evidence.source(String(number))}: `,
        ...joined(of.sourceLines(source), '. '),
      ]
      notes.push(footnote(id, inline(line, links)))
      return footnoteReference(id)
    },
    all: () => ({ notes, links }),
  }
}

export function wordLanguage(language: string): string {
  return language.startsWith('de') ? 'de-DE' : 'en-GB'
}

const section = (position: number) => `section${String(position + 1)}`

const QUIET = '5a6169'
const TONES: Readonly<Record<RatingTone, string>> = {
  ok: '17694a',
  unsure: '7c5700',
  wrong: 'b3261e',
  opinion: '66449a',
  neutral: '1b1e22',
}

const LOOKS = { quiet: 'Quiet', pressing: 'Pressing', reading: 'Reading', sentence: 'Sentence' } as const
