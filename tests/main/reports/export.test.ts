import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Output } from '#shared/contract'
import type { EvidenceFile, ReportKind } from '#shared/model'

import { storeFile } from '../../support/evidence-files'
import { smallDisk } from '../../support/small-disk'
import {
  addClaim,
  checkEverything,
  importText,
  openWorkspace,
  rate,
  SHORT_ARTICLE,
  temporaryFolder,
  type Workspace,
} from '../../support/workspace'
import { zipParts } from '../../support/zip-parts'

let folder: ReturnType<typeof temporaryFolder>
let at: Workspace
/** Where the person wants the next file; null when they want none. */
let chosen: { name?: string; replace?: boolean } | null

beforeEach(() => {
  folder = temporaryFolder()
  chosen = {}
  at = openWorkspace({
    libraryPath: folder.libraryPath,
    exportHost: {
      choose: (fileName) =>
        Promise.resolve(
          chosen && { path: join(folder.path, chosen.name ?? fileName), replace: chosen.replace ?? false },
        ),
    },
  })
})
afterEach(() => {
  at.close()
  folder.remove()
})

const bytesOf = ({ fileName }: { fileName: string }) => readFileSync(join(folder.path, fileName))
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const halves = () => readdirSync(folder.path).filter((name) => name.endsWith('.part'))

/** A confirmed claim with two files, the first of them used twice, and one of a confidential source. */
async function withFiles(): Promise<{ article: Output<'articles.read'>; files: EvidenceFile[] }> {
  const { call } = at
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await addClaim(call, { article, number: 2 })
  const files = [
    await storeFile(call, Buffer.from('Die Brücke ist 240 Meter lang.'), 'Akte Müller.txt'),
    await storeFile(call, Buffer.from('<!doctype html><script>alert(1)</script><p>240'), 'Seite.html'),
    await storeFile(call, Buffer.from('Was Anna Vogt sagte.'), 'Anna Vogt.txt'),
  ]
  const [text, page, secret] = files
  for (const [title, file] of [
    ['Bauakte', text],
    ['Bauakte, Seite 2', text],
    ['Webseite', page],
  ] as const) {
    await call('evidence.add', {
      ...{ claimId, stance: 'supports', fileHash: file?.hash ?? null },
      source: { title, type: 'document' },
    })
  }
  await call('evidence.add', {
    ...{ claimId, stance: 'supports', fileHash: secret?.hash ?? null },
    source: {
      ...{ title: 'Gespräch mit Anna Vogt', type: 'interview' },
      ...{ confidential: true, publicWording: 'Person aus dem Bauamt' },
    },
  })
  await rate(call, claimId)
  return { article, files }
}

function storedPath({ hash }: { hash: string }): string {
  return join(`${folder.libraryPath}-evidence`, hash.slice(0, 2), hash)
}

