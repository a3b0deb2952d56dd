import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { Head } from '#main/database/head-file'
import type { ArticleId, ClaimId } from '#shared/model'
import { caller, type Call, type CallRequest, type Reply } from '#shared/rpc'

import { runBrowserHost } from '../support/browser-host'
import { storeFile } from '../support/evidence-files'
import type { TracedCall } from '../support/interposer'
import { makeOldLibrary } from '../support/old-libraries'
import { recorder } from '../support/recorder'
import { addClaim, addEvidence, handOver, importText, rate, SHORT_ARTICLE } from '../support/workspace'

/** What a person may rely on once a reply was there. */
export interface Kept {
  /** Below the folder. */
  library: string
  head: Head | null
  /** The head it may have as well while something is under way that leads to another history: a restore. */
  orHead: Head | null
  /** Heads of libraries that were put aside. */
  aside: Head[]
  /** Names of backups beside the library. */
  backups: string[]
  /** Files at a place of a person's choice, with the hashes they may have. */
  files: Record<string, string[]>
  /** Number of the last draft. */
  draft: number | null
  /** Of the library that was closed just before. */
  andBefore: Kept | null
}

export interface RecordedWork {
  /** What the disk was asked; first, as if just written, what lay there before. */
  calls: TracedCall[]
  /** How many of them that was. */
  before: number
  /** After this many replies. */
  kept: Kept[]
}

const OLD = 'Archiv/old.belegt'
const OLD_VERSION = 3
const DESK = 'Redaktion/2026/desk.belegt'
const COPY = 'Kopie.belegt'
const REPORT = 'Bericht.zip'
const CHUNK = 1024 * 1024

