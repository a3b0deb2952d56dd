import type { UiLanguage } from '#shared/errors'
import type { Article, ReportFormat, ReportKind } from '#shared/model'

import { formatWords } from './formats/format-words'
import { reportWords } from './report-words'

/** Characters of the title that a file name carries. */
const MAX_SLUG = 60

export const MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  draft: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  webannotation: 'application/ld+json',
  json: 'application/json',
}

/** What a file of the format is called behind the dot. */
const EXTENSIONS: Readonly<Record<ReportFormat, string>> = {
  ...{
    html: 'html',
    pdf: 'pdf',
    docx: 'docx',
    draft: 'docx',
    md: 'md',
    csv: 'csv',
    xlsx: 'xlsx',
    json: 'json',
  },
  webannotation: 'jsonld',
}

/** "pruefbericht-darum-fliehen-junge-russen-fassung-1.html": plain letters that every file system takes. */
export function reportFileName(
  { title, revision }: Pick<Article, 'title' | 'revision'>,
  { kind, format, language }: { kind: ReportKind; format: ReportFormat; language: UiLanguage },
): string {
  const words = formatWords[language]
  const what = format === 'draft' ? words.draftName : words.fileNames[kind]
  const which = `${reportWords[language].fileName.revision}-${String(revision)}`
  return `${[what, slug(title), which].filter((part) => part !== '').join('-')}.${EXTENSIONS[format]}`
}

/** Several ClaimReviews are handed over together. */
export function claimReviewsFileName(
  { title, revision }: Pick<Article, 'title' | 'revision'>,
  language: UiLanguage,
): string {
  const which = `${reportWords[language].fileName.revision}-${String(revision)}`
  return `${['claimreview', slug(title), which].filter((part) => part !== '').join('-')}.zip`
}

const SPELT_OUT: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'oe',
  œ: 'oe',
  ł: 'l',
}

export function slug(title: string): string {
  const plain = title
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüßæøœł]/g, (letter) => SPELT_OUT[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  if (plain.length <= MAX_SLUG) return plain
  const cut = plain.slice(0, MAX_SLUG + 1).replace(/-[^-]*$/, '')
  return cut.slice(0, MAX_SLUG)
}
