import type { Source } from '#shared/model'

import { normalDoi } from './duplicates'

/** What an address tells about the source behind it, without asking anybody. */
export type LinkedSource = Pick<
  Source,
  'type' | 'url' | 'archiveUrl' | 'container' | 'doi' | 'accessedOn' | 'title'
>

/** "https://web.archive.org/web/20220308120000/https://example.org/" */
const ARCHIVE_ORG = /^https?:\/\/web\.archive\.org\/web\/(\d{4,14})?(?:[a-z]{2}_|\*)?\/?(https?:\/{1,2}.+)$/i
/** "https://archive.today/20220308120000/https://example.org/"; the short form does not tell the original. */
const ARCHIVE_TODAY =
  /^https?:\/\/archive\.(?:today|is|ph|li|vn|md|fo)\/(?:newest|oldest|\d{4}[\d.-]*)\/(https?:\/{1,2}.+)$/i

const NAMES: Readonly<Record<string, string>> = {
  'youtube.com': 'YouTube',
  'youtu.be': 'YouTube',
  'vimeo.com': 'Vimeo',
  'twitter.com': 'Twitter',
  'x.com': 'X',
  't.me': 'Telegram',
  'facebook.com': 'Facebook',
  'instagram.com': 'Instagram',
  'tiktok.com': 'TikTok',
  'mastodon.social': 'Mastodon',
  'bsky.app': 'Bluesky',
  'de.wikipedia.org': 'Wikipedia',
  'en.wikipedia.org': 'Wikipedia',
}

const VIDEO =
  /^(?:youtube\.com\/(?:watch|shorts\/|live\/)|youtu\.be\/|vimeo\.com\/\d|tiktok\.com\/@[^/]+\/video\/)/
const FILES: readonly (readonly [RegExp, Source['type']])[] = [
  [/\.(?:pdf|docx?|odt|rtf)$/i, 'document'],
  [/\.(?:csv|xlsx?|ods|json|xml)$/i, 'dataset'],
  [/\.(?:jpe?g|png|gif|webp|tiff?|svg)$/i, 'image'],
  [/\.(?:mp4|webm|mov|mkv)$/i, 'video'],
  [/\.(?:mp3|ogg|m4a|wav|flac|opus)$/i, 'audio'],
]

export function sourceOfLink(given: string, today: string): LinkedSource {
  const original = ARCHIVE_ORG.exec(given)?.[2] ?? ARCHIVE_TODAY.exec(given)?.[1]
  // Archives write "http:/example.org" for "http://example.org".
  const url = original?.replace(/^(https?):\/+/i, '$1://') ?? given
  const isArchived = original !== undefined && URL.canParse(url)
  const parsed = new URL(isArchived ? url : given)
  const host = parsed.host.replace(/^(?:www|m)\./, '').toLowerCase()
  const address = `${host}${parsed.pathname}`
  const doi =
    /(?:^|\.)doi\.org$/.test(host) || /\/doi\//.test(parsed.pathname) ? normalDoi(parsed.pathname) : null
  const file = FILES.find(([pattern]) => pattern.test(parsed.pathname))?.[1]
  return {
    type: VIDEO.test(address) ? 'video' : doi === null ? (file ?? 'web page') : 'article',
    title: titleOf(parsed),
    container: host === 'doi.org' ? null : ((Object.hasOwn(NAMES, host) ? NAMES[host] : undefined) ?? host),
    url: isArchived ? url : given,
    archiveUrl: isArchived ? given : null,
    doi,
    accessedOn: today,
  }
}

/** The words that the last part of an address is made of: a beginning for the title, to be corrected. */
function titleOf({ pathname }: URL): string {
  const last = pathname.split('/').filter(Boolean).at(-1) ?? ''
  const words = decodedPart(last)
    .replace(/\.[a-z0-9]{2,5}$/i, '')
    .replace(/[-_+]+/g, ' ')
    .replace(/\b[0-9a-f]{8,}\b|\b\d{5,}\b/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return /\p{L}{3}/u.test(words) && words.includes(' ') ? words.slice(0, 500) : ''
}

function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
