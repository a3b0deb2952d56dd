import type { Question } from '#shared/model'

import type {
  ReportClaim,
  ReportEvidence,
  ReportSecondRead,
  ReportSource,
  ReportVerdict,
} from '../report-model'
import { foreign, joined, linkOrWords, type Answer, type Line, type Piece, type Run } from './pieces'
import type { ReportRequest } from './report-request'

/** What every kind of report says of a claim, in pieces. */
export function claimPieces({ words, dates, model, withHands }: ReportRequest) {
  const { language } = model.article

  function answers({ questions, ...claim }: ReportClaim): Piece {
    return {
      is: 'answers',
      answers: questions.map((question) => answer(question, claim[question], claim.state)),
    }
  }

  function answer(
    question: Answer['question'],
    verdict: ReportVerdict | null,
    state: ReportClaim['state'],
  ): Answer {
    const asks = words.questions[question]
    if (!verdict) return { question, asks, verdict, label: words.verdict.undecided, details: [] }
    const { label, asOf, scale, by, at } = verdict
    const publisher = scale.publisher === null ? [] : [' (', words.verdict.borrowed(scale.publisher), ')']
    return {
      ...{ question, asks, verdict },
      label: label === null ? words.verdict.inWords : foreign(label, scale.language),
      details: [
        ...(state === 'reopened' ? [[words.verdict.atRest]] : []),
        ...(asOf ? [[words.verdict.asOf(dates.partial(asOf))]] : []),
        ...(withHands ? [byHand(words.verdict.by, by.name, dates.moment(at))] : []),
        [...byHand(words.verdict.scale, scale.name, String(scale.version)), ...publisher],
      ],
    }
  }

  /** Conclusion, reasoning and proposed words of both answers. */
  function grounds({ questions, ...claim }: ReportClaim, named: boolean): Piece[] {
    return questions.flatMap((question): Piece[] => {
      const verdict = claim[question]
      if (!verdict) return []
      const { conclusion, reasoning, scale } = verdict
      const texts = [conclusion, reasoning].filter((text) => text !== '')
      if (texts.length === 0) return []
      const heading: Piece[] =
        named && questions.length > 1
          ? [{ is: 'paragraph', line: [{ strong: words.questions[question] }] }]
          : []
      return [
        ...heading,
        ...texts.map((text): Piece => ({
          is: 'paragraph',
          look: 'reading',
          line: [foreign(text, scale.language)],
        })),
      ]
    })
  }

  function claimantLine({ claimant, claimantRole, claimedOn, place }: ReportClaim): Line | null {
    const parts: Line[] = [
      ...[claimant, claimantRole].filter((part) => part !== null).map((part) => [foreign(part, language)]),
      ...(claimedOn ? [[`${words.ledger.claimedOn} ${dates.partial(claimedOn)}`]] : []),
      ...(place === null ? [] : [[foreign(place, language)]]),
    ]
    return parts.length > 0 ? joined(parts, ', ') : null
  }

  /** Each piece of evidence with its exact place. */
  function evidence({ evidence: items }: Pick<ReportClaim, 'evidence'>): Piece[] {
    if (items.length === 0) return []
    return [
      { is: 'list', numbers: items.map(({ number }) => String(number)), items: items.map(evidenceLines) },
    ]
  }

  function evidenceLines(each: ReportEvidence): Line[] {
    const { source, stance, question, locator, passage, note, file, by, at } = each
    const own = source.language ?? ''
    const origin = [source.authors, source.container, source.publisher].filter((part) => part !== null)
    return [
      [{ strong: words.stances[stance][question] }, ': ', foreign(source.title, own)],
      joined(
        [
          ...origin.map((part): Line => [foreign(part, own)]),
          [words.sources.types[source.type]],
          ...(source.issued === null ? [] : [[foreign(dates.issued(source.issued))]]),
          [{ source: each.sourceNumber, named: words.evidence.source(String(each.sourceNumber)) }],
        ],
        ', ',
      ),
      ...(source.url === null ? [] : [[linkOrWords(source.url)]]),
      ...(locator === null ? [] : [[`${words.evidence.locator}: `, foreign(locator)]]),
      ...(passage === null ? [] : [[...quoted(foreign(passage, each.passageLanguage ?? own))]]),
      ...(note === null ? [] : [[`${words.evidence.note}: `, foreign(note)]]),
      ...(file
        ? [
            [
              `${words.evidence.conditions[file.condition]}: `,
              foreign(file.name),
              `, ${dates.size(file.sizeInBytes)}, ${dates.moment(file.capturedAt)}, SHA-256 ${file.hash}`,
            ],
          ]
        : []),
      ...(withHands ? [byHand(words.evidence.by, by.name, dates.moment(at))] : []),
    ]
  }

  function quoted(text: Run): Line {
    return words.language === 'de' ? ['„', text, '“'] : ['“', text, '”']
  }

  function replies({ contacts }: ReportClaim): Piece[] {
    if (contacts.length === 0) return []
    const lines = contacts.map(
      ({ name, role, way, askedAt, question, outcome, answer: said, answeredAt }) => {
        const when = answeredAt ? `, ${dates.moment(answeredAt)}` : ''
        return [
          [
            foreign(name),
            ...(role === null ? [] : [', ', foreign(role)]),
            `, ${words.reply.ways[way]}, ${words.reply.asked(dates.moment(askedAt))}`,
          ],
          [`${words.reply.question}: `, foreign(question)],
          [
            `${words.reply.outcomes[outcome]}${when}`,
            ...(said === null ? [] : [': ', ...quoted(foreign(said))]),
          ],
        ]
      },
    )
    return [
      { is: 'heading', level: 4, line: [words.reply.title] },
      { is: 'list', numbers: null, items: lines },
    ]
  }

  function secondRead({ outcome, by, at, reason, current }: ReportSecondRead): Piece[] {
    return [
      {
        is: 'paragraph',
        look: 'quiet',
        line: [
          ...byHand(words.secondRead[outcome], by.name, dates.moment(at)),
          ...(current ? [] : [`. ${words.secondRead.outdated}`]),
          ...(reason === null ? [] : [': ', foreign(reason)]),
        ],
      },
    ]
  }

  /** What the writer and the editor say to the proposed words. */
  function repliesToProposal({ answers: said }: ReportClaim, about: Question): Piece[] {
    return said
      .filter(({ question }) => question === about)
      .map(({ voice, outcome, name, reason, way, by, at }): Piece => {
        const named = words.answers
        return {
          is: 'paragraph',
          look: 'quiet',
          line: [
            { strong: named[voice][outcome] },
            ': ',
            ...byHand(named.by, name ?? by.name, dates.moment(at)),
            ...(name === null ? [] : [', ', ...byHand(named.recordedBy, by.name, '')]),
            ...(way === 'draft' ? [` (${named.draft})`] : []),
            ...(reason === null
              ? outcome === 'refused'
                ? [`, ${named.noReason}`]
                : []
              : ['. ', ...quoted(foreign(reason))]),
          ],
        }
      })
  }

  function sourceLines(each: ReportSource): Line[] {
    const named = words.sources
    const own = each.language ?? ''
    const origin = [each.authors, each.container, each.publisher].filter((part) => part !== null)
    const details: [string, string | null][] = [
      [named.volume, each.volume],
      [named.issue, each.issue],
      [named.pages, each.pages],
      [named.edition, each.edition],
      [named.event, each.event],
      [named.medium, each.medium],
      ['DOI', each.doi],
      ['ISBN', each.isbn],
    ]
    const why = (reason: string | null): Line => (reason === null ? [] : [': ', foreign(reason)])
    return [
      [foreign(each.title, own)],
      joined(
        [
          ...origin.map((part): Line => [foreign(part, own)]),
          [named.types[each.type]],
          ...(each.kind ? [[named.kinds[each.kind]]] : []),
          ...(each.issued === null ? [] : [[foreign(named.issued(dates.issued(each.issued)))]]),
          ...details.flatMap(([name, value]): Line[] =>
            value === null ? [] : [[`${name} `, foreign(value, own)]],
          ),
          ...(each.accessedOn ? [[named.accessed(dates.partial(each.accessedOn))]] : []),
        ],
        ', ',
      ),
      ...(each.status === 'current' ? [] : [[named.statuses[each.status], ...why(each.statusReason)]]),
      ...(each.expired && each.goodUntil !== null ? [[named.expired(dates.partial(each.goodUntil))]] : []),
      ...(each.reliability === 'unknown'
        ? []
        : [[named.reliabilities[each.reliability], ...why(each.reliabilityReason)]]),
      ...(each.conflicts === null ? [] : [[`${named.conflicts}: `, foreign(each.conflicts)]]),
      ...(each.url === null ? [] : [[linkOrWords(each.url)]]),
      ...(each.archiveUrl === null ? [] : [[`${named.archived}: `, linkOrWords(each.archiveUrl)]]),
      ...(each.note === null ? [] : [[`${named.note}: `, foreign(each.note)]]),
    ]
  }

  /** The sources these claims rest on, by their numbers in the report. */
  function sources(claims: readonly ReportClaim[]): Piece[] {
    const used = new Set(claims.flatMap((claim) => claim.evidence.map(({ sourceNumber }) => sourceNumber)))
    const listed = model.sources.filter(({ number }) => used.has(number))
    return [
      { is: 'heading', level: 2, line: [words.sources.title], anchor: 'sources' },
      listed.length === 0
        ? { is: 'paragraph', line: [words.sources.none], look: 'quiet' }
        : { is: 'list', numbers: listed.map(({ number }) => String(number)), items: listed.map(sourceLines) },
    ]
  }

  /** How anyone can check that text and history are still what they were. */
  function integrity(): Piece[] {
    const { article, integrity: proof, signOff } = model
    const named = words.integrity
    return [
      { is: 'heading', level: 2, line: [named.title] },
      { is: 'paragraph', line: [`${named.intro} ${named.algorithm}`], look: 'quiet' },
      {
        is: 'facts',
        rows: [
          {
            name: named.text,
            line: [`${words.revision(dates.figure(article.revision))}, ${article.textHash}`],
          },
          {
            name: named.history,
            line: [`${named.historyAt(dates.figure(proof.sequence))}, ${proof.headHash}`],
          },
          ...(signOff?.current ? [{ name: named.signOff, line: [signOff.contentHash] }] : []),
          { name: named.program, line: [`${proof.program.name} ${proof.program.version}`] },
          {
            name: named.made,
            line: [`${dates.moment(proof.exportedAt)}, ${named.clock(proof.timeZone)}`],
          },
        ],
      },
    ]
  }

  return {
    answers,
    grounds,
    claimantLine,
    evidence,
    evidenceLines,
    replies,
    repliesToProposal,
    secondRead,
    sources,
    sourceLines,
    integrity,
  }
}

/** "Geprüft von …": a sentence of ours with a name in it that others gave. */
export function byHand(say: (name: string, when: string) => string, name: string, when: string): Line {
  const [before = '', after = ''] = say(SLOT, when).split(SLOT)
  return [before, foreign(name), after]
}

const SLOT = '\u{E000}'