describe('an export', () => {
  it.each(['html', 'md', 'csv', 'json', 'webannotation'] as const)(
    'holds in %s exactly what the preview shows',
    async (format) => {
      const { article } = await withFiles()

      const preview = await at.call('reports.render', { articleId: article.id, format })
      const exported = await at.call('reports.export', { articleId: article.id, format })

      const shown = Buffer.from(preview.content, preview.encoding === 'text' ? 'utf8' : 'base64')
      const written = bytesOf(exported)
      expect(exported).toMatchObject({
        fileName: preview.fileName,
        folder: folder.path,
        files: 0,
        leftOut: [],
      })
      expect(exported.sizeInBytes).toBe(written.length)
      expect(written.equals(shown)).toBe(true)
    },
  )

  it('waits to be fetched where nobody chooses a place, and is gone afterwards', async () => {
    at.close()
    at = openWorkspace({ libraryPath: folder.libraryPath })
    const article = await importText(at.call, SHORT_ARTICLE)

    const { exportId, folder: place } = await at.call('reports.export', {
      articleId: article.id,
      format: 'md',
    })
    const waiting = at.workstation.takeExport(exportId)
    const text = readFileSync(waiting?.path ?? '', 'utf8')
    await waiting?.remove()

    expect([place, text.includes('Neue Brücke über die Elbe')]).toEqual([null, true])
    expect([existsSync(waiting?.path ?? ''), at.workstation.takeExport(exportId)]).toEqual([false, null])
  })

  it('leaves alone what is there, unless told to replace it', async () => {
    const article = await importText(at.call, SHORT_ARTICLE)
    writeFileSync(join(folder.path, 'alt.md'), 'alt')
    chosen = { name: 'alt.md' }

    const refused = at.call('reports.export', { articleId: article.id, format: 'md' })
    await expect(refused).rejects.toMatchObject({ code: 'conflict' })
    const untouched = readFileSync(join(folder.path, 'alt.md'), 'utf8')
    chosen = { name: 'alt.md', replace: true }
    await at.call('reports.export', { articleId: article.id, format: 'md' })

    expect(untouched).toBe('alt')
    expect(readFileSync(join(folder.path, 'alt.md'), 'utf8')).toContain('Neue Brücke')
    expect(halves()).toEqual([])
  })

  it('writes nothing when no place is chosen', async () => {
    const article = await importText(at.call, SHORT_ARTICLE)
    const before = readdirSync(folder.path)
    chosen = null

    const refused = at.call('reports.export', { articleId: article.id, format: 'md' })

    await expect(refused).rejects.toMatchObject({ code: 'cancelled' })
    expect(readdirSync(folder.path)).toEqual(before)
  })

  it('says how far it is, and leaves nothing behind when it is cancelled while it packs', async () => {
    const { call, workstation } = at
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    const file = await storeFile(call, Buffer.alloc(24 * 1024 * 1024, 'x'), 'lang.bin')
    await call('evidence.add', {
      ...{ claimId, stance: 'supports', fileHash: file.hash },
      source: { title: 'Bauakte', type: 'document' },
    })
    const stages = new Set<string>()
    const stop = workstation.listen((message) => {
      if (message.name !== 'progress' || message.value.task !== 'e') return
      stages.add(message.value.stage)
      if (message.value.stage === 'packing') void call('tasks.cancel', { task: 'e' })
    })

    const exporting = call('reports.export', {
      articleId: article.id,
      format: 'md',
      withFiles: true,
      task: 'e',
    })

    await expect(exporting).rejects.toMatchObject({ code: 'cancelled' })
    stop()
    expect([...stages]).toEqual(['reading', 'making', 'packing'])
    expect(readdirSync(folder.path).filter((name) => /part|zip/.test(name))).toEqual([])
  })

  it('packs several ClaimReviews, and says which claims have none', async () => {
    const { call } = at
    const article = await importText(call, SHORT_ARTICLE)
    for (const number of [2, 3, 1]) {
      const claimId = await addClaim(call, { article, number })
      await call('claims.update', {
        claimId,
        claimant: number === 1 ? null : 'Karin Lenz',
        kind: 'statement',
      })
      await call('evidence.add', { claimId, stance: 'supports', source: { title: 'Akte', type: 'document' } })
      await rate(call, claimId)
    }

    const { fileName, withheld } = await call('reports.export', {
      ...{ articleId: article.id, format: 'claimreview', url: 'https://example.org/faktencheck/bruecke' },
      options: { house: 'Morgenblatt' },
    })

    const parts = await zipParts(bytesOf({ fileName }))
    expect([...parts.keys()]).toEqual(
      [2, 3].map((number) => `claimreview-neue-bruecke-ueber-die-elbe-${String(number)}.json`),
    )
    expect(withheld).toMatchObject([{ number: 1 }])
  })
})

