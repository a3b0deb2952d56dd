import type { AppError, Words } from '#shared/errors'

import { unreadable } from '#main/documents/unreadable'

/** A stretch of a file's text with what a person would call it: page "3", "00:02:14", the address of a page. */
export interface TextPart {
  label: string
  text: string
}

export interface FileReading {
  state: 'done' | 'no text'
  parts: TextPart[]
  /** What else is known about the file: image metadata, title. */
  metadata: { name: string; value: string }[]
  /** Why there is no text, or why not all of it. */
  note: Words | null
  tool: string
}

export type OnProgress = (done: number, total: number) => void

/** Text taken out of one file, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 20 * 1024 * 1024
export const MAX_PARTS = 10_000

/** Well below the time after which the thread is ended, so that what was read by then is kept. */
const MAX_SECONDS = 15

/** Takes parts until there is as much as is kept of one file, or its time is over. */
export function partCollector(clock: () => number = () => performance.now()) {
  const parts: TextPart[] = []
  const until = clock() + MAX_SECONDS * 1_000
  let length = 0
  let note: Words | null = null
  return {
    /** False once no more is taken. */
    add(label: string, text: string): boolean {
      const tidy = tidied(text)
      if (tidy !== '' && parts.length < MAX_PARTS) {
        parts.push({ label, text: tidy.slice(0, MAX_TEXT_LENGTH - length).toWellFormed() })
        length += tidy.length
      }
      if (length > MAX_TEXT_LENGTH || parts.length >= MAX_PARTS) note = cutOff()
      else if (clock() > until) note = tookTooLong(label)
      return note === null
    },
    /** Says that not all of it is read. What was said before stays said. */
    cutAt(words: Words): void {
      note ??= words
    },
    isEmpty: () => parts.length === 0,
    reading(tool: string, whenEmpty: Words, metadata: FileReading['metadata'] = []): FileReading {
      if (parts.length > 0) return { state: 'done', parts, metadata, note, tool }
      return { state: 'no text', parts, metadata, note: whenEmpty, tool }
    },
  }
}

/** Without spaces at the ends of lines and without more than one empty line in a row. Takes linear time. */
function tidied(text: string): string {
  return text
    .toWellFormed()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function tookTooLong(label: string): Words {
  return {
    de: `Das Lesen dauerte länger als ${String(MAX_SECONDS)} Sekunden. Gelesen ist der Anfang, bis „${label}“.`,
    en: `Reading took longer than ${String(MAX_SECONDS)} seconds. Its beginning is read, up to "${label}".`,
  }
}

function cutOff(): Words {
  return {
    de: 'Der Text ist länger als 20 Millionen Zeichen oder hat mehr als 10.000 Teile. Gelesen ist der Anfang.',
    en: 'The text is longer than 20 million characters or has more than 10,000 parts. Its beginning is read.',
  }
}

/** The text is not taken out of the file, for a reason; the file stays as it is. */
export function unreadableText({ de, en }: Words, cause?: unknown): AppError {
  return unreadable(
    {
      de: `${de} Die Datei selbst ist abgelegt und unverändert.`,
      en: `${en} The file itself is stored and unchanged.`,
    },
    cause,
  )
}

export function tooLargeToRead(megabytes: number): AppError {
  return unreadable({
    de: `Aus Dateien dieser Art wird bis ${String(megabytes)} MB Text gelesen; diese ist größer.`,
    en: `Text is read from files of this kind up to ${String(megabytes)} MB; this one is larger.`,
  })
}
