import type { UiLanguage } from '#shared/errors'
import type { ReportKind, ReportOptions, ReportOrder } from '#shared/model'

import type { Logo } from '../logo'
import { reportDates, type ReportDates } from '../report-dates'
import type { ReportAnswer, ReportClaim, ReportModel, ReportVerdict } from '../report-model'
import { reportWords, type ReportWords } from '../report-words'
import { formatWords, type FormatWords } from './format-words'

/** A report as it was asked for: which one, of what, and the words to tell it in. */
export interface ReportRequest {
  kind: ReportKind
  model: ReportModel
  language: UiLanguage
  words: ReportWords
  more: FormatWords
  dates: ReportDates
  /** Of the model, those that this kind of reader gets. */
  claims: readonly ReportClaim[]
  house: string | null
  logo: Logo | null
  method: string | null
  correctionsPolicy: string | null
  contact: string | null
  withEvidence: boolean
  withUnsettled: boolean
  withHands: boolean
}

export function reportRequest(
  model: ReportModel,
  kind: ReportKind,
  language: UiLanguage,
  options: ReportOptions,
  logo: Logo | null,
): ReportRequest {
  const only = options.claimIds && new Set(options.claimIds)
  return {
    ...{ kind, model, language },
    words: reportWords[language],
    more: formatWords[language],
    dates: reportDates(language, model.integrity.timeZone),
    claims: inOrder(
      claimsOf(model).filter((claim) => concerns[kind](claim) && (!only || only.has(claim.id))),
      options.order ?? 'text',
    ),
    house: given(options.house),
    logo,
    method: given(options.method),
    correctionsPolicy: given(options.correctionsPolicy),
    contact: given(options.contact),
    withEvidence: options.withEvidence ?? true,
    withUnsettled: options.withUnsettled ?? true,
    withHands: options.withHands ?? kind !== 'public',
  }
}

export function claimsOf({ blocks }: Pick<ReportModel, 'blocks'>): ReportClaim[] {
  return blocks.flatMap(({ sentences }) => sentences.flatMap(({ claims }) => claims))
}

/** The worst first; claims of the same rating stay as they stand in the text. */
function inOrder(claims: readonly ReportClaim[], order: ReportOrder): readonly ReportClaim[] {
  return order === 'text' ? claims : claims.toSorted((a, b) => gravity(a) - gravity(b))
}

function gravity({ content, attribution }: ReportClaim): number {
  const tones = [content, attribution].map((verdict) => (verdict ? BY_GRAVITY.indexOf(verdict.tone) : -1))
  return Math.min(...tones.map((position) => (position === -1 ? BY_GRAVITY.length : position)))
}

const BY_GRAVITY: readonly ReportVerdict['tone'][] = ['wrong', 'unsure', 'ok', 'opinion', 'neutral']

/** Verdicts that are in force: nobody contradicts them, and nothing changed under them. */
export function isDecided({ state }: Pick<ReportClaim, 'state'>): boolean {
  return state === 'decided' || state === 'agreed'
}

/** The writer has to do something: a mistake was found, or words were proposed. */
export function isWrong({ attribution, content }: Pick<ReportClaim, 'attribution' | 'content'>): boolean {
  return [attribution, content].some(
    (verdict) =>
      verdict !== null &&
      (verdict.tone === 'wrong' || verdict.tone === 'unsure' || verdict.correction !== null),
  )
}

const concerns: Readonly<Record<ReportKind, (claim: ReportClaim) => boolean>> = {
  file: () => true,
  corrections: (claim) => isWrong(claim) || !isDecided(claim),
  public: isDecided,
}

/** The correction that was proposed, whichever of the two answers it stands beside. */
export function correctionOf({ attribution, content }: ReportClaim): string | null {
  return content?.correction ?? attribution?.correction ?? null
}

/** What was said to that correction last, the editor's word above the writer's. */
export function answerTo(claim: Pick<ReportClaim, 'content' | 'answers'>): ReportAnswer | null {
  const about = claim.content?.correction == null ? 'attribution' : 'content'
  const said = claim.answers.filter(({ question }) => question === about)
  return said.find(({ voice }) => voice === 'editor') ?? said[0] ?? null
}

function given(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text
}
