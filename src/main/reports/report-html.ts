import { documentFrame, shortened } from './document-frame'
import { claimPieces } from './formats/claim-pieces'
import type { Piece } from './formats/pieces'
import { inline, piecesMarkup } from './formats/pieces-html'
import { piecesStyle } from './formats/pieces-style'
import type { ReportRequest } from './formats/report-request'
import { markup, type Markup } from './markup'
import { reportAppendix } from './report-appendix'
import { changesSincePublication, changesSinceSignOff } from './report-changes'
import { reportLedger, type Typesetting } from './report-ledger'
import { reportMarks } from './report-marks'
import { reportOverview } from './report-overview'
import { reportStyle } from './report-style'

/**
 * The checking file as one document that needs nothing else: no script, nothing loaded, its one style sheet named by
 * hash in its own policy. What is open stands before what was found.
 */
export function reportHtml(request: ReportRequest): string {
  const { model, language, words, dates, more, house, logo } = request
  const { article, integrity } = model
  const marks = reportMarks()
  const places = placesOf(request)
  const typesetting: Typesetting = {
    ...{ words, dates, marks, language: article.language },
    withHands: request.withHands,
    withEvidence: request.withEvidence,
    included: new Set(request.claims),
    linkTo: (place, content) =>
      places.has(place) ? markup`<a class="figure" href="#${place}">${content}</a>` : markup`${content}`,
  }
  const of = claimPieces(request)
  const overview = reportOverview(model, typesetting, { house, logo, signedOff: inline(of.signedOff()) })
  const appendix = reportAppendix(model, typesetting)
  const changes = sections([
    ...of.changes(words.changes.sinceSignOff, changesSinceSignOff(model)),
    ...of.changes(words.changes.sincePublication, changesSincePublication(model)),
  ])
  const about = sections(
    [
      ...of.section(more.method, request.method ?? more.standardMethod),
      ...(request.correctionsPolicy === null ? [] : of.section(more.policy, request.correctionsPolicy)),
      ...(request.contact === null ? [] : of.section(more.contact, request.contact)),
    ],
    changes.length,
  )
  const style = `${reportStyle({
    head: `${house ?? 'Belegt'} · ${words.report}`,
    title: shortened(article.title),
    page: words.page,
    of: words.of,
  })}${piecesStyle}`
  const body = markup`${overview.titleBlock()}
<main>
${overview.remaining()}
${overview.coverageFigures()}
${overview.identity()}
${changes.length > 0 && markup`<div class="pieces">${changes}</div>`}
<section aria-labelledby="sentences">
<h2 id="sentences">${words.ledger.title}</h2>
${reportLedger(model.blocks, typesetting)}
</section>
${appendix.nonText()}
${request.withEvidence && appendix.sources()}
${appendix.scales()}
${request.withHands && appendix.people()}
<div class="pieces">${about}</div>
${appendix.authenticity()}
</main>
${marks.shapes()}`
  return documentFrame({
    language,
    title: `${words.report}: ${article.title}`,
    style,
    program: integrity.program,
    body,
  })

  function sections(pieces: readonly Piece[], after = 0): Markup[] {
    return piecesMarkup(pieces, { marks, words, after }).sections
  }
}

/** Where links inside the document can lead, with what was asked to be in it. */
function placesOf({ model, claims, withEvidence }: ReportRequest): ReadonlySet<string> {
  const numbers = (letter: string, list: readonly { number: number }[]) =>
    list.map(({ number }) => `${letter}${String(number)}`)
  const evidence = claims.flatMap((claim) => claim.evidence)
  return new Set([
    ...model.blocks.flatMap(({ sentences }) => numbers('s', sentences)),
    ...numbers('c', claims),
    ...(withEvidence ? [...numbers('e', evidence), ...numbers('q', model.sources)] : []),
  ])
}