/** Works in a folder as a desk does, through the command line and the browser host, while everything is recorded. */
export async function recordWork(
  root: string,
  place: { library: string; aside: string },
): Promise<RecordedWork> {
  const pathOf = (name: string) => join(root, name)
  mkdirSync(dirname(pathOf(OLD)), { recursive: true })
  makeOldLibrary(OLD_VERSION, pathOf(OLD)).close()
  // Before anything is recorded: with a look at it SQLite lays a log beside it.
  const oldHead = headIn(pathOf(OLD))
  const recording = recorder(root, place)
  const nothing = {
    head: null,
    orHead: null,
    aside: [],
    backups: [],
    files: {},
    draft: null,
    andBefore: null,
  }
  const kept: Kept[] = [{ ...nothing, library: OLD, head: oldHead }]
  const now = (): Kept => kept.at(-1) ?? { ...nothing, library: DESK }

  /** A reply is there. */
  const keep = (change: Partial<Kept>) => void kept.push({ ...now(), orHead: null, ...change })

  /** What the last replies stand for, where it comes out only now; and what is about to happen, since it may have happened. */
  function amend(change: Partial<Kept>, replies = 1): void {
    for (let back = 1; back <= replies; back += 1) {
      const earlier = kept.at(-back)
      if (earlier) kept[kept.length - back] = { ...earlier, ...change }
    }
  }

  /** After each reply the head is asked for, which takes a reply of its own. */
  async function calls(library: string, work: (call: Call) => Promise<unknown>): Promise<void> {
    const { ask, end } = recording.calls(pathOf(library))
    const send = async (request: CallRequest): Promise<Reply> => {
      const reply = await ask(request)
      const described = await ask({ name: 'library.describe', input: {}, language: 'de' })
      const { sequence, headHash } = valueOf(described) as { sequence: number; headHash: string }
      keep({ andBefore: null, head: { sequence, hash: headHash }, ...promisedBy(request, reply) })
      keep({})
      return reply
    }
    await work(caller({ send }, () => 'de'))
    await end()
  }

  function promisedBy({ name, input }: CallRequest, reply: Reply): Partial<Kept> {
    if (name === 'backups.make') {
      return { backups: [...now().backups, (valueOf(reply) as { name: string }).name] }
    }
    if (name !== 'drafts.keep') return {}
    return { draft: numberIn((input as { content: string }).content) }
  }

  await calls(OLD, (call) => call('people.list', {}))
  amend({ ...nothing, library: DESK, andBefore: now() })

  let articleId = '' as ArticleId
  let claimId = '' as ClaimId
  await calls(DESK, async (call) => {
    const article = await importText(call, SHORT_ARTICLE)
    articleId = article.id
    claimId = await addClaim(call, { article, number: 2 })
    const scan = await storeFile(call, noise(3 * CHUNK + 12_345), 'bauakte.bin')
    await call('evidence.add', {
      ...{ claimId, source: { title: 'Bauakte', type: 'document' }, stance: 'supports', fileHash: scan.hash },
    })
    await storeFile(call, Buffer.from('Die Brücke misst 240 m.'), 'notiz.txt')
    await storeFile(call, Buffer.from('Die Brücke misst 240 m.'), 'notiz noch einmal.txt')
    await addEvidence(call, claimId)
    await rate(call, claimId)
    const others = article.sentences.filter(({ number }) => number !== 2).map(({ id }) => id)
    await call('sentences.markNoClaim', { sentenceIds: others })
    // Drafts fill the log beside the library until it is emptied and begun anew.
    for (let number = 1; number <= 24; number += 1) {
      const content = JSON.stringify({ number, text: 'Entwurf '.repeat(24_000) })
      await call('drafts.keep', { place: 'claim', content })
      if (number % 4 === 0) await rate(call, claimId, { ratingId: number % 8 === 0 ? 'confirmed' : 'wrong' })
    }
    // Drafts are those of whoever is at the desk.
    amend({ draft: null })
    const { handBack } = await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], sentenceIds: others, outcome: 'agreed' })
    await call('articles.signOff', { articleId })
    await handBack()
    await call('backups.make', {})
    await call('settings.write', { theme: 'dark' })
  })

  await copyTo([])
  await recording.command([
    ...['report', articleId, '--library', pathOf(DESK), '--format', 'json', '--with-evidence'],
    ...['--out', pathOf(REPORT)],
  ])
  keep({ files: { ...now().files, [REPORT]: [sha256(readFileSync(pathOf(REPORT)))] } })
  await calls(DESK, (call) => rate(call, claimId, { ratingId: 'wrong' }))
  await copyTo(now().files[COPY] ?? [])

  async function copyTo(over: string[]): Promise<void> {
    const { sha256 } = await recording.command(['backup', '--library', pathOf(DESK), '--out', pathOf(COPY)])
    if (over.length > 0) amend({ files: { ...now().files, [COPY]: [...over, String(sha256)] } })
    keep({ files: { ...now().files, [COPY]: [String(sha256)] } })
  }

  await calls(DESK, async (call) => {
    const { sentences } = await call('articles.read', { articleId })
    const [, second] = sentences
    if (!second) throw new Error('The article has two sentences at least')
    await call('sentences.edit', { sentenceId: second.id, text: 'Die Brücke ist 250 Meter lang.' })
    await call('history.undo', {})
    await call('history.redo', {})
    await call('history.undo', {})
    await storeFile(call, noise(CHUNK), 'zweite akte.bin')
    await call('comments.add', { sentenceId: second.id, text: 'Noch einmal nachmessen.' })
    await call('backups.make', {})

    const { backups } = await call('backups.list', {})
    const first = backups.find(({ name }) => name === now().backups[0])
    const present = now().head
    if (!first || !present) throw new Error('A backup that was made is there')
    const restored = { sequence: first.sequence, hash: first.headHash }
    amend({ orHead: restored })
    await call('backups.restore', { name: first.name })
    amend({ head: restored, draft: null }, 2)
    amend({ orHead: present })
    await call('backups.withdrawRestore', {})
    amend({ orHead: restored })
    await call('backups.restore', { name: first.name })
    amend({ head: restored, aside: [present] }, 2)
  })
  await calls(DESK, async (call) => {
    await rate(call, claimId, { ratingId: 'wrong' })
    await storeFile(call, Buffer.from('Die Brücke misst 241 m.'), 'nachmessung.txt')
    await call('backups.make', {})
    await rate(call, claimId)
  })
  const present = now().head
  const { sequence, headHash } = await recording.command(['restore', '--library', pathOf(DESK)])
  const head = { sequence: Number(sequence), hash: String(headHash) }
  amend({ orHead: head })
  keep({ head, aside: present ? [...now().aside, present] : now().aside })
  await calls(DESK, (call) => rate(call, claimId, { ratingId: 'wrong' }))
  await recording.command(['restore', '--from-journal', '--library', pathOf(DESK)])
  keep({})

  // Many at once, as from several windows.
  const host = await runBrowserHost([], pathOf(DESK), recording.env)
  await host.start()
  const call = caller({ send: (request) => host.call(request) }, () => 'de')
  const conclusions: string[] = []
  for (let batch = 0; batch < 6; batch += 1) {
    await Promise.all(
      Array.from({ length: 8 }, async (_, number) => {
        const conclusion = `${String(batch)}-${String(number)}. ${'Die Akte nennt dieselbe Zahl. '.repeat(number * 30)}`
        const scale = { question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'confirmed' } as const
        await call('verdicts.record', { claimId, ...scale, conclusion })
        recording.mark()
        conclusions.push(conclusion)
        keep({})
      }),
    )
  }
  await host.stop()
  const db = new Database(pathOf(DESK), { readonly: true })
  const find = db.prepare<[string], Head>('SELECT sequence, hash FROM events WHERE instr(changes, ?) > 0')
  const said = conclusions.map((conclusion) => find.get(conclusion) ?? null)
  db.close()
  const first = kept.length - said.length
  said.forEach((event, index) => {
    const before = kept[first + index - 1]?.head ?? null
    const last = event && before && before.sequence > event.sequence ? before : event
    kept[first + index] = { ...now(), head: last }
  })

  return { ...recording.end(), kept }
}

function headIn(libraryPath: string): Head | null {
  const db = new Database(libraryPath, { readonly: true })
  try {
    return (
      db.prepare<[], Head>('SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1').get() ?? null
    )
  } finally {
    db.close()
  }
}

function valueOf(reply: Reply): unknown {
  if (reply.ok) return reply.value
  throw new Error(`Refused: ${JSON.stringify(reply.error)}`)
}

/** The number that a draft of this work bears. */
export function numberIn(draft: string): number {
  return (JSON.parse(draft) as { number: number }).number
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Bytes that nothing makes smaller, the same in every run. */
function noise(length: number): Buffer {
  const piece = (at: number) =>
    createHash('sha256')
      .update(`${String(length)} ${String(at)}`)
      .digest()
  const pieces = Array.from({ length: Math.ceil(length / 32) }, (_, at) => piece(at))
  return Buffer.concat(pieces).subarray(0, length)
}
