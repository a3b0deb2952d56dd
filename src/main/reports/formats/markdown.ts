import { legible } from '#main/documents/legible'
import type { Line, Piece, ReportPieces, Run } from './pieces'

/** A report as CommonMark with tables. Words of others are escaped letter by letter: nothing in them does anything. */
export function markdown({ head, day, kicker, title, subtitle, notice, pieces }: ReportPieces): string {
  const parts = [
    `${inline([head])}, ${inline([day])}`,
    ...(kicker ? [inline(kicker)] : []),
    `# ${oneLine(title)}`,
    inline(subtitle),
    ...(notice === null ? [] : [`**${escaped(notice)}**`]),
    ...pieces.map(piece),
  ]
  return `${parts.join('\n\n')}\n`
}

function piece(each: Piece): string {
  switch (each.is) {
    case 'heading':
      return `${'#'.repeat(each.level)} ${oneLine(each.line)}`
    case 'paragraph':
      return each.look === 'pressing' ? strong(oneLine(each.line)) : inline(each.line)
    case 'quote':
      return [inline(each.line), ...(each.by ? ['', inline(each.by)] : [])]
        .flatMap((text) => text.split('\n'))
        .map((text) => (text === '' ? '>' : `> ${text}`))
        .join('\n')
    case 'answers':
      return each.answers
        .map(({ asks, label, details }) =>
          [
            `- ${strong(escaped(asks))} ${inline([label])}`,
            ...details.map((detail) => indented(inline(detail))),
          ].join('\\\n'),
        )
        .join('\n')
    case 'facts':
      return each.rows
        .map(({ name, line }) => `- ${strong(`${escaped(name)}:`)} ${indented(inline(line)).trimStart()}`)
        .join('\n')
    case 'list':
      return each.items
        .map((lines, position) => {
          const number = each.numbers?.[position]
          const text = lines.map(inline).join('\\\n')
          const mark = number === undefined ? '' : `[${number}] `
          return `- ${indented(`${mark === '' ? '' : escaped(mark)}${text}`).trimStart()}`
        })
        .join('\n')
    case 'table':
      return [
        row(each.head.map(escaped)),
        row(each.head.map(() => '---')),
        ...each.rows.map((cells) => row(cells.map(oneLine))),
      ].join('\n')
    case 'boxes':
      return each.boxes
        .map(({ label, isTicked }) => `- [${isTicked ? 'x' : ' '}] ${oneLine(label)}`)
        .join('\n')
  }
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
/** Blanks stand outside, or the stars would be stars. */
const strong = (text: string) =>
  text.replace(/^(\s*)(.*?)(\s*)$/s, (_, before: string, words: string, after: string) =>
    words === '' ? text : `${before}**${words}**${after}`,
  )
const indented = (text: string) =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')

/** Blanks at the ends of lines stay, and what begins a list inside a text begins none. */
function inline(line: Line): string {
  return line
    .map(run)
    .join('')
    .split('\n')
    .map((text) =>
      text
        .replace(/^[ \t]+/, spelt)
        .replace(/[ \t]+(?=\\?$)/, spelt)
        .replace(/^[-+]/, '\\$&')
        .replace(/^(\d{1,9})([.)])/, '$1\\$2'),
    )
    .join('\n')
}

function spelt(blanks: string): string {
  return blanks.replaceAll('\t', '&#9;').replaceAll(' ', '&#32;')
}

/** Headings and cells end with their line. */
function oneLine(line: Line): string {
  return inline(line).replaceAll('\\\n', ' ')
}

function run(each: Run): string {
  if (typeof each === 'string') return escaped(each)
  if ('strong' in each) return strong(escaped(each.strong))
  if ('named' in each) return escaped(each.named)
  if ('address' in each) return `<${address(each.address)}>`
  if ('copy' in each) return `[${escaped(each.copy)}](${each.copy})`
  return escaped(each.written)
}

/** In angle brackets nothing may end them. */
function address(link: string): string {
  return legible(link).replace(/[<>\s\\]/g, (character) => encodeURIComponent(character))
}

/** Every sign that means something gets a backslash. */
function escaped(text: string): string {
  return legible(text)
    .replace(/[\\`*_{}[\]<>#|~&!$@^=]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=\bwww)\./gi, '\\$&')
    .replaceAll('\n', '\\\n')
}
