import type { Input } from '#shared/contract'
import type { Source, SourceKind, SourceType } from '#shared/model'

/** A source as its form holds it: empty fields are empty texts. */
export interface SourceDraft {
  title: string
  type: SourceType
  kind: SourceKind | ''
  authors: string
  container: string
  publisher: string
  issuedOn: string | null
  accessedOn: string | null
  url: string
  archiveUrl: string
  language: string
  note: string
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
    accessedOn: source?.accessedOn ?? null,
    url: source?.url ?? '',
    archiveUrl: source?.archiveUrl ?? '',
    language: source?.language ?? '',
    note: source?.note ?? '',
  }
}

export function sourceFields(draft: SourceDraft): Input<'sources.add'> {
  const { title, type, kind, issuedOn, accessedOn, ...words } = draft
  const filled = (text: string): string | null => text.trim() || null
  return {
    title,
    type,
    kind: kind || null,
    issuedOn,
    accessedOn,
    authors: filled(words.authors),
    container: filled(words.container),
    publisher: filled(words.publisher),
    url: filled(words.url),
    archiveUrl: filled(words.archiveUrl),
    language: filled(words.language),
    note: filled(words.note),
  }
}
