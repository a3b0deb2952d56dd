import { markup, join, written, type Markup } from './markup'
import type { Typesetting } from './report-ledger'
import type { ReportModel, ReportSource, ReportVerdict } from './report-model'
import { webLink } from './report-overview'

/** What the report rests on: sources, scales, people, what was not checked, and how to check the report itself. */
export function reportAppendix(model: ReportModel, { words, dates, marks, language, linkTo }: Typesetting) {
  const { signOff, integrity, article } = model

  function sources(): Markup {
    return markup` <section aria-labelledby="sources">
      <h2 id="sources">${words.sources.title}</h2>
      ${model.sources.length === 0 && markup`<p class="help">${words.sources.none}</p>`}
      <ol class="listed">
        ${model.sources.map(source)}
      </ol>
    </section>`
  }

  function source(each: ReportSource): Markup {
    const named = words.sources
    const own = each.language ?? ''
    const origin = [each.authors, each.container, each.publisher].filter((part) => part !== null)
    const facts = [
      ...origin.map((part) => written(part, own)),
      markup`${named.types[each.type]}`,
      ...(each.kind ? [markup`${named.kinds[each.kind]}`] : []),
      ...(each.language ? [markup`${dates.language(each.language)}`] : []),
      ...(each.issued !== null ? [written(named.issued(dates.issued(each.issued)))] : []),
      ...details(each).map((part) => written(part, own)),
      ...(each.accessedOn ? [markup`${named.accessed(dates.partial(each.accessedOn))}`] : []),
    ]
    const uses = each.evidence.map((number) =>
      linkTo(`e${String(number)}`, words.evidence.number(String(number))),
    )
    return markup` <li id="q${each.number}">
      <span class="ordinal figure">${each.number}</span>
      <div>
        <p class="source-title">${written(each.title, own)}</p>
        <p class="place">${join(facts, ', ')}</p>
        ${standing(each)}
        ${each.url !== null && markup`<p>${webLink(each.url)}</p>`}
        ${each.archiveUrl !== null && markup`<p class="place">${named.archived}: ${webLink(each.archiveUrl)}</p>`}
        ${each.note !== null && markup`<p class="note">${named.note}: ${written(each.note)}</p>`}
        <p class="quiet">${named.usedIn('')}${join(uses, ', ')}</p>
      </div>
    </li>`
  }

  function details({ volume, issue, pages, edition, event, medium, doi, isbn }: ReportSource): string[] {
    const named = words.sources
    const parts: [string, string | null][] = [
      [named.volume, volume],
      [named.issue, issue],
      [named.pages, pages],
      [named.edition, edition],
      [named.event, event],
      [named.medium, medium],
      ['DOI', doi],
      ['ISBN', isbn],
    ]
    return parts.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]))
  }

  /** How far it can be relied on, and what became of it. */
  function standing(each: ReportSource): Markup {
    const named = words.sources
    const { status, statusReason, expired, goodUntil, reliability, reliabilityReason, conflicts } = each
    const why = (reason: string | null) => reason !== null && markup`: ${written(reason)}`
    return markup`${status !== 'current' && markup`<p class="because">${named.statuses[status]}${why(statusReason)}</p>`}
      ${expired && goodUntil !== null && markup`<p class="because">${named.expired(dates.partial(goodUntil))}</p>`}
      ${reliability !== 'unknown' && markup`<p class="place">${named.reliabilities[reliability]}${why(reliabilityReason)}</p>`}
      ${conflicts !== null && markup`<p class="place">${named.conflicts}: ${written(conflicts)}</p>`}`
  }

  /** Each scale in use with the labels that were given, so that a label can be read as it was meant. */
  function scales(): Markup {
    const verdicts = model.blocks
      .flatMap(({ sentences }) => sentences)
      .flatMap(({ claims }) => claims)
      .flatMap(({ attribution, content }) => [attribution, content])
      .filter((verdict) => verdict !== null)
    const used = Map.groupBy(verdicts, ({ scale }) => scale.id)
    return markup` <section aria-labelledby="scales">
      <h2 id="scales">${words.scales.title}</h2>
      ${used.size === 0 && markup`<p class="help">${words.scales.none}</p>`} ${[...used.values()].map(scale)}
    </section>`
  }

  function scale(verdicts: readonly ReportVerdict[]): Markup | null {
    const [first] = verdicts
    if (!first) return null
    const { name, version, question, publisher, source: origin, language: own } = first.scale
    const labels = [...new Map(verdicts.map((verdict) => [verdict.ratingId, verdict])).values()]
    const borrowed = publisher !== null && markup` · ${words.verdict.borrowed(publisher)}`
    return markup` <div class="scale">
      <h3>
        ${words.verdict.scale(name, String(version))}
        <span class="quiet">${words.scales.asks[question]}${borrowed}</span>
      </h3>
      ${origin !== null && markup`<p>${webLink(origin)}</p>`}
      <dl>
        ${labels.map(
          (verdict) =>
            markup`<div>
              ${marks.verdict(question, verdict, { size: 16 })}${
                verdict.label === null
                  ? markup`<dt>${words.verdict.inWords}</dt>
                      <dd>${words.scales.withoutLabels}</dd>`
                  : markup`<dt lang="${own}">${written(verdict.label)}</dt>
                      <dd lang="${own}">${verdict.definition !== null && written(verdict.definition)}</dd>`
              }
            </div>`,
        )}
      </dl>
    </div>`
  }

  function people(): Markup {
    const named = words.people
    const columns = [
      named.claims,
      named.noClaims,
      named.evidence,
      named.verdicts,
      named.secondReads,
      named.signedOff,
    ]
    return markup` <section aria-labelledby="people">
      <h2 id="people">${named.title}</h2>
      ${
        model.people.length === 0
          ? markup`<p class="help">${named.none}</p>`
          : markup`<div class="wide" tabindex="0" role="group" aria-labelledby="people">
              <table>
                <thead>
                  <tr>
                    <th scope="col">${named.name}</th>
                    ${columns.map((column) => markup`<th scope="col">${column}</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${model.people.map(
                    (each) =>
                      markup`<tr>
                        <th scope="row">${written(each.name)}</th>
                        ${[each.claims, each.noClaims, each.evidence, each.verdicts, each.secondReads].map((count) => markup`<td>${dates.figure(count)}</td>`)}
                        <td>${each.signedOff ? named.yes : named.no}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
    </section>`
  }

  function nonText(): Markup | null {
    if (model.nonText.length === 0) return null
    return markup` <section aria-labelledby="non-text">
      <h2 id="non-text">${words.nonText.title}</h2>
      <p class="help">${words.nonText.help}</p>
      <ul class="dropped">
        ${model.nonText.map(({ text }) => markup`<li lang="${language}" dir="auto">${written(text)}</li>`)}
      </ul>
    </section>`
  }

  function authenticity(): Markup {
    const named = words.integrity
    const hash = (value: string) => markup`<span class="hash">${value}</span>`
    const files = new Map(
      model.blocks
        .flatMap(({ sentences }) => sentences)
        .flatMap(({ claims }) => claims)
        .flatMap(({ evidence }) => evidence)
        .flatMap(({ number, file }) => (file ? [[file.hash, { number, file }] as const] : [])),
    )
    const fileList = [...files.values()].map(
      ({ number, file }) =>
        markup`<p class="file${file.condition !== 'unchanged' && ' damaged'}">
          ${linkTo(`e${String(number)}`, words.evidence.number(String(number)))}, ${written(file.name)},
          ${words.evidence.conditions[file.condition]}<br />${hash(file.hash)}
        </p>`,
    )
    const facts: [string, Markup][] = [
      [named.text, markup`${words.revision(dates.figure(article.revision))}<br />${hash(article.textHash)}`],
      [
        named.history,
        markup`${named.historyAt(dates.figure(integrity.sequence))}<br />${hash(integrity.headHash)}`,
      ],
      ...(signOff?.current ? ([[named.signOff, hash(signOff.contentHash)]] as [string, Markup][]) : []),
      [named.files, fileList.length > 0 ? markup`${fileList}` : markup`${named.noFiles}`],
      [named.library, written(integrity.library)],
      [named.program, markup`${integrity.program.name} ${integrity.program.version}`],
      [named.made, markup`${dates.moment(integrity.exportedAt)}, ${named.clock(integrity.timeZone)}`],
    ]
    return markup` <section aria-labelledby="integrity">
      <h2 id="integrity">${named.title}</h2>
      <p class="help">${named.intro} ${named.algorithm}</p>
      <dl class="facts">
        ${facts.map(
          ([name, value]) =>
            markup`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <div class="checking">
        <h3>${named.how}</h3>
        <p>${named.howText}</p>
        <pre>jq -j .article.text ${named.reportArgument} | sha256sum</pre>
        <p>${named.howFile}</p>
        <pre>sha256sum ${named.fileArgument}</pre>
        <p>${named.howHistory}</p>
      </div>
    </section>`
  }

  return { sources, scales, people, nonText, authenticity }
}
