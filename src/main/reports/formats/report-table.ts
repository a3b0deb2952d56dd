import { changesSinceSignOff } from '../report-changes'
import type { ReportChange, ReportClaim, ReportSource } from '../report-model'
import { claimPieces } from './claim-pieces'
import { plain, type Line } from './pieces'
import { answerTo, correctionOf, type ReportRequest } from './report-request'

export type Cell = string | number | null

export interface ReportTable {
  name: string
  head: string[]
  rows: Cell[][]
}

/** One row a claim, in the order of the text. */
export function claimTable(request: ReportRequest): ReportTable {
  const { model, kind, claims, words, more, withHands, withEvidence } = request
  const named = more.table
  const of = claimPieces(request)

  const columns: [string, (claim: ReportClaim) => Cell][] = [
    [named.number, ({ number }) => number],
    [named.sentence, sentences],
    [named.wording, ({ wording }) => wording],
    [named.inText, ({ anchors }) => anchors.map(({ text }) => text).join(' … ')],
    [named.kind, ({ kind }) => words.claimKinds[kind]],
    [named.state, ({ state }) => words.claimStates[state]],
    [named.claimant, ({ claimant }) => claimant],
    [named.claimantRole, ({ claimantRole }) => claimantRole],
    [named.claimedOn, ({ claimedOn }) => claimedOn],
    [named.place, ({ place }) => place],
    [named.attribution, (claim) => answer(claim, 'attribution')],
    [named.content, (claim) => answer(claim, 'content')],
    [
      named.scale,
      ({ content }) => content && words.verdict.scale(content.scale.name, String(content.scale.version)),
    ],
    [named.point, ({ content }) => content?.point?.value ?? null],
    [named.asOf, ({ content }) => content?.asOf ?? null],
    [named.conclusion, (claim) => both(claim, 'conclusion')],
    [named.reasoning, (claim) => both(claim, 'reasoning')],
    [named.correction, correctionOf],
    [
      named.answer,
      (claim) => {
        const said = answerTo(claim)
        return said && words.answers[said.voice][said.outcome]
      },
    ],
    [named.answerReason, (claim) => answerTo(claim)?.reason ?? null],
    [named.evidenceCount, ({ evidence }) => evidence.length],
    ...(withEvidence
      ? ([
          [
            named.evidence,
            ({ evidence }) => text(evidence.flatMap((each) => numbered(each.number, of.evidenceLines(each)))),
          ],
        ] as [string, (claim: ReportClaim) => Cell][])
      : []),
    ...(withHands
      ? ([
          [named.checkedBy, (claim) => lastVerdict(claim)?.by.name ?? null],
          [named.checkedAt, (claim) => lastVerdict(claim)?.at ?? null],
          [
            named.secondReader,
            ({ secondRead }) =>
              secondRead && words.secondRead[secondRead.outcome](secondRead.by.name, secondRead.at),
          ],
        ] as [string, (claim: ReportClaim) => Cell][])
      : []),
    ...(kind === 'public'
      ? []
      : ([
          [words.identity.revision, () => model.article.revision],
          [words.changes.signedOff, () => plain(of.signedOff())],
        ] as [string, (claim: ReportClaim) => Cell][])),
  ]
  return {
    name: named.claims,
    head: columns.map(([name]) => name),
    rows: claims.map((claim) => columns.map(([, read]) => read(claim))),
  }

  /** One sentence is a number to sort by; several are words. */
  function sentences({ anchors }: ReportClaim): Cell {
    const numbers = [...new Set(anchors.map(({ sentence }) => sentence))]
    return numbers.length === 1 ? (numbers[0] ?? null) : numbers.join('; ')
  }

  function answer(claim: ReportClaim, question: 'attribution' | 'content'): Cell {
    const verdict = claim[question]
    if (verdict) return verdict.label ?? words.verdict.inWords
    return claim.questions.includes(question) ? words.verdict.undecided : null
  }
}

function both({ attribution, content }: ReportClaim, field: 'conclusion' | 'reasoning'): Cell {
  const texts = [attribution, content].map((verdict) => verdict?.[field] ?? '').filter((each) => each !== '')
  return texts.length === 0 ? null : texts.join('\n')
}

function lastVerdict({ attribution, content }: ReportClaim) {
  return content ?? attribution
}

/** The sources these claims rest on. */
export function sourceTable({ model, claims, words, more }: ReportRequest): ReportTable {
  const named = more.table
  const used = new Set(claims.flatMap(({ evidence }) => evidence.map(({ sourceNumber }) => sourceNumber)))
  const columns: [string, (source: ReportSource) => Cell][] = [
    [named.number, ({ number }) => number],
    [named.title, ({ title }) => title],
    [named.type, ({ type }) => words.sources.types[type]],
    [named.kind, ({ kind }) => kind && words.sources.kinds[kind]],
    [named.authors, ({ authors }) => authors],
    [named.container, ({ container }) => container],
    [named.publisher, ({ publisher }) => publisher],
    [named.issued, ({ issued }) => issued],
    [named.accessed, ({ accessedOn }) => accessedOn],
    [named.link, ({ url }) => url],
    [named.archive, ({ archiveUrl }) => archiveUrl],
    ['DOI', ({ doi }) => doi],
    ['ISBN', ({ isbn }) => isbn],
    [
      named.reliability,
      ({ reliability }) =>
        reliability === 'unknown' ? named.unknown : words.sources.reliabilities[reliability],
    ],
    [named.status, ({ status }) => (status === 'current' ? named.current : words.sources.statuses[status])],
    [named.usedIn, ({ evidence }) => evidence.join('; ')],
  ]
  return {
    name: named.sources,
    head: columns.map(([name]) => name),
    rows: model.sources
      .filter(({ number }) => used.has(number))
      .map((source) => columns.map(([, read]) => read(source))),
  }
}

/** What is no longer as it was signed off, one row a change; no table where there is nothing. */
export function changeTable({ model, kind, words }: ReportRequest): ReportTable[] {
  const changes = kind === 'public' ? [] : changesSinceSignOff(model)
  if (changes.length === 0) return []
  const named = words.changes
  const columns: [string, (change: ReportChange) => Cell][] = [
    [words.identity.revision, ({ revision }) => revision],
    [named.what, ({ kind }) => named.kinds[kind]],
    [named.before, ({ before }) => before.join('\n')],
    [named.after, ({ after }) => after.join('\n')],
  ]
  return [
    {
      name: named.sinceSignOff,
      head: columns.map(([name]) => name),
      rows: changes.map((change) => columns.map(([, read]) => read(change))),
    },
  ]
}

/** By what the report can be told from another one. */
export function integrityTable({ model, words, dates }: ReportRequest): ReportTable {
  const { article, integrity } = model
  const named = words.integrity
  return {
    name: named.title,
    head: [named.text, words.revision(dates.figure(article.revision)), article.textHash],
    rows: [
      [named.history, named.historyAt(dates.figure(integrity.sequence)), integrity.headHash],
      [named.program, `${integrity.program.name} ${integrity.program.version}`, null],
      [named.made, integrity.exportedAt, integrity.timeZone],
    ],
  }
}

function numbered(number: number, [first = [], ...rest]: readonly Line[]): Line[] {
  return [[`[${String(number)}] `, ...first], ...rest]
}

function text(lines: readonly Line[]): string {
  return lines.map(plain).join('\n')
}
