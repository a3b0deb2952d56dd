import type { Question } from '#shared/model'

import { lastSignedOff } from '../report-changes'
import type {
  ReportChange,
  ReportClaim,
  ReportEvidence,
  ReportSecondRead,
  ReportSource,
  ReportVerdict,
} from '../report-model'
import { foreign, joined, linkOrWords, type Answer, type Line, type Piece, type Run } from './pieces'
import type { ReportRequest } from './report-request'

/** What every kind of report says of a claim, in pieces. */
export function claimPieces(request: ReportRequest) {
  const { words, dates, model, withHands } = request
  const { article } = model
  const { language } = article

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
      const { conclusion, reasoning, against, notFound, scale } = verdict
      const texts: Line[] = [
        ...[conclusion, reasoning]
          .filter((text) => text !== '')
          .map((text) => [foreign(text, scale.language)]),
        ...(against === null
          ? []
          : [[{ strong: `${words.verdict.against}: ` }, foreign(against, scale.language)]]),
        ...(notFound === null
          ? []
          : [[{ strong: `${words.verdict.notFound}: ` }, foreign(notFound, scale.language)]]),
      ]
      if (texts.length === 0) return []
      const heading: Piece[] =
        named && questions.length > 1
          ? [{ is: 'paragraph', line: [{ strong: words.questions[question] }] }]
          : []
      return [...heading, ...texts.map((line): Piece => ({ is: 'paragraph', look: 'reading', line }))]
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

  /** What was said, where the article has a translation of it. */
  function original({ original: said }: ReportClaim): Piece[] {
    if (said === null) return []
    const evidenceNumber = words.evidence.number(String(said.evidence))
    const name = words.ledger.original(dates.language(said.language), evidenceNumber)
    return [{ is: 'quote', line: [foreign(said.text, said.language)], by: [name] }]
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
              ...(file.path === null ? [] : [`, ${words.evidence.copy}: `, { copy: file.path }]),
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
      ({ name, role, way, askedAt, deadline, question, outcome, answer: said, answeredAt, by, at }) => {
        const when = answeredAt ? `, ${dates.moment(answeredAt)}` : ''
        return [
          [
            foreign(name),
            ...(role === null ? [] : [', ', foreign(role)]),
            `, ${words.reply.ways[way]}, ${words.reply.asked(dates.moment(askedAt))}`,
            ...(deadline === null ? [] : [`, ${words.reply.deadline(dates.moment(deadline))}`]),
          ],
          [`${words.reply.question}: `, foreign(question)],
          [
            `${words.reply.outcomes[outcome]}${when}`,
            ...(said === null ? [] : [': ', ...quoted(foreign(said))]),
          ],
          ...(withHands ? [byHand(words.ledger.recorded, by.name, dates.moment(at))] : []),
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

  /** Each scale in use with the labels that were given, so that a label can be read as it was meant. */
  function scales(claims: readonly ReportClaim[]): Piece[] {
    const verdicts = claims
      .flatMap(({ attribution, content }) => [attribution, content])
      .filter((verdict) => verdict !== null)
    const used = [...Map.groupBy(verdicts, ({ scale }) => scale.id).values()]
    if (used.length === 0) return []
    return [
      { is: 'heading', level: 2, line: [words.scales.title] },
      {
        is: 'list',
        numbers: null,
        items: used.map((given) => {
          const labels = [...new Map(given.map((verdict) => [verdict.ratingId, verdict])).values()]
          return [...labels.slice(0, 1).map(scaleLine), ...labels.map(labelLine)]
        }),
      },
    ]
  }

  function scaleLine({ scale }: ReportVerdict): Line {
    const { name, version, question, publisher } = scale
    return [
      ...byHand(words.verdict.scale, name, String(version)),
      ` (${words.scales.asks[question]})`,
      ...(publisher === null ? [] : [' · ', ...byHand(words.verdict.borrowed, publisher, '')]),
      ...(scale.source === null ? [] : [', ', linkOrWords(scale.source)]),
    ]
  }

  function labelLine({ label, definition, scale }: ReportVerdict): Line {
    if (label === null) return [words.scales.withoutLabels]
    return [
      foreign(label, scale.language),
      ...(definition === null ? [] : [': ', foreign(definition, scale.language)]),
    ]
  }

  /** Which revision was signed off last, and whether that counts. */
  function signedOff(): Line {
    const last = lastSignedOff(model)
    if (last?.signOff == null) return [words.changes.neverSignedOff]
    const { by, at } = last.signOff
    const when = dates.moment(at)
    const revision = dates.figure(last.number)
    const who = withHands
      ? byHand((name) => words.changes.signedOffAs(revision, name, when), by.name, when)
      : [words.changes.in(revision, when)]
    if (model.signOff?.current === true) return [...who, `. ${words.changes.inForce}`]
    return last.number === article.revision ? [...who, `. ${words.changes.textUnchanged}`] : who
  }

  /** What became of sentences, with their words before and now. */
  function changes(title: string, list: readonly ReportChange[]): Piece[] {
    if (list.length === 0) return []
    const revisions = new Map(model.revisions.map((revision) => [revision.number, revision]))
    return [
      { is: 'heading', level: 2, line: [title] },
      {
        is: 'list',
        numbers: null,
        items: list.map(({ revision, kind, before, after }) => {
          const when = dates.moment(revisions.get(revision)?.at ?? article.changedAt)
          return [
            [{ strong: words.changes.kinds[kind] }, ` (${words.changes.in(dates.figure(revision), when)})`],
            ...(before.length > 0 ? [sentences(words.changes.before, before)] : []),
            ...(after.length > 0 ? [sentences(words.changes.after, after)] : []),
          ]
        }),
      },
    ]
  }

  function sentences(name: string, texts: readonly string[]): Line {
    const each = texts.map((text): Line => [foreign(text, article.language)])
    return [`${name}: `, ...joined(each, ' ')]
  }

  /** Method, policy and contact are typed by people: they are words of others too. */
  function section(title: string, text: string): Piece[] {
    return [
      { is: 'heading', level: 2, line: [title] },
      { is: 'paragraph', look: 'reading', line: [foreign(text, request.language)] },
    ]
  }

  /** How anyone can check that text and history are still what they were. */
  function integrity(): Piece[] {
    const { integrity: proof, signOff } = model
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
    original,
    scales,
    signedOff,
    changes,
    section,
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
