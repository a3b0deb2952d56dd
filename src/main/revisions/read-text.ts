import type { UiLanguage, Words } from '#shared/errors'
import type { BlockKind } from '#shared/model'

import type { Rows } from '#main/database/history'

/** A text taken apart, as the reader of articles gives it. Offsets count UTF-16 units, end exclusive. */
export interface ReadText {
  title: string
  kicker: string | null
  byline: string | null
  text: string
  encoding: string
  warnings: ({ code: string; count: number; offsets: number[] } & Words)[]
  /** Where its pages begin; none where it came without pages. */
  pages: { page: number; start: number }[]
  blocks: ReadTextBlock[]
}

export interface ReadTextBlock {
  kind: BlockKind
  start: number
  end: number
  speaker: string | null
  role: string | null
  saidOn: string | null
  /** Where it is another than that of the text. */
  language: string | null
  /** Position of the quote an attribution belongs to. */
  attributionOf: number | null
  /** Empty for what is no text of the article. */
  sentences: { start: number; end: number }[]
}

export type TextSource = { text: string } | { bytes: Uint8Array; fileName?: string }
export type TextReader = (source: TextSource, options: { language: string }) => Promise<ReadText> | ReadText

/** The file a text was read from, in the evidence folder. Its row is written with the revision's, and gives its hash. */
export interface KeptOriginal {
  insert: (rows: Rows) => string
}

export type KeepOriginal = (source: TextSource, language: UiLanguage) => Promise<KeptOriginal>
