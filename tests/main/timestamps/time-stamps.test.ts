import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { verifyAnswer } from '#main/timestamps/time-stamp-token'
import { AppError } from '#shared/errors'

import { storeFile } from '../../support/evidence-files'
import { openWorkspace, temporaryFolder, type Workspace } from '../../support/workspace'

/** A time-stamp authority of the test's own, made and run with OpenSSL. */
let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace

const at = (name: string) => join(folder.path, name)
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] })

const CONFIGURATION = `
[tsa]
serial = ./serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[stamping]
extendedKeyUsage = critical,timeStamping
basicConstraints = critical,CA:false
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
`

function certificate(name: string, key: readonly string[]): void {
  openssl(
    'req',
    '-new',
    ...key,
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/O=Probe/CN=${name}`,
  )
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    'root.pem',
    '-CAkey',
    'root.key',
    '-CAcreateserial',
    '-days',
    '3650',
    '-extfile',
    'tsa.cnf',
    '-extensions',
    'stamping',
    '-out',
    `${name}.pem`,
  )
}

beforeAll(() => {
  folder = temporaryFolder()
  writeFileSync(at('tsa.cnf'), CONFIGURATION)
  writeFileSync(at('serial'), '01')
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '3650',
    '-subj',
    '/O=Probe/CN=Wurzel',
    '-addext',
    'keyUsage=critical,keyCertSign',
  )
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'other.key',
    '-out',
    'other.pem',
    '-days',
    '3650',
    '-subj',
    '/CN=Fremd',
  )
  certificate('stelle', ['-newkey', 'rsa:2048'])
  certificate('kurve', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'])
}, 60_000)
afterAll(() => {
  folder.remove()
})
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => {
  workspace.close()
})

async function prepared(what?: string) {
  const stamp = await workspace.call('timestamps.prepare', { what: what ?? 'history head' })
  const { bytes, fileName } = await workspace.call('timestamps.export', { timestampId: stamp.id })
  writeFileSync(at('request.tsq'), Buffer.from(bytes, 'base64'))
  return { stamp, fileName }
}

/** The authority answers the saved request. */
function answer(signer = 'stelle'): Buffer {
  openssl(
    'ts',
    '-reply',
    '-config',
    'tsa.cnf',
    '-section',
    'tsa',
    '-queryfile',
    'request.tsq',
    '-signer',
    `${signer}.pem`,
    '-inkey',
    `${signer}.key`,
    '-out',
    'answer.tsr',
  )
  return readFileSync(at('answer.tsr'))
}

const attach = (timestampId: string, bytes: Buffer, certificates: string[] = ['root.pem']) =>
  workspace.call('timestamps.attach', {
    timestampId,
    bytes: bytes.toString('base64'),
    certificates: certificates.map((name) => readFileSync(at(name)).toString('base64')),
  })

describe('a time stamp', () => {
  it('is asked for without anything being sent', async () => {
    const { sequence, headHash } = await workspace.call('library.describe', {})

    const { stamp, fileName } = await prepared()

    expect(stamp).toMatchObject({
      state: 'waiting',
      eventSequence: sequence,
      imprint: headHash,
      stampedAt: null,
    })
    expect(stamp.text).toContain('time of this computer')
    expect(fileName).toBe(`belegt-${headHash.slice(0, 12)}.tsq`)
    expect(openssl('ts', '-query', '-in', 'request.tsq', '-text').toString()).toMatch(
      /Hash Algorithm: sha256[^]*Nonce: 0x[^]*Certificate required: yes/,
    )
  })

  it.each(['stelle', 'kurve'])('of an authority (%s) is verified here and by OpenSSL', async (signer) => {
    const { hash } = await storeFile(workspace.call, Buffer.from('Akte'), 'akte.txt')
    const { stamp } = await prepared(hash)

    const attached = await attach(stamp.id, answer(signer))

    expect(attached).toMatchObject({
      state: 'attached',
      fileHash: hash,
      authority: `${signer}, Probe`,
      chain: 'to given root',
    })
    expect(attached.text).toMatch(
      new RegExp(`^The file "akte.txt" existed before .* UTC, says ${signer}, Probe\\.$`),
    )
    expect(await workspace.call('timestamps.list', {})).toEqual([attached])
    const { bytes } = await workspace.call('timestamps.export', { timestampId: stamp.id })
    writeFileSync(at('token.der'), Buffer.from(bytes, 'base64'))
    const said = openssl(
      'ts',
      '-verify',
      '-digest',
      hash,
      '-in',
      'token.der',
      '-token_in',
      '-CAfile',
      'root.pem',
    )
    expect(said.toString()).toContain('Verification: OK')
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('without a root says that nobody confirmed the authority', async () => {
    const { stamp } = await prepared()

    const attached = await attach(stamp.id, answer(), [])

    expect(attached.chain).toBe('root not given')
    expect(attached.text).toContain('No root certificate was given')
  })

  it.each<[string, (bytes: Buffer) => Buffer | Promise<Buffer>, string[], RegExp]>([
    [
      'whose signature was tampered with',
      (bytes) => flip(bytes, bytes.length - 20),
      ['root.pem'],
      /signature is wrong/,
    ],
    [
      'whose time was tampered with',
      (bytes) => flip(bytes, bytes.indexOf('20', bytes.indexOf(Buffer.from([0x18, 0x0f]))) + 3),
      ['root.pem'],
      /./,
    ],
    ['that leads to another root', (bytes) => bytes, ['other.pem'], /do not lead to one of the root/],
    ['cut off', (bytes) => bytes.subarray(0, 300), ['root.pem'], /no answer of a time-stamp authority/],
    [
      'that is something else',
      () => Buffer.from('Hallo'),
      ['root.pem'],
      /no answer of a time-stamp authority/,
    ],
    [
      'to another request',
      async () => {
        await prepared()
        return answer()
      },
      ['root.pem'],
      /another request|something else/,
    ],
  ])('%s is refused and changes nothing', async (_, change, certificates, words) => {
    const { stamp } = await prepared()
    const changed = await change(answer())

    const attaching = attach(stamp.id, changed, certificates)

    await expect(attaching).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(words),
    })
    const kept = (await workspace.call('timestamps.list', {})).find(({ id }) => id === stamp.id)
    expect(kept?.state).toBe('waiting')
  })

  it('with any bit changed is refused, or says the same', async () => {
    await prepared()
    const bytes = answer()
    const read = (changed: Buffer) => {
      const { token: _, ...said } = verifyAnswer(changed, readFileSync(at('request.tsq')), [
        readFileSync(at('root.pem')),
      ])
      return said
    }
    const expected = read(bytes)

    for (let position = 0; position < bytes.length; position += 3) {
      let said
      try {
        said = read(flip(bytes, position))
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
        continue
      }
      expect(said).toEqual(expected)
    }
  })

  it('is attached once', async () => {
    const { stamp } = await prepared()
    const bytes = answer()
    await attach(stamp.id, bytes)

    await expect(attach(stamp.id, bytes)).rejects.toMatchObject({ code: 'rule_broken' })
  })
})

function flip(bytes: Buffer, position: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(position) ^ 1, position)
  return changed
}
