import { changesSinceSignOff } from '../report-changes'
import type { ReportClaim } from '../report-model'
import { claimPieces } from './claim-pieces'
import { foreign, joined, type Line, type Piece, type ReportPieces } from './pieces'
import { answerTo, correctionOf, isDecided, isWrong, type ReportRequest } from './report-request'

/** The list for the writer: only what is wrong or open, each with a box to accept it or to say why not. */
export function correctionsPieces(request: ReportRequest): ReportPieces {
  const { model, words, dates, more, house, claims, withEvidence, withHands } = request
  const { article, integrity } = model
  const named = more.corrections
  const of = claimPieces(request)
  const wrong = claims.filter(isWrong)
  const open = claims.filter((claim) => !isWrong(claim) && !isDecided(claim))
  const untouched = model.blocks
    .flatMap(({ sentences }) => sentences)
    .filter(
      ({ mark, claims: own, continuedClaims }) =>
        (mark === 'open' || mark === 'reopened') && own.length + continuedClaims.length === 0,
    )

  return {
    head: house ?? `Belegt · ${words.report}`,
    day: dates.day(integrity.exportedAt),
    kicker: [more.kinds.corrections],
    title: [foreign(article.title, article.language)],
    subtitle: joined(
      [
        ...(article.byline === null ? [] : [[foreign(article.byline, article.language)]]),
        [words.revision(dates.figure(article.revision))],
      ],
      ', ',
    ),
    notice: null,
    pieces: [
      { is: 'paragraph', line: [named.intro], look: 'quiet' },
      { is: 'paragraph', line: [`${words.changes.signedOff}: `, ...of.signedOff()], look: 'quiet' },
      { is: 'heading', level: 2, line: [named.wrong] },
      ...(wrong.length === 0 ? [nothing(named.none)] : wrong.flatMap(item)),
      { is: 'heading', level: 2, line: [named.open] },
      ...(open.length + untouched.length === 0 ? [nothing(named.nothingOpen)] : open.flatMap(openItem)),
      ...(untouched.length === 0
        ? []
        : [
            {
              is: 'list',
              numbers: null,
              items: untouched.map(({ number, text }) => [
                [`${named.sentence(String(number))}: `, foreign(text, article.language)],
              ]),
            } as const,
          ]),
      ...of.changes(words.changes.sinceSignOff, changesSinceSignOff(model)),
      ...of.integrity(),
    ],
  }

  function item(claim: ReportClaim): Piece[] {
    const correction = correctionOf(claim)
    return [
      heading(claim),
      of.answers(claim),
      {
        is: 'facts',
        rows: [
          { name: named.old, line: oldWords(claim) },
          {
            name: named.proposed,
            line: [correction === null ? named.noProposal : foreign(correction, article.language)],
          },
        ],
      },
      { is: 'heading', level: 4, line: [named.why] },
      ...of.grounds(claim, true),
      ...(withEvidence && claim.evidence.length > 0
        ? [{ is: 'heading', level: 4, line: [named.source] } as const, ...of.evidence(claim)]
        : []),
      boxes(claim),
      ...(withHands
        ? of.repliesToProposal(claim, claim.content?.correction == null ? 'attribution' : 'content')
        : []),
    ]
  }

  /** For a pen, or filled in where the answer came back. */
  function boxes(claim: ReportClaim): Piece {
    const answer = answerTo(claim)
    const isRefused = answer?.outcome === 'refused'
    const reason = isRefused ? answer.reason : null
    return {
      is: 'boxes',
      boxes: [
        { label: [named.accepted], isTicked: answer?.outcome === 'accepted' },
        {
          label: [named.refused, ...(reason === null ? [] : [' ', foreign(reason)])],
          isTicked: isRefused,
        },
      ],
    }
  }

  function openItem(claim: ReportClaim): Piece[] {
    return [
      heading(claim),
      { is: 'facts', rows: [{ name: named.old, line: oldWords(claim) }] },
      { is: 'paragraph', line: [words.claimStates[claim.state]], look: 'quiet' },
      ...(withEvidence ? of.evidence(claim) : []),
    ]
  }

  function heading({ number, anchors }: ReportClaim): Piece {
    const sentences = [...new Set(anchors.map(({ sentence }) => sentence))].map(String)
    return {
      is: 'heading',
      level: 3,
      line: [`${words.ledger.claim} ${String(number)} · ${named.sentence(dates.list(sentences))}`],
      anchor: `c${String(number)}`,
    }
  }

  function oldWords({ anchors }: ReportClaim): Line {
    return joined(
      anchors.map(({ text }): Line => [foreign(text, article.language)]),
      ' … ',
    )
  }
}

function nothing(say: string): Piece {
  return { is: 'paragraph', line: [say], look: 'reading' }
}