describe('an export with its evidence', () => {
  it('holds each file once, named by number and hash, and links that lead there', async () => {
    const { article, files } = await withFiles()
    const [text, page] = files

    const exported = await at.call('reports.export', {
      articleId: article.id,
      format: 'html',
      withFiles: true,
    })

    const parts = await zipParts(bytesOf(exported))
    const first = `evidence/001-${text?.hash ?? ''}.txt`
    // A page of others would run its scripts.
    const third = `evidence/003-${page?.hash ?? ''}.html.txt`
    expect([...parts.keys()]).toEqual([
      'report-neue-bruecke-ueber-die-elbe-revision-1.html',
      ...[first, third, 'evidence/SHA256SUMS', 'evidence/check.sh'],
    ])
    expect(parts.get(first)).toBe('Die Brücke ist 240 Meter lang.')
    expect(parts.get('evidence/SHA256SUMS')).toBe(
      [first, third].map((path) => `${path.slice(13, 77)}  ${path.slice(9)}\n`).join(''),
    )
    const html = parts.get('report-neue-bruecke-ueber-die-elbe-revision-1.html')
    expect([...(html ?? '').matchAll(/href="(evidence\/[^"]+)"/g)].map(([, path]) => path)).toEqual(
      expect.arrayContaining([first, first, third]),
    )
  })

  it('brings a checking file in JSON back whole, the original of the article with it', async () => {
    const { article } = await withFiles()
    const exported = await at.call('reports.export', {
      ...{ articleId: article.id, format: 'json', kind: 'file', withFiles: true },
    })
    const original = article.original?.hash ?? ''
    const parts = await zipParts(bytesOf(exported))
    expect(parts.get('evidence/SHA256SUMS')).toContain(`${original}  000-${original}.txt\n`)

    const bytes = bytesOf(exported).toString('base64')
    const other = openWorkspace()
    try {
      const preview = await other.call('returns.preview', { bytes })
      await other.call('returns.apply', { bytes, previewHash: preview?.previewHash ?? '' })

      expect(preview).toMatchObject({ kind: 'record', files: 4, missingFiles: [], confidentialFiles: 1 })
      const { ok, problems, notes } = await other.call('library.verify', {})
      expect({ ok, problems }).toEqual({ ok: true, problems: [] })
      expect(notes).toEqual([expect.stringContaining('of a confidential source')])
      const stored = await other.call('evidenceFiles.read', { hash: original })
      expect(Buffer.from(stored.bytes, 'base64').toString()).toBe(SHORT_ARTICLE)
    } finally {
      other.close()
    }
  })

  it('leaves out what a confidential source gave, and says so', async () => {
    const { article } = await withFiles()

    for (const kind of ['file', 'corrections', 'public'] as const) {
      const exported = await at.call('reports.export', {
        ...{ articleId: article.id, format: 'json', kind, withFiles: true },
      })

      const parts = await zipParts(bytesOf(exported))
      if (kind !== 'corrections') expect(exported.leftOut).toEqual([{ number: 4, because: 'confidential' }])
      expect([...parts.entries()].flat().join('\n')).not.toContain('Vogt')
    }
  })

  it('reads every file anew: one that was changed is named, left out, and told in the report', async () => {
    const { article, files } = await withFiles()
    const [text, page] = files
    for (const file of [text, page]) chmodSync(storedPath(file ?? { hash: '' }), 0o600)
    writeFileSync(storedPath(text ?? { hash: '' }), 'Die Brücke ist 24 Meter lang.')
    rmSync(storedPath(page ?? { hash: '' }))

    const exported = await at.call('reports.export', { articleId: article.id, format: 'md', withFiles: true })

    const parts = await zipParts(bytesOf(exported))
    expect(exported.leftOut).toEqual([
      { number: 1, because: 'changed' },
      { number: 2, because: 'changed' },
      { number: 3, because: 'missing' },
      { number: 4, because: 'confidential' },
    ])
    expect([...parts.keys()]).toEqual(['report-neue-bruecke-ueber-die-elbe-revision-1.md'])
    expect([...parts.values()].join('')).toContain('Evidence file changed')
  })

  /** The export on a disk, for programs that know nothing of Belegt. */
  async function unpacked(format: 'html' | 'md' | 'json', kind: ReportKind): Promise<string> {
    const { article } = await withFiles()
    const exported = await at.call('reports.export', { articleId: article.id, format, kind, withFiles: true })
    const own = join(folder.path, 'unpacked')
    const zip = join(folder.path, exported.fileName)
    expect(execFileSync('unzip', ['-t', zip], { encoding: 'utf8' })).toContain('No errors detected')
    execFileSync('unzip', ['-q', zip, '-d', own])
    return own
  }

  const check = (own: string) => {
    const { status, stdout } = spawnSync('sh', [join(own, 'evidence/check.sh')], { encoding: 'utf8' })
    return { status, told: stdout.split('\n').map((line) => line.slice(0, 13).trim()) }
  }

  it('passes the test of unzip, and the checksums hold', async () => {
    const own = await unpacked('html', 'file')

    const checked = execFileSync('sha256sum', ['-c', 'SHA256SUMS'], {
      ...{ cwd: join(own, 'evidence'), encoding: 'utf8' },
    })

    expect(checked.match(/: OK/g)).toHaveLength(2)
  })

  it.each([
    ['html', 'file'],
    ['html', 'public'],
    ['md', 'file'],
    ['json', 'file'],
    ['json', 'public'],
  ] as const)('comes as %s, %s, with a script that checks it without Belegt', async (format, kind) => {
    const { status, told } = check(await unpacked(format, kind))

    expect({ status, others: told.filter((word) => word !== 'OK' && word !== '') }).toEqual({
      status: 0,
      others: [],
    })
    expect(told).toContain('OK')
  })

  it('whose script names what was changed, exchanged, taken away or added', async () => {
    const own = await unpacked('html', 'file')
    const files = join(own, 'evidence')
    const [first = '', second = ''] = readdirSync(files)
    writeFileSync(join(files, first), 'Die Brücke ist 24 Meter lang.')
    expect(check(own)).toEqual({ status: 1, told: ['CHANGED', 'OK', ''] })

    // With its checksum: only the report still tells.
    const sum = createHash('sha256').update('Die Brücke ist 24 Meter lang.').digest('hex')
    const sums = join(files, 'SHA256SUMS')
    writeFileSync(sums, readFileSync(sums, 'utf8').replace(/^[0-9a-f]{64}/, sum))
    rmSync(join(files, second))
    writeFileSync(join(files, 'more.txt'), 'x')
    expect(check(own)).toEqual({ status: 1, told: ['NOT IN REPORT', 'MISSING', 'EXTRA', ''] })
  })
})

