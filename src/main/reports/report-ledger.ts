import type { Question, SentenceMark } from '#shared/model'

import { markup, join, written, type Content, type Markup } from './markup'
import type { ReportDates } from './report-dates'
import type { ReportMarks } from './report-marks'
import type {
  ReportAnswer,
  ReportBlock,
  ReportClaim,
  ReportContact,
  ReportEvidence,
  ReportModel,
  ReportSecondRead,
  ReportSentence,
  ReportVerdict,
} from './report-model'
import { copyLink } from './report-overview'
import type { ReportWords } from './report-words'

/** What every part of the document is written with. */
export interface Typesetting {
  words: ReportWords
  dates: ReportDates
  marks: ReportMarks
  /** Of the article. */
  language: string
  withHands: boolean
  withEvidence: boolean
  /** Claims that are told; of the others only that they are there. */
  included: ReadonlySet<ReportClaim>
  /** Leads to a place of this document; what has none here is words. */
  linkTo: (place: string, content: Content) => Markup
}

const PRESSING: ReadonlySet<SentenceMark> = new Set(['open', 'in work', 'disputed', 'reopened'])

/** Every sentence in the order of the text, one to a row, with all that was decided about it below. */
export function reportLedger(blocks: ReportModel['blocks'], typesetting: Typesetting): Markup {
  const { words, dates, marks, language, withHands, withEvidence, included, linkTo } = typesetting

  function block({ kind, speaker, role, saidOn, sentences }: ReportBlock): Markup {
    const said = [speaker, role].filter((part) => part !== null)
    const details = [
      ...said.map((part) => written(part, language)),
      ...(saidOn ? [markup`${words.ledger.saidOn} ${dates.partial(saidOn)}`] : []),
    ]
    const label = markup`${words.blockKinds[kind]}${details.length > 0 && markup` <span>· ${join(details, ', ')}</span>`}`
    return markup` <div class="block is-${kind.replaceAll(' ', '-')}">
      <p class="kind">${kind === 'paragraph' ? markup`<span class="hidden">${label}</span>` : label}</p>
      <ol>
        ${sentences.map(row)}
      </ol>
    </div>`
  }

  function row(sentence: ReportSentence): Markup {
    const { number, mark, text } = sentence
    return markup` <li class="row${PRESSING.has(mark) && ' pressing'}" id="s${number}">
      <span class="number figure"><span class="hidden">${words.ledger.sentence} </span>${number}</span
      >${marks.process(mark)}<span class="state">${words.marks[mark]}</span>
      <p class="sentence" lang="${language}" dir="auto">${written(text)}</p>
      ${decision(sentence)}${sentence.claims.filter((each) => included.has(each)).map((each) => claim(each, text))}
    </li>`
  }

  function decision({ noClaim, claims, continuedClaims, mark, openComments }: ReportSentence): Markup | null {
    const lines: Markup[] = []
    if (noClaim && claims.length + continuedClaims.length === 0) {
      const { by, at } = noClaim
      const say = mark === 'reopened' ? words.ledger.noClaimReopened : words.ledger.noClaim
      if (withHands) lines.push(markup`<p>${say(by.name, dates.moment(at))}</p>`)
      if (withHands && noClaim.secondRead) lines.push(secondRead(noClaim.secondRead))
    }
    if (continuedClaims.length > 0) {
      const numbers = continuedClaims.map((number) => linkTo(`c${String(number)}`, number))
      lines.push(markup`<p>${words.ledger.continued} ${join(numbers, ', ')}.</p>`)
    }
    if (openComments > 0) {
      lines.push(markup`<p>${words.ledger.comments(openComments, dates.figure(openComments))}</p>`)
    }
    return lines.length > 0 ? markup`<div class="decision">${lines}</div>` : null
  }

  function claim(each: ReportClaim, sentence: string): Markup {
    const { number, kind, state, wording, anchors, reopenedBecause } = each
    const anchored = anchors.map(({ text }) => text).join(' … ')
    const isWholeSentence = wording === sentence && anchored === sentence
    return markup` <div class="claim" id="c${number}">
      <h3>
        <strong>${words.ledger.claim} ${number}</strong>${isWholeSentence && `, ${words.ledger.wholeSentence}`} ·
        ${words.claimKinds[kind]} · ${words.claimStates[state]}
      </h3>
      ${!isWholeSentence && markup`<p class="wording" lang="${language}" dir="auto">${written(wording)}</p>`}
      ${wording !== anchored && markup`<p class="claimant">${words.ledger.inText}: ${written(anchored, language)}</p>`}
      ${claimant(each)} ${original(each)} ${reopenedBecause && markup`<p class="because">${words.reopened[reopenedBecause]}</p>`}
      ${each.givenWay.map((way) => markup`<p class="because">${written(way.words[words.language])}</p>`)}
      ${answers(each)} ${each.questions.map((question) => grounds(each[question], each))}
      ${withEvidence && evidence(each)} ${reply(each)}
      ${withHands && hands(each)}
    </div>`
  }

  function hands(each: ReportClaim): Markup {
    return markup`${each.secondRead ? secondRead(each.secondRead) : each.state === 'decided' && markup`<p class="quiet">${words.secondRead.missing}</p>`}
      <p class="quiet">${words.ledger.recorded(each.by.name, dates.moment(each.at))}</p>`
  }

  function claimant({ claimant, claimantRole, claimedOn, place, anchors }: ReportClaim): Markup | null {
    const sentences = [...new Set(anchors.map(({ sentence }) => sentence))]
    const parts = [
      ...[claimant, claimantRole].filter((part) => part !== null).map((part) => written(part, language)),
      ...(claimedOn ? [markup`${words.ledger.claimedOn} ${dates.partial(claimedOn)}`] : []),
      ...(place !== null ? [written(place, language)] : []),
      ...(sentences.length > 1
        ? [markup`${words.ledger.alsoSentences(dates.list(sentences.map(String)))}`]
        : []),
    ]
    return parts.length > 0 ? markup`<p class="claimant">${join(parts, ', ')}</p>` : null
  }

  /** What was said, where the article has a translation of it. */
  function original({ original: said }: ReportClaim): Markup | null {
    if (said === null) return null
    const number = words.evidence.number(String(said.evidence))
    return markup`<div class="original">
      <blockquote class="passage" lang="${said.language}" dir="auto">${written(said.text)}</blockquote>
      <p class="quiet">${linkTo(`e${String(said.evidence)}`, words.ledger.original(dates.language(said.language), number))}</p>
    </div>`
  }

  /** Both answers side by side, never one for both. */
  function answers(each: ReportClaim): Markup {
    const { questions, state } = each
    const atRest = state === 'reopened' || state === 'disputed'
    const classes = `answers${questions.length === 1 ? ' single' : ''}${state === 'reopened' ? ' superseded' : ''}`
    return markup`<div class="${classes}">
      ${questions.map((question) => answer(question, each[question], atRest, state === 'reopened'))}
    </div>`
  }

  function answer(
    question: Question,
    verdict: ReportVerdict | null,
    atRest: boolean,
    superseded: boolean,
  ): Markup {
    const heading = markup`<h4>${words.questions[question]}</h4>`
    if (!verdict) {
      return markup`<div class="answer">
        ${heading}
        <p class="rating undecided ink3">${marks.verdict(question, null)} ${words.verdict.undecided}</p>
      </div>`
    }
    const { label, tone, asOf, scale, by, at } = verdict
    const name = label === null ? markup`${words.verdict.inWords}` : written(label, scale.language)
    const colour = atRest ? 'ink3' : tone === 'neutral' ? 'ink' : tone
    const publisher = scale.publisher !== null && markup` (${words.verdict.borrowed(scale.publisher)})`
    return markup`<div class="answer">
      ${heading}
      <p class="rating ${colour}">
        ${marks.verdict(question, verdict, { atRest })}
        <span>${name}${superseded && markup`, ${words.verdict.atRest}`}</span>
      </p>
      ${asOf && markup`<p>${words.verdict.asOf(dates.partial(asOf))}</p>`}
      ${withHands && markup`<p class="quiet">${words.verdict.by(by.name, dates.moment(at))}</p>`}
      <p class="quiet">${words.verdict.scale(scale.name, String(scale.version))}${publisher}</p>
    </div>`
  }

  function grounds(verdict: ReportVerdict | null, { questions, answers: said }: ReportClaim): Markup | null {
    if (!verdict) return null
    const { question, conclusion, reasoning, against, notFound, correction, scale } = verdict
    const further: [string, string | null][] = [
      [words.verdict.against, against],
      [words.verdict.notFound, notFound],
    ]
    if (conclusion === '' && reasoning === '' && !against && !notFound && correction === null) return null
    const named = questions.length > 1
    return markup`<div class="grounds">
      <h4>${words.verdict.reasoning}${named && markup`: ${words.questions[question]}`}</h4>
      ${conclusion !== '' && markup`<p class="said conclusion" lang="${scale.language}" dir="auto">${written(conclusion)}</p>`}
      ${reasoning !== '' && markup`<p class="said" lang="${scale.language}" dir="auto">${written(reasoning)}</p>`}
      ${further.map(
        ([name, text]) =>
          text !== null &&
          markup`<p class="said" lang="${scale.language}" dir="auto"><strong lang="${words.language}">${name}:</strong> ${written(text)}</p>`,
      )}
      ${
        correction !== null &&
        markup`<div class="correction">
          <p class="quiet">${words.verdict.correction}</p>
          <p class="said" lang="${language}" dir="auto">${written(correction)}</p>
          ${withHands && said.filter((answer) => answer.question === question).map(toProposal)}
        </div>`
      }
    </div>`
  }

  /** What the writer or the editor says to the proposed words. */
  function toProposal({ voice, outcome, name, reason, way, by, at }: ReportAnswer): Markup {
    const recorded = name !== null && markup`, ${words.answers.recordedBy(by.name)}`
    return markup`<p class="answered">
        <strong>${words.answers[voice][outcome]}</strong>: ${words.answers.by(name ?? by.name, dates.moment(at))}${recorded}${way === 'draft' && markup` (${words.answers.draft})`}
      </p>
      ${reason !== null ? markup`<p class="reason" dir="auto">${written(reason)}</p>` : outcome === 'refused' && markup`<p class="quiet">${words.answers.noReason}</p>`}`
  }

  /** A verdict that stands without evidence is of a kind that may; a claim without either lacks something. */
  function evidence({ evidence: items, content }: ReportClaim): Markup {
    if (items.length === 0) {
      return markup`<p class="${content ? 'quiet' : 'none'}">${words.ledger.noEvidence}</p>`
    }
    return markup`<div class="evidence">
      <h4>${words.evidence.title}</h4>
      <ol>
        ${items.map(item)}
      </ol>
    </div>`
  }

  function item(each: ReportEvidence): Markup {
    const { number, stance, question, source, locator, passage, note, by, at } = each
    const origin = [source.authors, source.container, source.publisher].filter((part) => part !== null)
    const place = [
      ...origin.map((part) => written(part, source.language ?? '')),
      markup`${words.sources.types[source.type]}`,
      ...(source.issued !== null ? [written(dates.issued(source.issued))] : []),
    ]
    return markup` <li id="e${number}">
      <span class="ordinal figure">${number}</span>
      <div>
        <p class="stance ${stance === 'supports' ? 'ok' : stance === 'contradicts' ? 'wrong' : 'ink3'}">
          ${marks.stance(stance)} ${words.stances[stance][question]}
        </p>
        <p class="source-title">${written(source.title, source.language ?? '')}</p>
        <p class="place">
          ${join(place, ', ')} ·
          ${linkTo(`q${String(each.sourceNumber)}`, words.evidence.source(String(each.sourceNumber)))}
        </p>
        ${locator !== null && markup`<p class="place">${words.evidence.locator}: ${written(locator)}</p>`}
        ${passage !== null && markup`<blockquote class="passage" lang="${each.passageLanguage ?? source.language ?? ''}" dir="auto">${written(passage)}</blockquote>`}
        ${note !== null && markup`<p class="note">${words.evidence.note}: ${written(note)}</p>`}
        ${file(each.file)}
        ${withHands && markup`<p class="quiet">${words.evidence.by(by.name, dates.moment(at))}</p>`}
      </div>
    </li>`
  }

  /** The right of reply: who was asked, and what came of it. */
  function reply({ contacts }: ReportClaim): Markup | null {
    if (contacts.length === 0) return null
    return markup`<div class="evidence reply">
      <h4>${words.reply.title}</h4>
      <ol>
        ${contacts.map(contact)}
      </ol>
    </div>`
  }

  function contact(each: ReportContact, index: number): Markup {
    const { name, role, way, askedAt, deadline, question, outcome, answer, answeredAt, by, at } = each
    const asked = [
      markup`${words.reply.ways[way]}`,
      markup`${words.reply.asked(dates.moment(askedAt))}`,
      ...(deadline ? [markup`${words.reply.deadline(dates.moment(deadline))}`] : []),
    ]
    const when = answeredAt && markup`, ${dates.moment(answeredAt)}`
    return markup` <li>
      <span class="ordinal figure">${index + 1}</span>
      <div>
        <p class="source-title">${written(name)}${role !== null && markup`, ${written(role)}`}</p>
        <p class="place">${join(asked, ', ')}</p>
        <p class="note">${words.reply.question}: ${written(question)}</p>
        <p class="stance">${words.reply.outcomes[outcome]}${when}</p>
        ${answer !== null && markup`<blockquote class="passage" dir="auto">${written(answer)}</blockquote>`}
        ${withHands && markup`<p class="quiet">${words.ledger.recorded(by.name, dates.moment(at))}</p>`}
      </div>
    </li>`
  }

  function file(stored: ReportEvidence['file']): Markup {
    if (!stored) return markup`<p class="quiet">${words.evidence.noFile}</p>`
    const { condition, name, sizeInBytes, capturedBy, capturedAt, hash, foundHash, path } = stored
    const found =
      condition === 'changed' &&
      foundHash !== null &&
      markup`, ${words.evidence.found} <span class="hash">${foundHash}</span>`
    return markup`<p class="file${condition !== 'unchanged' && ' damaged'}">
      ${words.evidence.conditions[condition]}: ${written(name)}, ${dates.size(sizeInBytes)},
      ${withHands ? words.evidence.captured(capturedBy.name, dates.moment(capturedAt)) : dates.moment(capturedAt)}<br />SHA-256
      <span class="hash">${hash}</span>${found}${path !== null && markup`<br />${words.evidence.copy}: ${copyLink(path)}`}
    </p>`
  }

  function secondRead({ outcome, by, at, reason, current }: ReportSecondRead): Markup {
    const mark = current
      ? marks.process(outcome === 'agreed' ? 'signed off' : 'disputed')
      : marks.process('waiting')
    return markup`<div class="second-read">
      ${mark}
      <div>
        <p>
          ${words.secondRead[outcome](by.name, dates.moment(at))}${!current && markup`. ${words.secondRead.outdated}`}
        </p>
        ${reason !== null && markup`<p class="reason" dir="auto">${written(reason)}</p>`}
      </div>
    </div>`
  }

  return markup`${blocks.map(block)}`
}
