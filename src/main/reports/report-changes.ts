import type { ReportChange, ReportModel, ReportRevision } from './report-model'

/** The latest revision that was ever signed off. */
export function lastSignedOff({ revisions }: Pick<ReportModel, 'revisions'>): ReportRevision | null {
  return revisions.findLast(({ signOff }) => signOff !== null) ?? null
}

/** What is no longer as it was signed off. */
export function changesSinceSignOff(model: Pick<ReportModel, 'revisions' | 'changes'>): ReportChange[] {
  const signedOff = lastSignedOff(model)
  return signedOff === null ? [] : model.changes.filter(({ revision }) => revision > signedOff.number)
}

/** What was changed after the day of publication, as precisely as that is known. */
export function changesSincePublication({
  article: { publishedOn },
  revisions,
  changes,
}: Pick<ReportModel, 'article' | 'revisions' | 'changes'>): ReportChange[] {
  if (publishedOn === null) return []
  const later = new Set(
    revisions.filter(({ at }) => at.slice(0, publishedOn.length) > publishedOn).map(({ number }) => number),
  )
  return changes.filter(({ revision }) => later.has(revision))
}
