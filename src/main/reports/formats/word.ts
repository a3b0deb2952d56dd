import {
  AlignmentType,
  BorderStyle,
  Bookmark,
  Document,
  ExternalHyperlink,
  Footer,
  Header,
  HeadingLevel,
  LeaderType,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableOfContents,
  TableRow,
  TextRun,
  WidthType,
  type IRunOptions,
  type ParagraphChild,
} from 'docx'

import type { RatingTone } from '#shared/model'

import { legible } from './legible'
import { plain, type Line, type Piece, type ReportPieces, type Run } from './pieces'
import type { ReportRequest } from './report-request'

/** A report in pieces as a Word document: styles, contents list, running head, page numbers. */
export async function word(report: ReportPieces, request: ReportRequest): Promise<Buffer> {
  const { kind, words, language } = request
  const children = [
    ...(report.kicker ? [paragraph(report.kicker, 'Kicker')] : []),
    new Paragraph({ heading: HeadingLevel.TITLE, children: inline(report.title) }),
    paragraph(report.subtitle, 'Quiet'),
    ...(report.notice === null ? [] : [paragraph([report.notice], 'Pressing')]),
    ...(kind === 'file'
      ? [
          new TableOfContents(words.language === 'de' ? 'Inhalt' : 'Contents', {
            hyperlink: true,
            headingStyleRange: '2-2',
            beginDirty: false,
            // Word fills in the page numbers when it is asked to; until then nothing leads to an empty place.
            tabLeader: LeaderType.NONE,
          }),
        ]
      : []),
    ...report.pieces.flatMap(piece),
  ]
  return Packer.toBuffer(
    new Document({
      ...documentOptions(request.house, plain(report.title), language),
      sections: [
        {
          headers: {
            default: new Header({ children: [paragraph([`${report.head}, ${report.day}`], 'Running')] }),
          },
          footers: { default: pageFooter(words.page, words.of) },
          children,
        },
      ],
    }),
  )
}

export function documentOptions(house: string | null, title: string, language: string) {
  return {
    creator: legible(house ?? 'Belegt'),
    lastModifiedBy: legible(house ?? 'Belegt'),
    title: legible(title),
    styles: {
      default: {
        document: {
          run: {
            font: 'Source Sans 3',
            size: 21,
            language: { value: language === 'de' ? 'de-DE' : 'en-GB' },
          },
          paragraph: { spacing: { after: 80, line: 264 } },
        },
        title: {
          run: { font: 'Source Serif 4', size: 44, bold: true },
          paragraph: { spacing: { after: 120, line: 264, lineRule: LineRuleType.AUTO } },
        },
        heading2: { run: { size: 28, bold: true }, paragraph: { spacing: { before: 360, after: 100 } } },
        heading3: { run: { size: 23, bold: true }, paragraph: { spacing: { before: 240, after: 60 } } },
        heading4: { run: { size: 21, bold: true }, paragraph: { spacing: { before: 160, after: 40 } } },
      },
      paragraphStyles: PARAGRAPH_STYLES,
    },
  }
}

const PARAGRAPH_STYLES = [
  { id: 'Kicker', name: 'Kicker', basedOn: 'Normal', run: { color: '454b52' } },
  { id: 'Quiet', name: 'Quiet', basedOn: 'Normal', run: { color: '5a6169', size: 19 } },
  { id: 'Pressing', name: 'Pressing', basedOn: 'Normal', run: { color: '9c1f5e', bold: true } },
  { id: 'Running', name: 'Running', basedOn: 'Normal', run: { color: '454b52', size: 17 } },
  {
    id: 'Reading',
    name: 'Reading',
    basedOn: 'Normal',
    run: { font: 'Source Serif 4', size: 23 },
    paragraph: { spacing: { after: 120, line: 300 } },
  },
  {
    id: 'Sentence',
    name: 'Sentence',
    basedOn: 'Reading',
    paragraph: { spacing: { before: 80, after: 60 } },
  },
  {
    id: 'Quotation',
    name: 'Quotation',
    basedOn: 'Reading',
    run: { italics: true, size: 25 },
    paragraph: { indent: { left: 400 } },
  },
  { id: 'Item', name: 'Item', basedOn: 'Normal', paragraph: { indent: { left: 480, hanging: 480 } } },
  {
    id: 'ItemMore',
    name: 'Item, continued',
    basedOn: 'Quiet',
    paragraph: { indent: { left: 480 }, spacing: { after: 40 } },
  },
]

