import { officeZip } from './office-zip'
import { attribute, escaped, paragraph, RELATION, runs, type PartLinks, type WordXml } from './word-xml'

/** What a Word document is put together of. */
export interface WordDocument {
  title: string
  creator: string
  /** Of the words that have no other. */
  language: string
  /** An instant. */
  madeAt: string
  body: readonly WordXml[]
  links: PartLinks
  /** Repeated on top of each page. */
  head: WordXml | null
  /** "Page", "of": around the two figures at the foot of each page. */
  page: { word: string; of: string }
  footnotes?: { notes: readonly WordXml[]; links: PartLinks }
  comments?: { comments: readonly WordXml[]; links: PartLinks }
}

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const NAMESPACES = `xmlns:w="${MAIN}" xmlns:r="${RELATION}"`
const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** A Word document as bytes: nothing in it but what stands here. */
export function wordPackage(document: WordDocument): Promise<Buffer> {
  const { links, footnotes, comments, head } = document
  const parts = [
    { name: 'styles', xml: styles(document.language) },
    { name: 'settings', xml: settings(footnotes !== undefined) },
    { name: 'footer', xml: footer(document.page), file: 'footer1' },
    ...(head === null ? [] : [{ name: 'header', xml: header(head), file: 'header1' }]),
    ...(footnotes ? [{ name: 'footnotes', xml: notes(footnotes.notes), links: footnotes.links }] : []),
    ...(comments
      ? [
          {
            name: 'comments',
            xml: `<w:comments ${NAMESPACES}>${comments.comments.join('')}</w:comments>`,
            links: comments.links,
          },
        ]
      : []),
  ].map((part) => ({ file: part.name, links: undefined, ...part }))

  const relationships = [
    ...parts.map(
      ({ name, file }) => `<Relationship Id="${file}" Type="${RELATION}/${name}" Target="${file}.xml"/>`,
    ),
    ...links.relationships(),
  ]
  return officeZip([
    ['[Content_Types].xml', contentTypes(parts)],
    [
      '_rels/.rels',
      related([
        `<Relationship Id="document" Type="${RELATION}/officeDocument" Target="word/document.xml"/>`,
        `<Relationship Id="core" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>`,
        `<Relationship Id="app" Type="${RELATION}/extended-properties" Target="docProps/app.xml"/>`,
      ]),
    ],
    ['docProps/core.xml', coreProperties(document)],
    [
      'docProps/app.xml',
      `${PROLOG}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Belegt</Application></Properties>`,
    ],
    ['word/document.xml', main(document)],
    ['word/_rels/document.xml.rels', related(relationships)],
    ...parts.map(({ file, xml }) => [`word/${file}.xml`, `${PROLOG}${xml}`] as const),
    ...parts.flatMap(({ file, links: own }) => {
      const leading = own?.relationships() ?? []
      return leading.length > 0 ? [[`word/_rels/${file}.xml.rels`, related(leading)] as const] : []
    }),
  ])
}

function main({ body, head }: WordDocument): WordXml {
  const top = head === null ? '' : '<w:headerReference w:type="default" r:id="header1"/>'
  return `${PROLOG}<w:document ${NAMESPACES}><w:body>${body.join('')}<w:sectPr>${top}<w:footerReference w:type="default" r:id="footer1"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`
}

function contentTypes(parts: readonly { name: string; file: string }[]): WordXml {
  const own = parts.map(
    ({ name, file }) => `<Override PartName="/word/${file}.xml" ContentType="${TYPE}.${name}+xml"/>`,
  )
  return `${PROLOG}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/>${own.join('')}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`
}

function related(relationships: readonly WordXml[]): WordXml {
  return `${PROLOG}<Relationships xmlns="${PACKAGE}/relationships">${relationships.join('')}</Relationships>`
}

function coreProperties({ title, creator, language, madeAt }: WordDocument): WordXml {
  const when = `xsi:type="dcterms:W3CDTF">${madeAt.replace(/\.\d+Z$/, 'Z')}`
  return `${PROLOG}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${attribute(title)}</dc:title><dc:creator>${attribute(creator)}</dc:creator><cp:lastModifiedBy>${attribute(creator)}</cp:lastModifiedBy><dcterms:created ${when}</dcterms:created><dcterms:modified ${when}</dcterms:modified><dc:language>${attribute(language)}</dc:language></cp:coreProperties>`
}

function settings(hasFootnotes: boolean): WordXml {
  const separators = hasFootnotes
    ? '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    : ''
  return `<w:settings ${NAMESPACES}>${separators}<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`
}

