import { legible } from '#main/documents/legible'
import type { Line, Run } from './pieces'

/** Elements of WordprocessingML as text. Everything that people wrote goes in through `escaped`. */
export type WordXml = string

/** How a run of words looks. */
export interface RunLook {
  isBold?: boolean
  colour?: string
  /** BCP 47; for hyphenation and spelling. */
  language?: string
}

/** Where links of one part of the file lead: a part names them by numbers and lists them beside itself. */
export function partLinks() {
  const ids = new Map<string, string>()
  return {
    idOf(address: string): string {
      const known = ids.get(address)
      if (known !== undefined) return known
      const made = `link${String(ids.size + 1)}`
      ids.set(address, made)
      return made
    },
    relationships: (): WordXml[] =>
      [...ids].map(
        ([address, id]) =>
          `<Relationship Id="${id}" Type="${RELATION}/hyperlink" Target="${escaped(address)}" TargetMode="External"/>`,
      ),
  }
}
export type PartLinks = ReturnType<typeof partLinks>

export const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)
}

/** Words of people where no elements can stand. */
export function attribute(text: string): string {
  return escaped(legible(text).replaceAll('\n', ' '))
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Lines of a text become lines of its paragraph. */
export function runs(text: string, look: RunLook = {}): WordXml {
  return text === '' ? '' : `<w:r>${runLook(look)}${words(text, 't')}</w:r>`
}

function words(text: string, tag: 't' | 'delText'): WordXml {
  return legible(text)
    .split(/([\n\t])/)
    .map((part) => {
      if (part === '\n') return '<w:br/>'
      if (part === '\t') return '<w:tab/>'
      return part === '' ? '' : `<w:${tag} xml:space="preserve">${escaped(part)}</w:${tag}>`
    })
    .join('')
}

/** In the order the schema asks for. */
function runLook({ isBold, colour, language }: RunLook): WordXml {
  const properties = [
    isBold === true ? '<w:b/>' : '',
    colour === undefined ? '' : `<w:color w:val="${colour}"/>`,
    language === undefined || language === '' ? '' : `<w:lang w:val="${escaped(language)}"/>`,
  ].join('')
  return properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`
}

/** `mention` adds a note where a source is named. */
export function inline(
  line: Line,
  links: PartLinks,
  look: RunLook = {},
  mention: (source: number) => WordXml = () => '',
): WordXml {
  return line.map((each) => run(each, links, look, mention)).join('')
}

function run(each: Run, links: PartLinks, look: RunLook, mention: (source: number) => WordXml): WordXml {
  if (typeof each === 'string') return runs(each, look)
  if ('strong' in each) return runs(each.strong, { ...look, isBold: true })
  if ('written' in each) return runs(each.written, { ...look, language: each.language })
  if ('named' in each) return `${runs(each.named, look)}${mention(each.source)}`
  // A copy is looked for beside the document.
  const [target, text] = 'copy' in each ? [each.copy, each.copy] : [new URL(each.address).href, each.address]
  return `<w:hyperlink r:id="${links.idOf(target)}">${runs(text, { ...look, colour: LINK })}</w:hyperlink>`
}

const LINK = '1f4a8a'

export function paragraph(
  children: WordXml,
  { style, keepsNext = false }: { style?: string | undefined; keepsNext?: boolean } = {},
): WordXml {
  const properties = `${style === undefined ? '' : `<w:pStyle w:val="${style}"/>`}${keepsNext ? '<w:keepNext/>' : ''}`
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${children}</w:p>`
}

/** A place to lead to: by its name in this file, which nobody sees. */
export function bookmarkStart(id: number, name: string): WordXml {
  return `<w:bookmarkStart w:id="${String(id)}" w:name="${escaped(name)}"/>`
}

export function bookmarkEnd(id: number): WordXml {
  return `<w:bookmarkEnd w:id="${String(id)}"/>`
}

/** Leads to a bookmark. */
export function innerLink(name: string, children: WordXml): WordXml {
  return `<w:hyperlink w:anchor="${escaped(name)}" w:history="1">${children}</w:hyperlink>`
}

export function footnoteReference(id: number): WordXml {
  return `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="${String(id)}"/></w:r>`
}

/** Or two numbers would read as one. */
export const BETWEEN_NOTES = `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>${words(', ', 't')}</w:r>`

export function footnote(id: number, children: WordXml): WordXml {
  const mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
  return `<w:footnote w:id="${String(id)}">${paragraph(`${mark}${runs(' ')}${children}`, { style: 'FootnoteText' })}</w:footnote>`
}

export function commentStart(id: number): WordXml {
  return `<w:commentRangeStart w:id="${String(id)}"/>`
}

export function commentEnd(id: number): WordXml {
  return `<w:commentRangeEnd w:id="${String(id)}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="${String(id)}"/></w:r>`
}

/** Who changed or said something, and when. */
export interface Stamp {
  id: number
  author: string
  /** An instant. */
  date: string
}

function stamp({ id, author, date }: Stamp): string {
  return `w:id="${String(id)}" w:author="${attribute(author)}" w:date="${date}"`
}

export function comment(by: Stamp & { initials: string }, paragraphs: readonly WordXml[]): WordXml {
  const all = paragraphs.map((children) => paragraph(children, { style: 'CommentText' })).join('')
  return `<w:comment ${stamp(by)} w:initials="${attribute(by.initials)}">${all}</w:comment>`
}

/** Words that a writer may accept or refuse. */
export function inserted(by: Stamp, text: string): WordXml {
  return text === '' ? '' : `<w:ins ${stamp(by)}>${runs(text)}</w:ins>`
}

export function deleted(by: Stamp, text: string): WordXml {
  return text === '' ? '' : `<w:del ${stamp(by)}><w:r>${words(text, 'delText')}</w:r></w:del>`
}

/** Rows of cells; the first row is repeated on each page. */
export function table(rows: readonly (readonly WordXml[])[]): WordXml {
  const width = Math.floor(TABLE_WIDTH / Math.max(1, rows[0]?.length ?? 1))
  const columns = (rows[0] ?? []).map(() => `<w:gridCol w:w="${String(width)}"/>`).join('')
  const line = (where: string, isDrawn: boolean) =>
    isDrawn
      ? `<w:${where} w:val="single" w:sz="4" w:space="0" w:color="d9dcda"/>`
      : `<w:${where} w:val="nil"/>`
  const borders = [
    ...['top', 'left'].map((where) => line(where, false)),
    line('bottom', true),
    line('right', false),
    line('insideH', true),
    line('insideV', false),
  ].join('')
  const body = rows.map((cells, position) => {
    const head = position === 0 ? '<w:trPr><w:tblHeader/></w:trPr>' : ''
    const all = cells.map(
      (cell) =>
        `<w:tc><w:tcPr><w:tcW w:w="${String(width)}" w:type="dxa"/></w:tcPr>${paragraph(cell)}</w:tc>`,
    )
    return `<w:tr>${head}${all.join('')}</w:tr>`
  })
  return `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>${borders}</w:tblBorders></w:tblPr><w:tblGrid>${columns}</w:tblGrid>${body.join('')}</w:tbl>`
}

/** Between the margins of a page, in twentieths of a point. */
const TABLE_WIDTH = 9_026
