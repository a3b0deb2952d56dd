import { documentFrame, shortened } from '../document-frame'
import { markup, trusted, written, type Markup } from '../markup'
import { reportMarks, type ReportMarks } from '../report-marks'
import { copyLink, logoOf, webLink } from '../report-overview'
import { reportStyle } from '../report-style'
import type { ReportWords } from '../report-words'
import { plain, type Line, type Piece, type ReportPieces, type Run } from './pieces'
import { piecesStyle } from './pieces-style'
import type { ReportRequest } from './report-request'

/** A report in pieces as one document, in the same dress as the checking file. */
export function piecesHtml(
  report: ReportPieces,
  { model, language, words, more, kind, house, logo }: ReportRequest,
): string {
  const marks = reportMarks()
  const title = plain(report.title)
  const style = `${reportStyle({
    head: report.head,
    title: shortened(title),
    page: words.page,
    of: words.of,
  })}${piecesStyle}`
  const { before, sections } = piecesMarkup(report.pieces, { marks, words })
  const body = markup`<header>
${logoOf(logo, house)}
<p class="running"><span>${report.head}</span><span>${report.day}</span></p>
${report.kicker && markup`<p class="kicker">${inline(report.kicker)}</p>`}
<h1 dir="auto">${inline(report.title)}</h1>
<p class="byline">${inline(report.subtitle)}</p>
${report.notice !== null && markup`<p class="notice">${report.notice}</p>`}
</header>
<main class="pieces is-${kind}">
${before}
${sections}
</main>
${marks.shapes()}`
  return documentFrame({
    language,
    title: `${more.kinds[kind]}: ${title}`,
    style,
    program: model.integrity.program,
    body,
  })
}

/** Pieces as parts of a document: what stands before the first section, and the sections. */
export function piecesMarkup(
  pieces: readonly Piece[],
  { marks, words, after: sectionsBefore = 0 }: { marks: ReportMarks; words: ReportWords; after?: number },
): { before: Markup[]; sections: Markup[] } {
  const [before, after] = split(pieces)
  return { before: before.map(piece), sections: after.map(section) }

  function section(ofSection: readonly Piece[], position: number): Markup {
    const id = `section-${String(sectionsBefore + position + 1)}`
    const [heading, ...rest] = ofSection
    if (heading?.is !== 'heading') throw new Error('A section begins with its heading')
    const target = heading.anchor !== undefined && markup` id="${heading.anchor}"`
    return markup`<section aria-labelledby="${id}"${target}>
<h2 id="${id}">${inline(heading.line)}</h2>
${rest.map(piece)}
</section>
`
  }

  function piece(each: Piece): Markup {
    switch (each.is) {
      case 'heading': {
        const tag = trusted(`h${String(each.level)}`)
        const target = each.anchor !== undefined && markup` id="${each.anchor}"`
        return markup`<${tag}${target}>${inline(each.line)}</${tag}>
`
      }
      case 'paragraph':
        return markup`<p class="${each.look ?? 'plain'}" dir="auto">${inline(each.line)}</p>
`
      case 'quote':
        return markup`<figure><blockquote dir="auto">${inline(each.line)}</blockquote>${each.by && markup`<figcaption>${inline(each.by)}</figcaption>`}</figure>
`
      case 'answers':
        return markup`<div class="answers${each.answers.length === 1 && ' single'}">${each.answers.map(
          ({ question, asks, verdict, label, details }) =>
            markup`<div class="answer"><p class="asks">${asks}</p>
<p class="rating ${verdict ? (verdict.tone === 'neutral' ? 'ink' : verdict.tone) : 'ink3'}">${marks.verdict(question, verdict)} <span>${run(label)}</span></p>
${details.map((detail) => markup`<p class="quiet">${inline(detail)}</p>`)}</div>`,
        )}</div>
`
      case 'facts':
        return markup`<dl class="facts">${each.rows.map(({ name, line }) => markup`<div><dt>${name}</dt><dd>${inline(line)}</dd></div>`)}</dl>
`
      case 'list':
        return markup`<ol class="listed">${each.items.map(
          ([first = [], ...rest], position) =>
            markup`<li><span class="ordinal figure">${each.numbers?.[position] ?? '–'}</span><div><p>${inline(first)}</p>${rest.map((line) => markup`<p class="place">${inline(line)}</p>`)}</div></li>
`,
        )}</ol>
`
      case 'table':
        return markup`<div class="wide" tabindex="0" role="group" aria-label="${each.head.join(', ')}"><table><thead><tr>${each.head.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${each.rows.map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${inline(cell)}</td>`)}</tr>`)}</tbody></table></div>
`
      case 'boxes':
        return markup`<ul class="boxes">${each.boxes.map(
          ({ label, isTicked }) =>
            markup`<li>${isTicked ? markup`<span class="box" role="img" aria-label="${words.answers.ticked}">×</span>` : markup`<span class="box" aria-hidden="true"></span>`}<span>${inline(label)}</span></li>`,
        )}</ul>
`
    }
  }
}

/** What stands before the first section, and each section from its heading on. */
function split(pieces: readonly Piece[]): [Piece[], Piece[][]] {
  const before: Piece[] = []
  const sections: Piece[][] = []
  for (const piece of pieces) {
    if (piece.is === 'heading' && piece.level === 2) sections.push([piece])
    else (sections.at(-1) ?? before).push(piece)
  }
  return [before, sections]
}

export function inline(line: Line): Markup {
  return markup`${line.map(run)}`
}

function run(each: Run): Markup {
  if (typeof each === 'string') return markup`${each}`
  if ('strong' in each) return markup`<strong>${each.strong}</strong>`
  if ('named' in each) return markup`${each.named}`
  if ('address' in each) return webLink(each.address)
  if ('copy' in each) return copyLink(each.copy)
  return written(each.written, each.language)
}
