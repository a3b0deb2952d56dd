import { changesSincePublication, changesSinceSignOff } from '../report-changes'
import type { ReportClaim, ReportModel, ReportSentence } from '../report-model'
import { byHand, claimPieces } from './claim-pieces'
import { foreign, joined, linkOrWords, type Line, type Piece, type ReportPieces } from './pieces'
import type { ReportRequest } from './report-request'

/** The checking file: every sentence in its order, with all that was decided about it. */
export function filePieces(request: ReportRequest): ReportPieces {
  const { model, words, dates, more, house, withHands, withEvidence } = request
  const { article, coverage, openItems, signOff, integrity } = model
  const of = claimPieces(request)
  const included = new Set(request.claims)
  const isSignedOff = signOff?.current ?? false

  return {
    head: house ?? `Belegt · ${words.report}`,
    day: dates.day(integrity.exportedAt),
    kicker: article.kicker === null ? null : [foreign(article.kicker, article.language)],
    title: [foreign(article.title, article.language)],
    subtitle: [`${more.kinds.file}, ${words.revision(dates.figure(article.revision))}`],
    notice: null,
    pieces: [
      ...remaining(),
      ...figures(),
      ...identity(),
      ...of.changes(words.changes.sinceSignOff, changesSinceSignOff(model)),
      ...of.changes(words.changes.sincePublication, changesSincePublication(model)),
      { is: 'heading', level: 2, line: [words.ledger.title], anchor: 'sentences' },
      ...model.blocks.flatMap(block),
      ...nonText(),
      ...(withEvidence ? of.sources(request.claims) : []),
      ...of.scales(request.claims),
      ...(withHands ? people() : []),
      ...of.section(more.method, request.method ?? more.standardMethod),
      ...(request.correctionsPolicy === null ? [] : of.section(more.policy, request.correctionsPolicy)),
      ...(request.contact === null ? [] : of.section(more.contact, request.contact)),
      ...of.integrity(),
    ],
  }

  function remaining(): Piece[] {
    const named = words.open
    const total = dates.figure(coverage.total)
    const parts = openItems.sentences.map(
      ({ mark, numbers }) => `${dates.figure(numbers.length)} ${named.marks[mark]}`,
    )
    const summary = isSignedOff
      ? named.nothing(coverage.total, total)
      : parts.length === 0
        ? named.allButSignOff(coverage.total, total)
        : named.headline(dates.list(parts))
    const items: string[] = [
      ...openItems.sentences.map(
        ({ mark, numbers }) => `${named.marks[mark]}: ${named.sentences(numbers.length)} ${runs(numbers)}`,
      ),
      ...(openItems.damagedFiles.length > 0
        ? [
            `${named.damagedFiles}: ${named.evidence(openItems.damagedFiles.length)} ${runs(openItems.damagedFiles)}`,
          ]
        : []),
      ...openItems.unsettled.map(
        ({ claim, sentence, question }) =>
          `${named.unsettled}: ${named.unsettledClaim(String(claim), String(sentence))} (${words.questions[question]})`,
      ),
      ...(openItems.commented.length > 0
        ? [`${named.commented}: ${named.sentences(openItems.commented.length)} ${runs(openItems.commented)}`]
        : []),
    ]
    return [
      { is: 'heading', level: 2, line: [named.title] },
      { is: 'paragraph', line: [summary], look: isSignedOff ? 'reading' : 'pressing' },
      ...(items.length > 0
        ? [{ is: 'list', numbers: null, items: items.map((item) => [[item]]) } as const]
        : []),
    ]
  }

  function figures(): Piece[] {
    const named = words.coverage
    const rows: [string, number][] = [
      [named.signedOff, coverage.signedOff],
      [named.checked, coverage.checked],
      [named.inWork, coverage.inWork],
      [named.open, coverage.open],
      [named.total(coverage.total), coverage.total],
      [named.claims(coverage.claims), coverage.claims],
      [named.noClaim(coverage.noClaim), coverage.noClaim],
      [named.evidence(coverage.evidence), coverage.evidence],
      [named.sources(coverage.sources), coverage.sources],
      [named.files(coverage.files), coverage.files],
    ]
    return [
      { is: 'heading', level: 2, line: [named.title] },
      { is: 'facts', rows: rows.map(([name, count]) => ({ name, line: [dates.figure(count)] })) },
    ]
  }

  function identity(): Piece[] {
    const named = words.identity
    const text = (value: string | null): Line =>
      value === null ? [named.unknown] : [foreign(value, article.language)]
    return [
      { is: 'heading', level: 2, line: [named.title] },
      {
        is: 'facts',
        rows: [
          { name: named.outlet, line: text(article.outlet) },
          { name: named.byline, line: text(article.byline) },
          {
            name: named.published,
            line: [article.publishedOn ? dates.partial(article.publishedOn) : named.unknown],
          },
          ...(article.modifiedOn === null
            ? []
            : [{ name: named.modified, line: [dates.partial(article.modifiedOn)] }]),
          { name: named.link, line: [article.url === null ? named.unknown : linkOrWords(article.url)] },
          { name: named.language, line: [dates.language(article.language)] },
          {
            name: named.revision,
            line: [`${dates.figure(article.revision)}, SHA-256 ${article.textHash}`],
          },
          { name: words.changes.signedOff, line: of.signedOff() },
          { name: named.imported, line: [dates.moment(article.importedAt)] },
          { name: named.changed, line: [dates.moment(article.changedAt)] },
          { name: named.made, line: [dates.moment(integrity.exportedAt)] },
        ],
      },
    ]
  }

  function block({ kind, speaker, role, saidOn, sentences }: ReportModel['blocks'][number]): Piece[] {
    const said: Line[] = [
      ...[speaker, role].filter((part) => part !== null).map((part) => [foreign(part, article.language)]),
      ...(saidOn ? [[`${words.ledger.saidOn} ${dates.partial(saidOn)}`]] : []),
    ]
    const label: Line = [words.blockKinds[kind], ...(said.length > 0 ? [' · ', ...joined(said, ', ')] : [])]
    return [
      ...(kind === 'paragraph' ? [] : [{ is: 'paragraph', line: label, look: 'quiet' } as const]),
      ...sentences.flatMap(sentence),
    ]
  }

  function sentence(each: ReportSentence): Piece[] {
    const { number, mark, text, noClaim, claims, continuedClaims, openComments } = each
    return [
      {
        is: 'paragraph',
        look: 'sentence',
        line: [
          { strong: `${words.ledger.sentence} ${String(number)}` },
          ` (${words.marks[mark]}): `,
          foreign(text, article.language),
        ],
      },
      ...(noClaim && claims.length + continuedClaims.length === 0 ? decision(each) : []),
      ...(continuedClaims.length > 0
        ? [quiet([`${words.ledger.continued} ${continuedClaims.join(', ')}.`])]
        : []),
      ...(openComments > 0 ? [quiet([words.ledger.comments(openComments, dates.figure(openComments))])] : []),
      ...claims.filter((one) => included.has(one)).flatMap((one) => claim(one, text)),
    ]
  }

  function decision({ noClaim, mark }: ReportSentence): Piece[] {
    if (!noClaim || !withHands) return []
    const say = mark === 'reopened' ? words.ledger.noClaimReopened : words.ledger.noClaim
    return [
      quiet(byHand(say, noClaim.by.name, dates.moment(noClaim.at))),
      ...(noClaim.secondRead ? of.secondRead(noClaim.secondRead) : []),
    ]
  }

  function claim(each: ReportClaim, text: string): Piece[] {
    const { number, kind, state, wording, anchors, reopenedBecause, givenWay } = each
    const anchored = anchors.map((anchor) => anchor.text).join(' … ')
    const claimant = of.claimantLine(each)
    const isWhole = wording === text && anchored === text
    return [
      {
        is: 'heading',
        level: 3,
        line: [
          `${words.ledger.claim} ${String(number)}${isWhole ? `, ${words.ledger.wholeSentence}` : ''} · ${words.claimKinds[kind]} · ${words.claimStates[state]}`,
        ],
        anchor: `c${String(number)}`,
      },
      ...(isWhole ? [] : [{ is: 'quote', line: [foreign(wording, article.language)], by: null } as const]),
      ...(wording === anchored
        ? []
        : [quiet([`${words.ledger.inText}: `, foreign(anchored, article.language)])]),
      ...(claimant ? [quiet(claimant)] : []),
      ...of.original(each),
      ...(reopenedBecause ? [pressing([words.reopened[reopenedBecause]])] : []),
      ...givenWay.map((way) => pressing([foreign(way.words[words.language])])),
      of.answers(each),
      ...of.grounds(each, true),
      ...proposals(each),
      ...(withEvidence
        ? each.evidence.length > 0
          ? [{ is: 'heading', level: 4, line: [words.evidence.title] } as const, ...of.evidence(each)]
          : [quiet([words.ledger.noEvidence])]
        : []),
      ...of.replies(each),
      ...(withHands
        ? [
            ...(each.secondRead
              ? of.secondRead(each.secondRead)
              : state === 'decided'
                ? [quiet([words.secondRead.missing])]
                : []),
            quiet(byHand(words.ledger.recorded, each.by.name, dates.moment(each.at))),
          ]
        : []),
    ]
  }

  function proposals(claim: ReportClaim): Piece[] {
    return [claim.attribution, claim.content].flatMap((verdict) =>
      verdict === null || verdict.correction === null
        ? []
        : [
            {
              is: 'paragraph',
              line: [
                { strong: `${words.verdict.correction}: ` },
                foreign(verdict.correction, article.language),
              ],
            } as const,
            ...(withHands ? of.repliesToProposal(claim, verdict.question) : []),
          ],
    )
  }

  function nonText(): Piece[] {
    if (model.nonText.length === 0) return []
    return [
      { is: 'heading', level: 2, line: [words.nonText.title] },
      quiet([words.nonText.help]),
      {
        is: 'list',
        numbers: null,
        items: model.nonText.map(({ text }) => [[foreign(text, article.language)]]),
      },
    ]
  }

  function people(): Piece[] {
    const named = words.people
    const plain = (word: string) => word.replaceAll('\u00ad', '')
    if (model.people.length === 0) return []
    return [
      { is: 'heading', level: 2, line: [named.title] },
      {
        is: 'table',
        head: [
          named.name,
          ...[named.claims, named.noClaims, named.evidence, named.verdicts, named.secondReads].map(plain),
          named.signedOff,
        ],
        rows: model.people.map((each) => [
          [foreign(each.name)],
          ...[each.claims, each.noClaims, each.evidence, each.verdicts, each.secondReads].map((count) => [
            dates.figure(count),
          ]),
          [each.signedOff ? named.yes : named.no],
        ]),
      },
    ]
  }
}

export function quiet(line: Line): Piece {
  return { is: 'paragraph', line, look: 'quiet' }
}

function pressing(line: Line): Piece {
  return { is: 'paragraph', line, look: 'pressing' }
}

/** "3–5, 12": neighbours taken together. */
function runs(numbers: readonly number[]): string {
  const found: { from: number; to: number }[] = []
  for (const number of numbers) {
    const last = found.at(-1)
    if (last && number === last.to + 1) last.to = number
    else found.push({ from: number, to: number })
  }
  return found
    .map(({ from, to }) =>
      from === to ? String(from) : `${String(from)}${to === from + 1 ? ', ' : '–'}${String(to)}`,
    )
    .join(', ')
}
