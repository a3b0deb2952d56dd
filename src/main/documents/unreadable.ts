import { AppError, type Words } from '#shared/errors'

/** The text is not taken out of a document, for a reason. What became of its file says whoever wanted the text. */
export function unreadable(why: Words, cause?: unknown): AppError {
  return new AppError('unreadable', why, { cause })
}
