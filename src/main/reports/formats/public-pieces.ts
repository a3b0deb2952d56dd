import { changesSincePublication } from '../report-changes'
import type { ReportClaim } from '../report-model'
import { claimPieces } from './claim-pieces'
import { foreign, type Piece, type ReportPieces } from './pieces'
import type { ReportRequest } from './report-request'

/** The fact check for the audience: claim, rating, facts, then sources, method, and what becomes of mistakes. */
export function publicPieces(request: ReportRequest): ReportPieces {
  const { model, words, dates, more, house, claims, withEvidence, withUnsettled } = request
  const { article, integrity, signOff } = model
  const of = claimPieces(request)
  const [only] = claims
  const isSingle = claims.length === 1 && only !== undefined

  return {
    head: house ?? more.kinds.public,
    day: dates.day(integrity.exportedAt),
    kicker: isSingle || article.kicker === null ? null : [foreign(article.kicker, article.language)],
    title: [foreign(isSingle ? only.wording : article.title, article.language)],
    subtitle: checkedIn(),
    notice: signOff?.current === true ? null : more.notSignedOff,
    pieces: [
      ...(claims.length === 0 ? [paragraph(more.noVerdict)] : claims.flatMap(claim)),
      ...(withUnsettled ? unsettled() : []),
      ...(claims.length === 0 || !withEvidence ? [] : of.sources(claims)),
      ...(claims.length === 0 ? [] : of.scales(claims)),
      ...of.section(more.method, request.method ?? more.standardMethod),
      ...of.section(more.policy, request.correctionsPolicy ?? more.standardPolicy),
      ...of.changes(words.changes.sincePublication, changesSincePublication(model)),
      ...(request.contact === null ? [] : of.section(more.contact, request.contact)),
      ...of.integrity(),
    ],
  }

  function checkedIn() {
    const [before = '', after = ''] = more
      .checkedIn('\u{E000}', words.revision(dates.figure(article.revision)))
      .split('\u{E000}')
    return [before, foreign(article.title, article.language), after]
  }

  function claim(each: ReportClaim): Piece[] {
    const { number, wording, evidence } = each
    return [
      {
        is: 'heading',
        level: 2,
        line: [isSingle ? more.claim : `${more.claim} ${String(number)}`],
        anchor: `c${String(number)}`,
      },
      { is: 'quote', line: [foreign(wording, article.language)], by: of.claimantLine(each) },
      ...of.original(each),
      { is: 'heading', level: 3, line: [more.rating] },
      of.answers(each),
      { is: 'heading', level: 3, line: [more.facts] },
      ...of.grounds(each, true),
      ...(withEvidence && evidence.length > 0
        ? [{ is: 'heading', level: 4, line: [more.evidence] } as const, ...of.evidence(each)]
        : []),
      ...of.replies(each),
    ]
  }

  function unsettled(): Piece[] {
    const unsure = claims.filter(({ attribution, content }) =>
      [attribution, content].some((verdict) => verdict?.sign === 'question'),
    )
    if (unsure.length === 0) return []
    return [
      { is: 'heading', level: 2, line: [more.openPart] },
      ...unsure.map(({ number }) => paragraph(more.unsettled(String(number)))),
    ]
  }
}

function paragraph(text: string): Piece {
  return { is: 'paragraph', line: [text], look: 'reading' }
}
