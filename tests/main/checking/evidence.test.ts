import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { sha256 } from '#main/database/canonical-json'
import type { EvidenceFile } from '#shared/model'
import type { Call } from '#shared/rpc'

import {
  addClaim,
  importText,
  openWorkspace,
  SHORT_ARTICLE,
  temporaryFolder,
  type Workspace,
} from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
beforeEach(() => {
  folder = temporaryFolder()
  workspace = openWorkspace({ libraryPath: folder.libraryPath })
})
afterEach(() => {
  workspace.close()
  folder.remove()
})

async function store(call: Call, bytes: Buffer, name = 'akte.pdf', chunk = 1_000): Promise<EvidenceFile> {
  const { uploadId } = await call('evidenceFiles.begin', { name, sizeInBytes: bytes.length })
  for (let at = 0; at < bytes.length; at += chunk) {
    await call('evidenceFiles.append', { uploadId, bytes: bytes.subarray(at, at + chunk).toString('base64') })
  }
  return call('evidenceFiles.finish', { uploadId })
}

const stored = (hash: string) => join(`${folder.libraryPath}-evidence`, hash.slice(0, 2), hash)

describe('an evidence file', () => {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5_000, 7)])

  it('is stored under its SHA-256, read-only, with the type its bytes have', async () => {
    const file = await store(workspace.call, bytes, 'C:\\Users\\me\\bild.png')

    expect(file).toMatchObject({
      hash: sha256(bytes),
      name: 'bild.png',
      sizeInBytes: bytes.length,
      mediaType: 'application/pdf',
    })
    expect(readFileSync(stored(file.hash))).toEqual(bytes)
    expect(statSync(stored(file.hash)).mode & 0o777).toBe(0o400)
  })

  it('is stored once however often it comes', async () => {
    const first = await store(workspace.call, bytes)
    const second = await store(workspace.call, bytes, 'kopie.pdf')

    expect(second).toEqual(first)
    expect(readdirSync(join(`${folder.libraryPath}-evidence`, first.hash.slice(0, 2)))).toEqual([first.hash])
    const { checked } = await workspace.call('library.verify', {})
    expect(checked.evidenceFiles).toBe(1)
  })

  it('comes back byte for byte', async () => {
    const file = await store(workspace.call, bytes)

    const reply = await workspace.call('evidenceFiles.read', { hash: file.hash })

    expect(Buffer.from(reply.bytes, 'base64')).toEqual(bytes)
    expect(reply.end).toBe(true)
  })

  it('leaves nothing behind when it is given up or has another size than announced', async () => {
    const { call } = workspace
    const { uploadId } = await call('evidenceFiles.begin', { name: 'a', sizeInBytes: 10 })
    await call('evidenceFiles.cancel', { uploadId })
    const short = await call('evidenceFiles.begin', { name: 'b', sizeInBytes: 10 })
    await call('evidenceFiles.append', {
      uploadId: short.uploadId,
      bytes: Buffer.from('123').toString('base64'),
    })

    await expect(call('evidenceFiles.finish', { uploadId: short.uploadId })).rejects.toMatchObject({
      code: 'unreadable',
    })

    expect(readdirSync(join(`${folder.libraryPath}-evidence`, 'incoming'))).toEqual([])
  })

  it('ties its hash to the claim it proves, and a changed file is found', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    const file = await store(call, bytes)
    await call('evidence.add', {
      claimId,
      source: { title: 'Akte' },
      stance: 'supports',
      fileHash: file.hash,
    })
    expect(await call('library.verify', {})).toMatchObject({ ok: true })

    chmodSync(stored(file.hash), 0o600)
    writeFileSync(stored(file.hash), 'anderes')

    const { ok, problems } = await call('library.verify', {})
    expect(ok).toBe(false)
    expect(problems.join('\n')).toContain(file.hash)
    expect((await call('claims.read', { claimId })).evidence[0]?.file).toEqual(file)
  })
})

describe('a piece of evidence', () => {
  it('uses a source that is already in the library', async () => {
    const { call } = workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await addClaim(call, { article, number: 2 })
    const source = await call('sources.add', { title: 'Bauakte', type: 'document', kind: 'primary' })

    await call('evidence.add', { claimId, sourceId: source.id, stance: 'contradicts', locator: 'S. 4' })

    expect((await call('claims.read', { claimId })).evidence).toMatchObject([
      { stance: 'contradicts', locator: 'S. 4', source: { id: source.id, kind: 'primary' } },
    ])
    expect(await call('sources.uses', { sourceId: source.id })).toMatchObject([{ claimId }])
    expect(await call('sources.list', { query: '%' })).toEqual([])
  })

  it.each([['javascript:alert(1)'], ['file:///etc/passwd'], ['data:text/html,x']])(
    'never takes %s for a link',
    async (url) => {
      await expect(workspace.call('sources.add', { title: 'X', url })).rejects.toMatchObject({
        code: 'invalid_input',
      })
    },
  )
})
