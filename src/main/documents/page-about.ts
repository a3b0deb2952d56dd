import { PartialDate, WebLink } from '#shared/model'

import { NOTHING_SAID, type DocumentAbout } from './document-lines'
import type { ParsedPage } from './parsed-page'

const MAX_LENGTH = 300
const MAX_SCRIPT_LENGTH = 1_000_000
const ARTICLE_TYPE = /(?:Article|NewsArticle|BlogPosting|Report|LiveBlogPosting)$/

type Data = Readonly<Record<string, unknown>>

/** What a page says about itself: in JSON-LD, else in Open Graph and other meta elements. */
export function pageAbout(page: ParsedPage, html: string): DocumentAbout {
  const data = articleData(page)
  const meta = metaOf(page)
  const link = page
    .querySelectorAll('link')
    .find((each) => /(?:^|\s)canonical(?:\s|$)/i.test(each.getAttribute('rel') ?? ''))
    ?.getAttribute('href')
  return {
    ...NOTHING_SAID,
    title: firstText(
      data['headline'],
      data['name'],
      meta('og:title', 'twitter:title', 'dc.title'),
      page.title,
    ),
    byline:
      authorsOf(data['author']) ??
      authorsOf(meta('author', 'article:author', 'dc.creator', 'parsely-author')),
    outlet: firstText(nameOf(data['publisher']), meta('og:site_name', 'application-name', 'dc.publisher')),
    publishedOn: firstDate(
      data['datePublished'],
      meta(
        'article:published_time',
        'datepublished',
        'date',
        'dc.date',
        'dc.date.issued',
        'parsely-pub-date',
      ),
      data['dateModified'],
    ),
    modifiedOn: firstDate(
      data['dateModified'],
      meta('article:modified_time', 'og:updated_time', 'datemodified', 'last-modified', 'dc.date.modified'),
    ),
    url: firstLink(link, meta('og:url'), data['url'], idOf(data['mainEntityOfPage']), savedFrom(html)),
  }
}

function articleData(page: ParsedPage): Data {
  for (const script of page.querySelectorAll('script')) {
    if (!/^application\/ld\+json\b/i.test(script.getAttribute('type') ?? '')) continue
    const found = articleIn(parsed(script.textContent.slice(0, MAX_SCRIPT_LENGTH)))
    if (found) return found
  }
  return {}
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown
  } catch {
    // Pages carry broken JSON; it says nothing then.
    return null
  }
}

/** The article itself, in a list, or in the graph of everything on the page. */
function articleIn(value: unknown, depth = 0): Data | null {
  if (depth > 3) return null
  const nodes = Array.isArray(value) ? (value as unknown[]) : [value]
  for (const node of nodes.slice(0, 200)) {
    if (!isData(node)) continue
    const types = Array.isArray(node['@type']) ? (node['@type'] as unknown[]) : [node['@type']]
    if (types.some((type) => typeof type === 'string' && ARTICLE_TYPE.test(type))) return node
    const found = articleIn(node['@graph'] ?? node['mainEntity'], depth + 1)
    if (found) return found
  }
  return null
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null
}

function metaOf(page: ParsedPage): (...names: string[]) => string | null {
  const values = new Map<string, string>()
  for (const element of page.querySelectorAll('meta')) {
    const name =
      element.getAttribute('property') ?? element.getAttribute('name') ?? element.getAttribute('itemprop')
    const key = name?.toLowerCase()
    const content = element.getAttribute('content')
    if (key !== undefined && content !== null && !values.has(key)) values.set(key, content)
  }
  return (...names) => firstText(...names.map((name) => values.get(name)))
}

function authorsOf(value: unknown): string | null {
  const authors = (Array.isArray(value) ? (value as unknown[]) : [value])
    .map(nameOf)
    .filter((name) => name !== null && !/^https?:|@/.test(name))
  return authors.length === 0
    ? null
    : firstText([...new Set(authors)].join(', ').replace(/^(?:von|by)\s+/i, ''))
}

function nameOf(value: unknown): string | null {
  return isData(value) ? firstText(value['name']) : firstText(value)
}

function idOf(value: unknown): unknown {
  return isData(value) ? value['@id'] : value
}

function firstText(...values: unknown[]): string | null {
  for (const value of values) {
    if (typeof value !== 'string') continue
    const text = value
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .toWellFormed()
    if (text !== '') return text.slice(0, MAX_LENGTH).toWellFormed()
  }
  return null
}

/** The day as the page writes it, in its own time zone. */
function firstDate(...values: unknown[]): string | null {
  for (const value of values) {
    const day = typeof value === 'string' ? /^\s*(\d{4}-\d{2}-\d{2})/.exec(value)?.[1] : undefined
    if (day !== undefined && PartialDate.safeParse(day).success) return day
  }
  return null
}

function firstLink(...values: unknown[]): string | null {
  for (const value of values) if (typeof value === 'string' && WebLink.safeParse(value).success) return value
  return null
}

/** Browsers write where they saved a page from into its first line. */
function savedFrom(html: string): string | undefined {
  return /<!-- saved from url=\(\d{4}\)(\S+) -->/.exec(html.slice(0, 2_000))?.[1]
}