function notes(own: readonly WordXml[]): WordXml {
  const line = (id: number, type: string, mark: string) =>
    `<w:footnote w:type="${type}" w:id="${String(id)}"><w:p><w:r><w:${mark}/></w:r></w:p></w:footnote>`
  return `<w:footnotes ${NAMESPACES}>${line(-1, 'separator', 'separator')}${line(0, 'continuationSeparator', 'continuationSeparator')}${own.join('')}</w:footnotes>`
}

function header(head: WordXml): WordXml {
  return `<w:hdr ${NAMESPACES}>${paragraph(head, { style: 'Running' })}</w:hdr>`
}

function footer({ word, of }: WordDocument['page']): WordXml {
  const figure = (field: string) => `<w:fldSimple w:instr=" ${field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
  return `<w:ftr ${NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Running"/><w:jc w:val="right"/></w:pPr>${runs(`${word} `)}${figure('PAGE')}${runs(` ${of} `)}${figure('NUMPAGES')}</w:p></w:ftr>`
}

interface Style {
  id: string
  name: string
  run?: string
  paragraph?: string
  basedOn?: string
}

const SANS = '<w:rFonts w:ascii="Source Sans 3" w:hAnsi="Source Sans 3" w:cs="Source Sans 3"/>'
const SERIF = '<w:rFonts w:ascii="Source Serif 4" w:hAnsi="Source Serif 4" w:cs="Source Serif 4"/>'
const sized = (halfPoints: number) =>
  `<w:sz w:val="${String(halfPoints)}"/><w:szCs w:val="${String(halfPoints)}"/>`
const coloured = (colour: string) => `<w:color w:val="${colour}"/>`
const spaced = (before: number, after: number, line = 264) =>
  `<w:spacing w:before="${String(before)}" w:after="${String(after)}" w:line="${String(line)}" w:lineRule="auto"/>`
const heading = (level: number, size: number, before: number, after: number): Style => ({
  id: `Heading${String(level)}`,
  name: `heading ${String(level)}`,
  run: `<w:b/><w:bCs/>${sized(size)}`,
  paragraph: `<w:keepNext/><w:keepLines/>${spaced(before, after)}<w:outlineLvl w:val="${String(level - 1)}"/>`,
})

const STYLES: readonly Style[] = [
  { id: 'Title', name: 'Title', run: `${SERIF}<w:b/><w:bCs/>${sized(44)}`, paragraph: spaced(0, 120) },
  heading(1, 32, 360, 120),
  heading(2, 28, 360, 100),
  heading(3, 23, 240, 60),
  heading(4, 21, 160, 40),
  { id: 'Kicker', name: 'Kicker', run: coloured('454b52') },
  { id: 'Quiet', name: 'Quiet', run: `${coloured('5a6169')}${sized(19)}` },
  { id: 'Pressing', name: 'Pressing', run: `<w:b/><w:bCs/>${coloured('9c1f5e')}` },
  { id: 'Running', name: 'Running', run: `${coloured('454b52')}${sized(17)}` },
  { id: 'Reading', name: 'Reading', run: `${SERIF}${sized(23)}`, paragraph: spaced(0, 120, 300) },
  { id: 'Sentence', name: 'Sentence', basedOn: 'Reading', paragraph: spaced(80, 60, 300) },
  {
    id: 'Quotation',
    name: 'Quotation',
    basedOn: 'Reading',
    run: `<w:i/><w:iCs/>${sized(25)}`,
    paragraph: '<w:ind w:left="400"/>',
  },
  { id: 'Item', name: 'Item', paragraph: '<w:ind w:left="480" w:hanging="480"/>' },
  {
    id: 'ItemMore',
    name: 'Item, continued',
    basedOn: 'Quiet',
    paragraph: `${spaced(0, 40)}<w:ind w:left="480"/>`,
  },
  { id: 'TOC1', name: 'toc 1', paragraph: spaced(0, 40) },
  { id: 'TOC2', name: 'toc 2', paragraph: `${spaced(0, 20)}<w:ind w:left="240"/>` },
  { id: 'FootnoteText', name: 'footnote text', run: sized(18), paragraph: spaced(0, 20, 240) },
  { id: 'CommentText', name: 'annotation text', run: sized(20), paragraph: spaced(0, 40, 240) },
]

function styles(language: string): WordXml {
  const own = STYLES.map(
    ({ id, name, basedOn = 'Normal', paragraph: block = '', run = '' }) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="${basedOn}"/><w:qFormat/>${block === '' ? '' : `<w:pPr>${block}</w:pPr>`}${run === '' ? '' : `<w:rPr>${run}</w:rPr>`}</w:style>`,
  )
  return `<w:styles ${NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>${SANS}${sized(21)}<w:lang w:val="${escaped(language)}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>${spaced(0, 80)}</w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>${own.join('')}<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style><w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/><w:rPr>${sized(16)}</w:rPr></w:style></w:styles>`
}