export function pageFooter(page: string, of: string): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: 'Running',
        alignment: AlignmentType.RIGHT,
        children: [
          new TextRun({ children: [`${page} `, PageNumber.CURRENT, ` ${of} `, PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  })
}

const TONES: Readonly<Record<RatingTone, string>> = {
  ok: '17694a',
  unsure: '7c5700',
  wrong: 'b3261e',
  opinion: '66449a',
  neutral: '1b1e22',
}

const LOOKS = { quiet: 'Quiet', pressing: 'Pressing', reading: 'Reading', sentence: 'Sentence' } as const
const LEVELS = {
  2: HeadingLevel.HEADING_2,
  3: HeadingLevel.HEADING_3,
  4: HeadingLevel.HEADING_4,
} as const

function piece(each: Piece): (Paragraph | Table)[] {
  switch (each.is) {
    case 'heading': {
      const children = inline(each.line)
      return [
        new Paragraph({
          heading: LEVELS[each.level],
          keepNext: true,
          children: each.anchor === undefined ? children : [new Bookmark({ id: each.anchor, children })],
        }),
      ]
    }
    case 'paragraph':
      return [paragraph(each.line, each.look && LOOKS[each.look])]
    case 'quote':
      return [paragraph(each.line, 'Quotation'), ...(each.by ? [paragraph(each.by, 'Quiet')] : [])]
    case 'answers':
      return each.answers.flatMap(({ asks, verdict, label, details }) => [
        new Paragraph({
          keepNext: true,
          children: [
            ...runs(`${asks} `, { color: '5a6169' }),
            ...inline([label], { bold: true, color: TONES[verdict?.tone ?? 'neutral'] }),
          ],
        }),
        ...details.map((detail) => paragraph(detail, 'ItemMore')),
      ])
    case 'facts':
      return each.rows.map(
        ({ name, line }) =>
          new Paragraph({ children: [...runs(`${name}: `, { bold: true }), ...inline(line)] }),
      )
    case 'list':
      return each.items.flatMap(([first = [], ...rest], position) => [
        new Paragraph({
          style: 'Item',
          children: [new TextRun({ children: [each.numbers?.[position] ?? '–', '\t'] }), ...inline(first)],
        }),
        ...rest.map((line) => paragraph(line, 'ItemMore')),
      ])
    case 'table':
      return [
        new Table({
          width: { size: 100, type: WidthType.PERCENTAGE },
          borders: TABLE_BORDERS,
          rows: [
            new TableRow({
              tableHeader: true,
              children: each.head.map((name) => cell([{ strong: name }])),
            }),
            ...each.rows.map((cells) => new TableRow({ children: cells.map(cell) })),
          ],
        }),
      ]
    case 'boxes':
      return each.boxes.map(({ label, isTicked }) => paragraph([isTicked ? '☒ ' : '☐ ', ...label]))
  }
}

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const TABLE_BORDERS = {
  top: NO_BORDER,
  left: NO_BORDER,
  right: NO_BORDER,
  insideVertical: NO_BORDER,
  bottom: { style: BorderStyle.SINGLE, size: 4, color: 'd9dcda' },
  insideHorizontal: { style: BorderStyle.SINGLE, size: 4, color: 'd9dcda' },
}

function cell(line: Line): TableCell {
  return new TableCell({ children: [paragraph(line)] })
}

export function paragraph(line: Line, style?: string): Paragraph {
  return new Paragraph({ ...(style === undefined ? {} : { style }), children: inline(line) })
}

export function inline(line: Line, look: IRunOptions = {}): ParagraphChild[] {
  return line.flatMap((each) => run(each, look))
}

function run(each: Run, look: IRunOptions): ParagraphChild[] {
  if (typeof each === 'string') return runs(each, look)
  if ('strong' in each) return runs(each.strong, { ...look, bold: true })
  if ('written' in each) return runs(each.written, look)
  return [
    new ExternalHyperlink({
      link: new URL(each.address).href,
      children: runs(each.address, { ...look, color: '1f4a8a' }),
    }),
  ]
}

/** Lines of a text become lines of its paragraph. */
export function runs(text: string, look: IRunOptions = {}): TextRun[] {
  return legible(text)
    .split('\n')
    .map((line, position) => new TextRun({ ...look, text: line, ...(position > 0 ? { break: 1 } : {}) }))
}
