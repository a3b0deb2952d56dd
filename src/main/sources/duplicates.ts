import type { SourceId } from '#shared/model'

import type { ComparedSource } from './source-queries'

export type SameBecause = 'DOI' | 'ISBN' | 'link'

export interface Duplicates {
  because: SameBecause
  /** What they share, in one form. */
  value: string
  sourceIds: SourceId[]
}

/** Sources that name the same work. They are offered; a person merges. */
export function findDuplicates(sources: readonly ComparedSource[]): Duplicates[] {
  const groups = new Map<string, Duplicates>()
  for (const { id, doi, isbn, url } of sources) {
    const keys: [SameBecause, string | null][] = [
      ['DOI', (doi && normalDoi(doi)) ?? doiIn(url)],
      ['ISBN', isbn && normalIsbn(isbn)],
      ['link', url && normalLink(url)],
    ]
    for (const [because, value] of keys) {
      if (value === null) continue
      const key = `${because} ${value}`
      const group = groups.get(key) ?? { because, value, sourceIds: [] }
      group.sourceIds.push(id)
      groups.set(key, group)
    }
  }
  return [...groups.values()].filter(({ sourceIds }) => sourceIds.length > 1)
}

const DOI = /10\.\d{4,9}\/[^\s"<>]+/

/** The DOI in whatever form it was written: with or without the address of a resolver. */
export function normalDoi(text: string): string | null {
  const found = DOI.exec(decoded(text))?.[0]
  return found === undefined ? null : found.replace(/[.,;)\]}]+$/, '').toLowerCase()
}

/** Only of a resolver: other links hold numbers that look like one. */
export function doiIn(url: string | null): string | null {
  return url !== null && /^https?:\/\/(?:dx\.)?doi\.org\//i.test(url) ? normalDoi(url) : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Thirteen digits, also for the ten of before 2007; null where the check digit is wrong. */
export function normalIsbn(text: string): string | null {
  const signs = text.toUpperCase().replaceAll(/[^0-9X]/g, '')
  const found = /^(?:97[89]\d{10}|\d{9}[\dX])/.exec(signs)?.[0] ?? ''
  if (found.length === 10) {
    const sum = [...found].reduce(
      (total, sign, index) => total + (sign === 'X' ? 10 : Number(sign)) * (10 - index),
      0,
    )
    if (sum % 11 !== 0) return null
    const twelve = `978${found.slice(0, 9)}`
    return `${twelve}${String(checkDigit(twelve))}`
  }
  return found.length === 13 && checkDigit(found.slice(0, 12)) === Number(found[12]) ? found : null
}

function checkDigit(twelve: string): number {
  const sum = [...twelve].reduce((total, sign, index) => total + Number(sign) * (index % 2 === 0 ? 1 : 3), 0)
  return (10 - (sum % 10)) % 10
}

const TRACKING = /^(?:utm_.*|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|wt_mc|xtor|ref_src)$/i

/** The same page under one address: no scheme, no "www.", no tracking, no fragment, parameters in order. */
export function normalLink(url: string): string | null {
  if (!URL.canParse(url)) return null
  const parsed = new URL(url)
  const parameters = [...parsed.searchParams].filter(([name]) => !TRACKING.test(name)).sort()
  const query = new URLSearchParams(parameters).toString()
  const path = parsed.pathname.replace(/\/+$/, '')
  const host = parsed.host.replace(/^(?:www|m)\./, '')
  return `${host}${path}${query === '' ? '' : `?${query}`}`
}
