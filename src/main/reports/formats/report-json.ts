import { changesSincePublication, changesSinceSignOff } from '../report-changes'
import type { ReportModel } from '../report-model'
import type { ReportRequest } from './report-request'

/** The checking file is the whole record. The others hold what their readers get of it. */
export function reportJson({ model, kind, claims, withHands, withEvidence }: ReportRequest): string {
  if (kind === 'file') return wholeJson(model)
  const { format, version, signOff, sources, integrity } = model
  const { deadline: _, assignee: __, ...article } = model.article
  const used = new Set(claims.flatMap(({ evidence }) => evidence.map(({ sourceNumber }) => sourceNumber)))
  const changes = kind === 'public' ? changesSincePublication(model) : changesSinceSignOff(model)
  const part = {
    ...{ format, version, kind: kind === 'public' ? 'public fact check' : 'correction list' },
    ...{ article, signOff, changes },
    claims: withEvidence ? claims : claims.map((claim) => ({ ...claim, evidence: [], original: null })),
    sources: withEvidence ? sources.filter(({ number }) => used.has(number)) : [],
    integrity,
  }
  return `${JSON.stringify(part, withHands ? undefined : withoutHands, 2)}\n`
}

/** What people read stands on lines of its own; the record, for programs, on one. */
function wholeJson({ record, ...told }: ReportModel): string {
  const written = JSON.stringify(told, null, 2)
  return record ? `${written.slice(0, -2)},\n  "record": ${JSON.stringify(record)}\n}\n` : `${written}\n`
}

const HANDS: ReadonlySet<string> = new Set(['by', 'capturedBy', 'secondRead', 'answers'])

/** JSON.stringify leaves out what is undefined. */
function withoutHands(key: string, value: unknown): unknown {
  return HANDS.has(key) ? undefined : value
}
