import type { Input, Output } from '#shared/contract'
import type { Reliability, Source, SourceId, SourceKind, SourceType } from '#shared/model'

import { nameDraft, namesOf, type NameDraft } from './name-draft'

/** A source as its form holds it: empty fields are empty texts. */
export interface SourceDraft {
  title: string
  type: SourceType
  kind: SourceKind | ''
  names: NameDraft[]
  container: string
  publisher: string
  /** EDTF, or in words. */
  issued: string
  accessedOn: string | null
  url: string
  archiveUrl: string
  language: string
  note: string
  volume: string
  issue: string
  pages: string
  edition: string
  doi: string
  isbn: string
  event: string
  medium: string
  reliability: Reliability
  reliabilityReason: string
  conflicts: string
  contact: string
  confidential: boolean
  publicWording: string
  goodUntil: string | null
}

/** The name a draft is kept by. */
export function sourceDraftName(sourceId: SourceId | null): string {
  return sourceId === null ? 'new source' : `source ${sourceId}`
}

/** Whether a kept draft says anything else than the source. */
export function hasTyped(kept: object | undefined, source: Source | null): boolean {
  return (
    kept !== undefined &&
    'record' in kept &&
    JSON.stringify(kept.record) !== JSON.stringify(sourceDraft(source))
  )
}

export function sourceDraft(source: Source | null): SourceDraft {
  return {
    title: source?.title ?? '',
    type: source?.type ?? 'web page',
    kind: source?.kind ?? '',
    names: source?.names.map(nameDraft) ?? [],
    container: source?.container ?? '',
    publisher: source?.publisher ?? '',
    issued: source?.issued ?? '',
    accessedOn: source?.accessedOn ?? null,
    url: source?.url ?? '',
    archiveUrl: source?.archiveUrl ?? '',
    language: source?.language ?? '',
    note: source?.note ?? '',
    volume: source?.volume ?? '',
    issue: source?.issue ?? '',
    pages: source?.pages ?? '',
    edition: source?.edition ?? '',
    doi: source?.doi ?? '',
    isbn: source?.isbn ?? '',
    event: source?.event ?? '',
    medium: source?.medium ?? '',
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
  const { title, type, kind, names, accessedOn, reliability, confidential, goodUntil, ...words } = draft
  const filled = (text: string): string | null => text.trim() || null
  return {
    title,
    type,
    kind: kind || null,
    names: namesOf(names),
    issued: filled(words.issued),
    accessedOn,
    container: filled(words.container),
    publisher: filled(words.publisher),
    url: filled(words.url),
    archiveUrl: filled(words.archiveUrl),
    language: filled(words.language),
    note: filled(words.note),
    volume: filled(words.volume),
    issue: filled(words.issue),
    pages: filled(words.pages),
    edition: filled(words.edition),
    doi: filled(words.doi),
    isbn: filled(words.isbn),
    event: filled(words.event),
    medium: filled(words.medium),
    reliability,
    reliabilityReason: filled(words.reliabilityReason),
    conflicts: filled(words.conflicts),
    contact: filled(words.contact),
    confidential,
    publicWording: filled(words.publicWording),
    goodUntil,
  }
}

/** Only what was changed, so that two people can correct different fields. */
export function changedFields(before: SourceDraft, after: SourceDraft): Partial<Input<'sources.add'>> {
  const old = new Map<string, unknown>(Object.entries(sourceFields(before)))
  const changed = Object.entries(sourceFields(after)).filter(
    ([name, value]) => JSON.stringify(old.get(name)) !== JSON.stringify(value),
  )
  return Object.fromEntries(changed)
}

/** What a link can tell; the type only where nobody chose another. */
type LinkedField = 'title' | 'container' | 'archiveUrl' | 'doi' | 'accessedOn' | 'type'
const LINKED: readonly LinkedField[] = ['title', 'type', 'container', 'doi', 'archiveUrl', 'accessedOn']

/** What the link says goes where nobody has typed anything: into empty fields, and those an earlier link filled. */
export function filledFromLink(
  draft: SourceDraft,
  known: Output<'sources.fromUrl'>,
  earlier: Output<'sources.fromUrl'> | null,
): { draft: SourceDraft; filled: LinkedField[] } {
  const blank = sourceDraft(null)
  const filled = LINKED.filter((field) => {
    const now = draft[field]
    const isFree = now === blank[field] || (earlier !== null && now === earlier[field])
    return isFree && (known[field] ?? '') !== (now ?? '')
  })
  const words = filled.map((field) => [field, known[field] ?? blank[field]])
  return {
    draft: { ...draft, ...Object.fromEntries(words), url: known.url ?? draft.url },
    filled: filled.filter((field) => known[field] !== null && known[field] !== blank[field]),
  }
}
