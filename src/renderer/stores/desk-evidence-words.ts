import type { Input } from '#shared/contract'
import type { Evidence } from '#shared/model'

/** A piece of evidence as whoever reads, corrects or removes it has it in sight. */
export function inSight(evidence: Evidence): Required<NonNullable<Input<'evidence.update'>['expected']>> {
  const { stance, question, locator, passage, passageLanguage, note, file } = evidence
  return { stance, question, locator, passage, passageLanguage, note, fileHash: file?.hash ?? null }
}
