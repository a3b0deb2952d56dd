import type { SentenceMark } from '#shared/model'

import type { Logo } from './logo'
import { markup, join, written, type Markup } from './markup'
import type { Typesetting } from './report-ledger'
import type { ReportModel } from './report-model'

/** Head of the report: which text it is about, whether it is signed off, what is open, how far the check is. */
export function reportOverview(
  model: ReportModel,
  { words, dates, marks, language, withHands, linkTo }: Typesetting,
  { house, logo, signedOff }: { house: string | null; logo: Logo | null; signedOff: Markup },
) {
  const { article, coverage, openItems, signOff, integrity } = model
  const isSignedOff = signOff?.current ?? false

  function titleBlock(): Markup {
    return markup` <header>
      ${logoOf(logo, house)}
      <p class="running">
        <span>${house === null ? markup`${marks.product()} Belegt` : written(house)} · ${words.report}</span
        ><span>${words.checkingFile}, ${dates.day(integrity.exportedAt)}</span>
      </p>
      ${article.kicker !== null && markup`<p class="kicker" lang="${language}">${written(article.kicker)}</p>`}
      <h1 lang="${language}" dir="auto">${written(article.title)}</h1>
      ${article.byline !== null && markup`<p class="byline" lang="${language}">${written(article.byline)}</p>`}
      <p class="standing">${standing()}</p>
    </header>`
  }

  function standing(): Markup {
    const revision = words.revision(dates.figure(article.revision))
    const sample = article.isSample && markup` · ${words.sample}`
    if (!signOff)
      return markup`${marks.process('open')} <span>${words.notSignedOff}, ${revision}${sample}</span>`
    const when = dates.moment(signOff.at)
    if (!withHands) {
      const mark = marks.process(signOff.current ? 'signed off' : 'reopened')
      return markup`${mark} <span>${signOff.current ? words.open.marks['signed off'] : words.notSignedOff}, ${revision}${sample}</span>`
    }
    return signOff.current
      ? markup`${marks.process('signed off')}
          <span>${words.signedOff(signOff.by.name, when)}, ${revision}${sample}</span>`
      : markup`${marks.process('reopened')}
          <span>${words.signOffOutdated(signOff.by.name, when)} ${revision}${sample}</span>`
  }

  /** Never left out: where nothing is open, it says so. */
  function remaining(): Markup {
    const items = [
      ...openItems.sentences.map(({ mark, numbers }) =>
        entry(
          marks.process(mark),
          words.open.marks[mark],
          markup`${words.open.sentences(numbers.length)} ${ranges(numbers, 's')}`,
        ),
      ),
      openItems.damagedFiles.length > 0 &&
        entry(
          marks.process('reopened'),
          words.open.damagedFiles,
          markup`${words.open.evidence(openItems.damagedFiles.length)} ${ranges(openItems.damagedFiles, 'e')}`,
        ),
      openItems.unsettled.length > 0 &&
        entry(marks.verdict('content', UNSETTLED, { size: 16 }), words.open.unsettled, unsettled()),
      openItems.commented.length > 0 &&
        entry(
          null,
          words.open.commented,
          markup`${words.open.sentences(openItems.commented.length)} ${ranges(openItems.commented, 's')}`,
        ),
    ].filter((item) => item !== false)
    return markup` <section class="remaining${!isSignedOff && ' pressing'}" aria-labelledby="remaining">
      <h2 id="remaining">${words.open.title}</h2>
      <p class="lead">${summary()}</p>
      ${isSignedOff && openItems.unsettled.length === 0 && markup`<p>${words.open.nothingUnsettled}</p>`}
      ${
        items.length > 0 &&
        markup`<ul>
          ${items}
        </ul>`
      }
    </section>`
  }

  function summary(): string {
    const total = dates.figure(coverage.total)
    if (isSignedOff) return words.open.nothing(coverage.total, total)
    if (openItems.sentences.length === 0) return words.open.allButSignOff(coverage.total, total)
    const parts = openItems.sentences.map(
      ({ mark, numbers }) => `${dates.figure(numbers.length)} ${words.open.marks[mark]}`,
    )
    return words.open.headline(dates.list(parts))
  }

  function entry(mark: Markup | null, what: string, where: Markup): Markup {
    return markup`<li>
      ${mark ?? markup`<span></span>`}<span><span class="what">${what}:</span> ${where}</span>
    </li>`
  }

  function unsettled(): Markup {
    const claims = Map.groupBy(openItems.unsettled, ({ claim }) => claim)
    return join(
      [...claims.values()].map((items) => {
        const [first] = items
        if (!first) throw new Error('A group has at least one member')
        const asked = items.map(({ question }) => words.questions[question])
        return markup`${linkTo(`c${String(first.claim)}`, words.open.unsettledClaim(dates.figure(first.claim), dates.figure(first.sentence)))} (${dates.list(asked)})`
      }),
      '; ',
    )
  }

  /** "3–5, 12": runs of numbers, each a link to where it begins. */
  function ranges(numbers: readonly number[], anchor: 's' | 'e'): Markup {
    const runs: { from: number; to: number }[] = []
    for (const number of numbers) {
      const last = runs.at(-1)
      if (last && number === last.to + 1) last.to = number
      else runs.push({ from: number, to: number })
    }
    return join(
      runs.map(({ from, to }) =>
        linkTo(
          `${anchor}${String(from)}`,
          from === to ? from : markup`${from}${to === from + 1 ? ', ' : '–'}${to}`,
        ),
      ),
      ', ',
    )
  }

  function coverageFigures(): Markup {
    const { total, signedOff, checked, inWork, open } = coverage
    const figures: [SentenceMark, number, string][] = [
      ['signed off', signedOff, words.coverage.signedOff],
      ['checked', checked, words.coverage.checked],
      ['in work', inWork, words.coverage.inWork],
      ['open', open, words.coverage.open],
    ]
    const amounts: [number, string, string?][] = [
      [
        coverage.claims,
        words.coverage.claims(coverage.claims),
        words.coverage.decided(dates.figure(coverage.decidedClaims)),
      ],
      [coverage.noClaim, words.coverage.noClaim(coverage.noClaim)],
      [coverage.evidence, words.coverage.evidence(coverage.evidence)],
      [coverage.sources, words.coverage.sources(coverage.sources)],
      [coverage.files, words.coverage.files(coverage.files)],
    ]
    return markup` <section aria-labelledby="coverage">
      <h2 id="coverage">${words.coverage.title}</h2>
      ${bar()}
      <p class="hidden">${words.coverage.of(dates.figure(signedOff), dates.figure(total))}</p>
      <ul class="figures">
        ${figures.map(
          ([mark, count, word]) =>
            markup`<li>
              ${marks.process(mark, 14)}
              <span><strong class="figure">${dates.figure(count)}</strong> ${word}</span>
            </li>`,
        )}
        <li>
          <span><strong class="figure">${dates.figure(total)}</strong> ${words.coverage.total(total)}</span>
        </li>
      </ul>
      <ul class="amounts">
        ${amounts.map(([count, word, more]) => markup`<li><strong class="figure">${dates.figure(count)}</strong> ${word}${more !== undefined && `, ${more}`}</li>`)}
      </ul>
    </section>`
  }

  /** Signed off is solid, checked is hatched, the rest is empty; the figures stand below. */
  function bar(): Markup {
    const { total, signedOff, checked } = coverage
    const share = (part: number) => `${String(total === 0 ? 0 : Math.round((part / total) * 10_000) / 100)}%`
    return markup`<svg class="bar" width="100%" height="8" aria-hidden="true">
      <defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0v5" stroke="#1f4a8a" stroke-width="5"/></pattern></defs>
      <rect fill="url(#hatch)" x="${share(signedOff)}" y="0" width="${share(checked)}" height="8"/>
      <rect class="sealed" x="0" y="0" width="${share(signedOff)}" height="8"/>
    </svg>`
  }

  function identity(): Markup {
    const named = words.identity
    const unknown = markup`<span class="quiet">${named.unknown}</span>`
    const text = (value: string | null) => (value === null ? unknown : written(value, language))
    const facts: [string, Markup][] = [
      [named.outlet, text(article.outlet)],
      [named.byline, text(article.byline)],
      [named.published, article.publishedOn ? markup`${dates.partial(article.publishedOn)}` : unknown],
      ...(article.modifiedOn === null
        ? []
        : ([[named.modified, markup`${dates.partial(article.modifiedOn)}`]] as [string, Markup][])),
      [named.link, article.url === null ? unknown : webLink(article.url)],
      [named.language, markup`${dates.language(article.language)}`],
      [
        named.revision,
        markup`${dates.figure(article.revision)}, SHA-256 <span class="hash">${article.textHash}</span>`,
      ],
      [words.changes.signedOff, signedOff],
      [named.imported, markup`${dates.moment(article.importedAt)}`],
      [named.changed, markup`${dates.moment(article.changedAt)}`],
      [named.made, markup`${dates.moment(integrity.exportedAt)}`],
    ]
    return markup` <section aria-labelledby="identity">
      <h2 id="identity">${named.title}</h2>
      <dl class="facts">
        ${facts.map(
          ([name, value]) =>
            markup`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
    </section>`
  }

  return { titleBlock, remaining, coverageFigures, identity }
}

const UNSETTLED = { sign: 'question', tone: 'unsure' } as const

/** The address is the text of the link, so that paper keeps it. Nothing but the web can be opened from a report. */
/** Leads from the report into the folder beside it. */
export function copyLink(path: string): Markup {
  return markup`<a class="address" href="${path}">${path}</a>`
}

/** The mark of the house, as a part of the document itself. */
export function logoOf(logo: Logo | null, house: string | null): Markup | null {
  if (!logo) return null
  const { mediaType, base64, width, height } = logo
  return markup`<p class="logo"><img src="data:${mediaType};base64,${base64}" alt="${house ?? ''}" width="${width}" height="${height}"></p>`
}

export function webLink(address: string): Markup {
  if (!/^https?:\/\//i.test(address)) return written(address)
  return markup`<a class="address" href="${address}" rel="noopener noreferrer">${written(address)}</a>`
}