const disk = smallDisk()
describe.skipIf(!disk)(`a full disk${disk ? '' : ' (skipped: no account that may mount one)'}`, () => {
  it('leaves the file that was there', async () => {
    const { call } = at
    const article = await importText(call, SHORT_ARTICLE)
    await checkEverything(call, article)
    const place = join(folder.path, 'disk')
    execFileSync('mkdir', [place])
    disk?.mount(place)
    try {
      writeFileSync(join(place, 'bericht.html'), 'alt')
      disk?.fill()
      chosen = { name: 'disk/bericht.html', replace: true }

      const refused = call('reports.export', { articleId: article.id, format: 'html' })

      await expect(refused).rejects.toMatchObject({
        ...{ code: 'not_saved', message: expect.stringContaining('The disk is full') as string },
      })
      expect(readFileSync(join(place, 'bericht.html'), 'utf8')).toBe('alt')
      disk?.makeRoom()
      await call('reports.export', { articleId: article.id, format: 'html' })
      expect(sha256(readFileSync(join(place, 'bericht.html')))).not.toBe(sha256(Buffer.from('alt')))
      expect(readdirSync(place)).toEqual(['bericht.html'])
    } finally {
      disk?.unmount()
    }
  })
})

describe('how reports are wanted', () => {
  it('is kept with the library, and holds for reports that do not say otherwise', async () => {
    const article = await importText(at.call, SHORT_ARTICLE)
    await checkEverything(at.call, article)
    await at.call('reportSettings.write', { house: 'Morgenblatt', kind: 'public' })
    at.close()
    at = openWorkspace({ libraryPath: folder.libraryPath })

    const { settings } = await at.call('reportSettings.read', {})
    const wanted = { articleId: article.id, format: 'md', kind: 'public' } as const
    const kept = await at.call('reports.render', wanted)
    const otherwise = await at.call('reports.render', { ...wanted, options: { house: 'Abendblatt' } })

    expect(settings).toMatchObject({ house: 'Morgenblatt', kind: 'public', order: 'text', withFiles: false })
    expect([kept.content.includes('Morgenblatt'), otherwise.content.includes('Morgenblatt')]).toEqual([
      true,
      false,
    ])
  })

  it('tells the worst claims first when asked to', async () => {
    const { call } = at
    const article = await importText(call, SHORT_ARTICLE)
    for (const [number, ratingId] of [
      [2, 'confirmed'],
      [3, 'wrong'],
    ] as const) {
      const claimId = await addClaim(call, { article, number })
      await call('evidence.add', { claimId, stance: 'supports', source: { title: 'Akte', type: 'document' } })
      await rate(call, claimId, { ratingId })
    }

    const inOrder = async (order: 'text' | 'rating') => {
      const proofs = await call('reports.proofs', {
        articleId: article.id,
        kind: 'public',
        options: { order },
      })
      const { content } = await call('reports.render', {
        ...{ articleId: article.id, kind: 'public', format: 'md', options: { order } },
      })
      return {
        proofs: proofs.map(({ number }) => number),
        longFirst: content.indexOf('240 Meter') < content.indexOf('12 Mio'),
      }
    }

    expect(await inOrder('text')).toEqual({ proofs: [1, 2], longFirst: true })
    expect(await inOrder('rating')).toEqual({ proofs: [1, 2], longFirst: false })
  })

  it('has a logo that is told by its bytes', async () => {
    const { call } = at
    const article = await importText(call, SHORT_ARTICLE)

    const { logo } = await call('reportSettings.setLogo', { bytes: PIXEL.toString('base64') })
    const withLogo = await call('reports.render', { articleId: article.id, format: 'html' })
    const { logo: kept } = await call('reportSettings.read', {})
    await call('reportSettings.setLogo', { bytes: null })
    const without = await call('reports.render', { articleId: article.id, format: 'html' })

    expect(logo).toEqual({ mediaType: 'image/png', width: 1, height: 1, sizeInBytes: PIXEL.length })
    expect(kept).toEqual(logo)
    expect(withLogo.content).toContain(`src="data:image/png;base64,${PIXEL.toString('base64')}"`)
    expect(without.content).not.toContain('data:image')
  })

  it.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a page called PNG', Buffer.from('\u0089PNG<html>', 'latin1')],
    ['a cut JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10])],
    ['a PNG of 5,000 pixels', wide()],
    ['more than 1 MB', Buffer.concat([pixel(), Buffer.alloc(1024 * 1024)])],
  ])('refuses %s as a logo', async (_, bytes) => {
    const refused = at.call('reportSettings.setLogo', { bytes: bytes.toString('base64') })

    await expect(refused).rejects.toMatchObject({ code: 'unreadable' })
  })
})

function pixel(): Buffer {
  return Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
}

function wide(): Buffer {
  const bytes = pixel()
  bytes.writeUInt32BE(5_000, 16)
  return bytes
}

const PIXEL = pixel()
