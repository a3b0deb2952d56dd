import type { Question } from '#shared/model'

import type { ReportVerdict } from '../report-model'

/** Words that others wrote: told apart from ours, so that each format can keep them from doing anything. */
export interface Foreign {
  written: string
  /** BCP 47; '' where nobody knows it. */
  language: string
}
export interface Link {
  address: string
}
/** A file in the folder beside the report. */
export interface Copy {
  copy: string
}
export interface Strong {
  strong: string
}
/** A source of the report, by its number; formats with notes can say more of it there. */
export interface Mention {
  source: number
  /** "Quelle 3" */
  named: string
}
/** A string is in our own words, in the language of the report. */
export type Run = string | Foreign | Link | Mention | Copy | Strong
export type Line = readonly Run[]

/** One part of a report, in the order it is read. Formats set it; none of them knows what a report is. */
export type Piece =
  | { is: 'heading'; level: 2 | 3 | 4; line: Line; anchor?: string }
  | { is: 'paragraph'; line: Line; look?: 'quiet' | 'pressing' | 'reading' | 'sentence' }
  | { is: 'quote'; line: Line; by: Line | null }
  | { is: 'answers'; answers: readonly Answer[] }
  | { is: 'facts'; rows: readonly { name: string; line: Line }[] }
  /** Each item has a first line and lines below it. */
  | { is: 'list'; numbers: readonly string[] | null; items: readonly (readonly Line[])[] }
  | { is: 'table'; head: readonly string[]; rows: readonly (readonly Line[])[] }
  /** Boxes for a pen; ticked where the answer is known. */
  | { is: 'boxes'; boxes: readonly { label: Line; isTicked: boolean }[] }

export interface Answer {
  question: Question
  asks: string
  verdict: ReportVerdict | null
  /** The label, or words that say there is none. */
  label: Run
  details: readonly Line[]
}

export interface ReportPieces {
  /** Who reports, and what. */
  head: string
  day: string
  kicker: Line | null
  title: Line
  subtitle: Line
  /** Named before everything else; null when there is nothing a reader must know first. */
  notice: string | null
  /** Pieces before the first heading belong to the title. */
  pieces: readonly Piece[]
}

export function foreign(written: string, language = ''): Foreign {
  return { written, language }
}

/** Nothing but the web can be opened from a report. */
export function linkOrWords(address: string): Run {
  return /^https?:\/\//i.test(address) ? { address } : foreign(address)
}

/** Lines one after the other, with something of ours between them. */
export function joined(lines: readonly Line[], separator: string): Line {
  return lines.flatMap((line, position) => (position === 0 ? line : [separator, ...line]))
}

/** For places without elements: the title of a window, the running head. */
export function plain(line: Line): string {
  return line
    .map((each) => {
      if (typeof each === 'string') return each
      if ('strong' in each) return each.strong
      if ('named' in each) return each.named
      if ('copy' in each) return each.copy
      return 'written' in each ? each.written : each.address
    })
    .join('')
}
