import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { zipOf } from './evidence-files'
import { zipParts } from './zip-parts'

/** What a word processor does to a document, done to its XML. */
export async function edited(
  bytes: Buffer,
  edit: (xml: string) => string,
  others: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const parts = await zipParts(bytes)
  const document = parts.get('word/document.xml') ?? ''
  const made = new Map([...parts, ['word/document.xml', edit(document)], ...Object.entries(others)])
  return zipOf([...made].map(([name, content]) => ({ name, content })))
}

const INSERTED = '<w:ins [^>]*>((?:(?!</w:ins>)[^])*)</w:ins>'
const DELETED = '<w:del [^>]*>((?:(?!</w:del>)[^])*)</w:del>'

/** Accepts what is tracked in the places of these numbers, counted from 0; a deletion and the insertion behind it are one. */
export const accept = (xml: string, ...places: number[]): string => settled(xml, places, true)
export const refuse = (xml: string, ...places: number[]): string => settled(xml, places, false)

function settled(xml: string, places: readonly number[], isAccepted: boolean): string {
  let count = -1
  return xml.replaceAll(
    new RegExp(`(?:${DELETED})?(?:${INSERTED})?`, 'g'),
    (whole, deleted = '', inserted = '') => {
      if (whole === '') return ''
      count += 1
      if (!places.includes(count)) return whole
      return isAccepted ? String(inserted) : String(deleted).replaceAll('w:delText', 'w:t')
    },
  )
}

export const hasOffice = spawnSync('soffice', ['--version']).status === 0

/** Opens a document in LibreOffice and saves it again. */
export function savedByOffice(bytes: Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'belegt-office-'))
  try {
    writeFileSync(join(folder, 'draft.docx'), bytes)
    const profile = `-env:UserInstallation=file://${folder}/profile`
    const into = join(folder, 'out')
    execFileSync(
      'soffice',
      [profile, '--headless', '--convert-to', 'docx', '--outdir', into, join(folder, 'draft.docx')],
      { stdio: 'ignore' },
    )
    return readFileSync(join(into, 'draft.docx'))
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
