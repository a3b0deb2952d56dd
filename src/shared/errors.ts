/** What a refused call is told. Callers switch on the code, people read the words. */
export const ERROR_CODES = [
  /** The input is not of the shape or size the contract asks for. */
  'invalid_input',
  /** The thing meant does not exist (any more). */
  'not_found',
  /** A rule of the workstation forbids it now; the words say what to do first. */
  'rule_broken',
  /** Somebody changed it since it was read. */
  'conflict',
  /** An imported file cannot be read: empty, binary, too large, wrongly encoded, damaged. */
  'unreadable',
  /** The library cannot be written: disk full, read-only, input/output error. Nothing was changed. */
  'not_saved',
  /** Another workstation holds the library. */
  'in_use',
  /** The library file is not ours, damaged, or from a newer release. */
  'library_refused',
  /** The person cancelled it. */
  'cancelled',
  /** A fault of ours. The log has the details. */
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** Languages of the interface, of messages and of reports. */
export const UI_LANGUAGES = ['de', 'en'] as const
export type UiLanguage = (typeof UI_LANGUAGES)[number]

/** The same message in every language of the interface. */
export type Words = Readonly<Record<UiLanguage, string>>

/**
 * What SQLite, the file system or Node calls an error; empty where it has no name. Where files are removed, Node tells
 * some of what the disk said in words only.
 */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && error.code !== '') return String(error.code)
  if (error.message.includes('Input/output error')) return 'EIO'
  return error.message.includes('No space left on device') ? 'ENOSPC' : ''
}

/**
 * The only error that crosses a process. The words are for the person at the screen: what happened, what was kept,
 * what to do. The dispatcher picks the language of the caller.
 */
export class AppError extends Error {
  override readonly name = 'AppError'

  constructor(
    readonly code: ErrorCode,
    readonly words: Words,
    options?: ErrorOptions,
  ) {
    super(words.en, options)
  }
}
