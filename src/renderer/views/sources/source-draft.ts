import type { Input } from '#shared/contract'
import type { Reliability, Source, SourceKind, SourceType } from '#shared/model'

/** A source as its form holds it: empty fields are empty texts. */
export interface SourceDraft {
  title: string
  type: SourceType
  kind: SourceKind | ''
  authors: string
  container: string
  publisher: string
  /** A plain day, month or year. */
  issuedOn: string | null
  /** Anything else that says when: about, perhaps, from to, or in words. */
  issued: string
  accessedOn: string | null
  url: string
  archiveUrl: string
  language: string
  note: string
  reliability: Reliability
  reliabilityReason: string
  conflicts: string
  contact: string
  confidential: boolean
  publicWording: string
  goodUntil: string | null
}

export function sourceDraft(source: Source | null): SourceDraft {
  return {
    title: source?.title ?? '',
    type: source?.type ?? 'web page',
    kind: source?.kind ?? '',
    authors: source?.authors ?? '',
    container: source?.container ?? '',
    publisher: source?.publisher ?? '',
    issuedOn: source?.issuedOn ?? null,
    issued: source?.issuedOn ? '' : (source?.issued ?? ''),
    accessedOn: source?.accessedOn ?? null,
    url: source?.url ?? '',
    archiveUrl: source?.archiveUrl ?? '',
    language: source?.language ?? '',
    note: source?.note ?? '',
    reliability: source?.reliability ?? 'unknown',
    reliabilityReason: source?.reliabilityReason ?? '',
    conflicts: source?.conflicts ?? '',
    contact: source?.contact ?? '',
    confidential: source?.confidential ?? false,
    publicWording: source?.publicWording ?? '',
    goodUntil: source?.goodUntil ?? null,
  }
}

export function sourceFields(draft: SourceDraft): Input<'sources.add'> {
  const { title, type, kind, issuedOn, issued, accessedOn, reliability, confidential, goodUntil, ...words } =
    draft
  const filled = (text: string): string | null => text.trim() || null
  return {
    title,
    type,
    kind: kind || null,
    ...(issued.trim() ? { issued: issued.trim() } : { issuedOn }),
    accessedOn,
    authors: filled(words.authors),
    container: filled(words.container),
    publisher: filled(words.publisher),
    url: filled(words.url),
    archiveUrl: filled(words.archiveUrl),
    language: filled(words.language),
    note: filled(words.note),
    reliability,
    reliabilityReason: filled(words.reliabilityReason),
    conflicts: filled(words.conflicts),
    contact: filled(words.contact),
    confidential,
    publicWording: filled(words.publicWording),
    goodUntil,
  }
}

/** Only what was changed, so that names taken apart and the like stay as they were imported. */
export function changedFields(before: SourceDraft, after: SourceDraft): Partial<Input<'sources.add'>> {
  const old = new Map<string, unknown>(Object.entries(sourceFields(before)))
  const changed = Object.entries(sourceFields(after)).filter(([name, value]) => old.get(name) !== value)
  return Object.fromEntries(changed)
}
