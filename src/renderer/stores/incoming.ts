import type { Input } from '#shared/contract'
import type { ArticleId, BlockKind, Import } from '#shared/model'

/** Where a text comes from. */
export type TextSource =
  { file: File; method: 'chosen' | 'dropped' } | { uploadId: string } | { text: string } | { html: string }

export type IncomingState =
  'waiting' | 'sending' | 'reading' | 'ready' | 'refused' | 'cancelled' | 'storing' | 'stored' | 'companion'

/** How a person wants it read; what is not said is found out. */
export type ReadingOptions = Pick<Input<'imports.read'>, 'language' | 'encoding' | 'extent'>

/** What is known about an article, as a person sees and corrects it. */
export interface ArticleFields {
  title: string
  kicker: string
  byline: string
  outlet: string
  url: string
  publishedOn: string | null
  modifiedOn: string | null
}

/** The language of a block, null for that of the article, and its sentences. */
export type BlockCut = Pick<Import['blocks'][number], 'language' | 'sentences'>

/** A text on its way in, with what a person has made of it so far. */
export interface Incoming {
  key: number
  /** Name of the file; empty for what was pasted. */
  name: string
  sizeInBytes: number
  source: TextSource
  state: IncomingState
  /** Why it is not read, or could not be stored, in words. */
  error: string
  done: number
  total: number
  options: ReadingOptions
  read: Import | null
  fields: ArticleFields
  /** Kinds of blocks that a person corrected, by position. */
  kinds: Record<number, BlockKind>
  /** Languages of blocks that a person corrected, by position, with the sentences that gives. */
  cuts: Record<number, BlockCut>
  attachments: number[]
  /** The page of which it is a part. */
  page: string
  stored: { articleId: ArticleId; title: string; sentences: number; blocks: number } | null
}

export function fieldsOf(read: Import | null): ArticleFields {
  return {
    title: read?.title ?? '',
    kicker: read?.kicker ?? '',
    byline: read?.byline ?? '',
    outlet: read?.outlet ?? '',
    url: read?.url ?? '',
    publishedOn: read?.publishedOn ?? null,
    modifiedOn: read?.modifiedOn ?? null,
  }
}

export function kindOf({ read, kinds }: Pick<Incoming, 'read' | 'kinds'>, at: number): BlockKind {
  return kinds[at] ?? read?.blocks[at]?.kind ?? 'paragraph'
}

/** A block as it would come into the library, its kind apart. */
export function blockOf(
  { read, cuts }: Pick<Incoming, 'read' | 'cuts'>,
  at: number,
): Import['blocks'][number] | undefined {
  const block = read?.blocks[at]
  return block && { ...block, ...cuts[at] }
}

/** Sentences and blocks that would be in the library; a block that was brought back has one sentence at least. */
export function countsOf(incoming: Pick<Incoming, 'read' | 'kinds' | 'cuts'>): {
  sentences: number
  blocks: number
} {
  let sentences = 0
  let blocks = 0
  for (const at of (incoming.read?.blocks ?? []).keys()) {
    if (kindOf(incoming, at) === 'non-text') continue
    blocks += 1
    sentences += Math.max(1, blockOf(incoming, at)?.sentences.length ?? 0)
  }
  return { sentences, blocks }
}

export function isCorrected({ read, fields, kinds, cuts, attachments }: Incoming): boolean {
  return (
    Object.keys(kinds).length > 0 ||
    Object.keys(cuts).length > 0 ||
    attachments.length > 0 ||
    JSON.stringify(fields) !== JSON.stringify(fieldsOf(read))
  )
}

/** What a person has corrected, in what was read anew: fields as they are, kinds and languages where the same words stand. */
export function carriedOver(incoming: Incoming, now: Import): Pick<Incoming, 'fields' | 'kinds' | 'cuts'> {
  const { read, fields, kinds, cuts } = incoming
  const [before, after] = [fieldsOf(read), fieldsOf(now)]
  for (const name of ['title', 'kicker', 'byline', 'outlet', 'url'] as const) {
    if (fields[name] !== before[name]) after[name] = fields[name]
  }
  if (fields.publishedOn !== before.publishedOn) after.publishedOn = fields.publishedOn
  if (fields.modifiedOn !== before.modifiedOn) after.modifiedOn = fields.modifiedOn
  const placesOf = ({ text, blocks }: Import): Map<string, number[]> =>
    Map.groupBy(blocks.keys(), (at) => text.slice(blocks[at]?.start, blocks[at]?.end))
  const old = read ? placesOf(read) : new Map<string, number[]>()
  const carried: Pick<Incoming, 'kinds' | 'cuts'> = { kinds: {}, cuts: {} }
  for (const [words, places] of placesOf(now)) {
    for (const [nth, at] of places.entries()) {
      const was = old.get(words)?.[nth] ?? -1
      const [kind, cut] = [kinds[was], cuts[was]]
      const block = now.blocks[at]
      if (kind && kind !== block?.kind) carried.kinds[at] = kind
      if (cut && block)
        carried.cuts[at] = {
          ...cut,
          sentences: moved(cut.sentences, block.start - (read?.blocks[was]?.start ?? 0)),
        }
    }
  }
  return { fields: after, ...carried }
}

function moved(spans: BlockCut['sentences'], by: number): BlockCut['sentences'] {
  return spans.map(({ start, end }) => ({ start: start + by, end: end + by }))
}

/** What of it goes to the library beside what was read. */
export function correctionsOf({
  read,
  fields,
  kinds,
  cuts,
  attachments,
}: Incoming): Omit<Input<'imports.store'>, 'importId'> {
  const before = fieldsOf(read)
  const changed = (name: 'kicker' | 'byline' | 'outlet' | 'url') =>
    fields[name].trim() === before[name] ? {} : { [name]: fields[name].trim() || null }
  return {
    ...(fields.title.trim() === before.title ? {} : { title: fields.title.trim() }),
    ...changed('kicker'),
    ...changed('byline'),
    ...changed('outlet'),
    ...changed('url'),
    ...(fields.publishedOn === before.publishedOn ? {} : { publishedOn: fields.publishedOn }),
    ...(fields.modifiedOn === before.modifiedOn ? {} : { modifiedOn: fields.modifiedOn }),
    blocks: [...new Set([...Object.keys(kinds), ...Object.keys(cuts)])].map((key) => {
      const at = Number(key)
      const [kind, cut] = [kinds[at], cuts[at]]
      return { at, ...(kind && { kind }), ...(cut && { language: cut.language }) }
    }),
    attachments,
  }
}
