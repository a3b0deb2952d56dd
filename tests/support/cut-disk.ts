import type { TracedCall } from './interposer'

/**
 * What a disk may hold when the power goes, told from everything a program asked of it. An fsync of a file keeps its bytes and
 * its size, an fsync of a folder the names in it, and nothing else keeps anything: neither does a file's fsync keep its name,
 * nor a folder's that of the folder itself. That is what POSIX promises and no more; file systems keep more, each in its own
 * way (Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014, from whose tool ALICE the models are taken).
 *
 * - `unsynced lost`: nothing but what was synced is there, the least that any file system keeps (ALICE's "omit all").
 * - `pieces arrive`: names are as they were last; of each file, every piece is written back at a moment of its own, so that it
 *   holds all writes up to that moment, wherever that is for the piece beside it: any subset, in any order. A piece is a page of
 *   4096 bytes or, for the disk's own cache, a sector of 512; only a sector is never torn (data=writeback of ext3 and ext4).
 * - `names lag`: every creation, renaming, second name or removal that its folder's fsync has not made durable is there or is
 *   not, whatever became of the ones before it; and each file, by itself, has its last bytes, its last synced ones, its last
 *   size with zeros for what was not synced (delayed allocation), or its last bytes in its last synced size.
 * - `in order`: all up to the cut, in order, and the write that was just under way in part (ext4 data=journal, or a plain crash).
 */
export const MODELS = ['unsynced lost', 'pieces arrive', 'names lag', 'in order'] as const
export type Model = (typeof MODELS)[number]

/** Paths below the folder that was watched, with bytes; null for a folder. */
export type DiskState = ReadonlyMap<string, Buffer | null>

type ByteOp = { at: number; bytes: Buffer } | { size: number }
interface Content {
  bytes: Buffer
  size: number
}
interface File {
  synced: Content
  since: ByteOp[]
}
interface Folder {
  synced: Map<string, Node>
  now: Map<string, Node>
  since: NameOp[]
}
type Node = File | Folder
interface NameOp {
  removes?: string
  puts?: readonly [name: string, node: Node]
  /** A file that moves to another folder has no moment without a name. */
  notBefore?: NameOp
  isSynced: boolean
}

const SECTOR_BYTES = 512
const PAGE_BYTES = 4096

export function cutDisk(root: string) {
  const top = newFolder()

  function place(path: string): { folder: Folder; name: string } {
    const names = path.slice(root.length + 1).split('/')
    const name = names.pop() ?? ''
    let folder = top
    for (const each of names) folder = folderIn(folder, each)
    return { folder, name }
  }

  const nodeAt = (path: string): Node | undefined => {
    if (path === root) return top
    const { folder, name } = place(path)
    return folder.now.get(name)
  }
  const fileAt = (path: string): File | null => {
    const node = nodeAt(path)
    return node && 'size' in (node as File).synced ? (node as File) : null
  }

  /** What a record does to a file's bytes; null where it does nothing to them. */
  function byteOp({ what, number, data }: TracedCall): ByteOp | null {
    if (what === 'write') return { at: number, bytes: data }
    if (what === 'truncate') return { size: number }
    return what === 'create' && number === 0 ? { size: 0 } : null
  }

  function apply(record: TracedCall): void {
    const { what, path, second } = record
    if (what === 'mark') return
    const op = byteOp(record)
    if (op) return void fileAt(path)?.since.push(op)
    if (what === 'sync') return syncFile(fileAt(path))
    if (what === 'syncFolder') return syncFolder(nodeAt(path) as Folder)
    const { folder, name } = place(path)
    if (what === 'create') note(folder, { puts: [name, newFile()] })
    if (what === 'mkdir') folderIn(folder, name)
    if (what === 'unlink') note(folder, { removes: name })
    if (what !== 'rename' && what !== 'link') return
    const node = folder.now.get(name)
    if (!node) throw new Error(`Nothing was known of ${path}`)
    const target = place(second)
    if (what === 'rename' && target.folder === folder)
      return void note(folder, { removes: name, puts: [target.name, node] })
    const put = note(target.folder, { puts: [target.name, node] })
    if (what === 'rename') note(folder, { removes: name, notBefore: put })
  }

  /** One of the states that are possible now; `next` is what was under way. */
  function state(model: Model, random: () => number, next?: TracedCall): DiskState {
    const arriving = next?.what === 'write' && (model === 'pieces arrive' || model === 'in order')
    const file = arriving ? fileAt(next.path) : null
    if (next && file) {
      const count = model === 'in order' ? partOf(next.data.length, random) : next.data.length
      file.since.push({ at: next.number, bytes: next.data.subarray(0, count) })
    }
    const found = new Map<string, Buffer | null>()
    const likely = [0.1, 0.5, 0.9][Math.floor(random() * 3)] ?? 0
    const chosen = new Map<NameOp, boolean>()
    const arrives = (op: NameOp): boolean => {
      if (op.isSynced) return true
      const known = chosen.get(op)
      if (known !== undefined) return known
      const does =
        model === 'unsynced lost'
          ? false
          : model !== 'names lag' || ((!op.notBefore || arrives(op.notBefore)) && random() < likely)
      chosen.set(op, does)
      return does
    }
    const walk = (folder: Folder, path: string): void => {
      for (const [name, node] of namesIn(folder, arrives)) {
        const at = path === '' ? name : `${path}/${name}`
        if ('now' in node) {
          found.set(at, null)
          walk(node, at)
        } else found.set(at, contentOf(node, model, random))
      }
    }
    walk(top, '')
    if (file) file.since.pop()
    return found
  }

  return { apply, state }
}

function newFile(): File {
  return { synced: { bytes: Buffer.alloc(0), size: 0 }, since: [] }
}

function newFolder(): Folder {
  return { synced: new Map(), now: new Map(), since: [] }
}

function folderIn(folder: Folder, name: string): Folder {
  const found = folder.now.get(name)
  if (found && 'now' in found) return found
  const made = newFolder()
  note(folder, { puts: [name, made] })
  return made
}

function note(folder: Folder, given: Omit<NameOp, 'isSynced'>): NameOp {
  const op = { ...given, isSynced: false }
  folder.since.push(op)
  applyName(folder.now, op)
  return op
}

function applyName(names: Map<string, Node>, { removes, puts }: NameOp): void {
  if (removes !== undefined) names.delete(removes)
  if (puts) names.set(...puts)
}

function namesIn(folder: Folder, arrives: (op: NameOp) => boolean): Map<string, Node> {
  const names = new Map(folder.synced)
  for (const op of folder.since) if (arrives(op)) applyName(names, op)
  return names
}

function syncFile(file: File | null): void {
  if (!file) return
  for (const op of file.since) write(file.synced, op)
  file.since = []
}

function syncFolder(folder: Folder): void {
  for (const op of folder.since) {
    applyName(folder.synced, op)
    op.isSynced = true
  }
  folder.since = []
}

function write(content: Content, op: ByteOp): void {
  const size = 'size' in op ? op.size : Math.max(content.size, op.at + op.bytes.length)
  if (size > content.bytes.length) {
    const grown = Buffer.alloc(size * 2)
    content.bytes.copy(grown, 0, 0, content.size)
    content.bytes = grown
  }
  if ('size' in op) content.bytes.fill(0, Math.min(size, content.size), content.size)
  else op.bytes.copy(content.bytes, op.at)
  content.size = size
}

function contentOf({ synced, since }: File, model: Model, random: () => number): Buffer {
  const before = synced.bytes.subarray(0, synced.size)
  if (since.length === 0 || model === 'unsynced lost') return before
  if (model === 'pieces arrive') return pieces(before, since, random)
  const now = after(before, since)
  if (model === 'in order') return now
  const lag = Math.floor(random() * 4)
  if (lag === 0) return now
  if (lag === 1) return before
  if (lag === 2) return after(before, since.map(sizeAlone))
  return Buffer.concat([now.subarray(0, before.length), before.subarray(now.length)])
}

function after(before: Buffer, ops: readonly ByteOp[]): Buffer {
  const content = { bytes: Buffer.from(before), size: before.length }
  for (const op of ops) write(content, op)
  return content.bytes.subarray(0, content.size)
}

/** Of a write that reaches beyond the end, only that the file is longer. */
function sizeAlone(op: ByteOp): ByteOp {
  return 'size' in op ? op : { at: op.at + op.bytes.length, bytes: Buffer.alloc(0) }
}

function pieces(before: Buffer, ops: readonly ByteOp[], random: () => number): Buffer {
  const length = random() < 0.5 ? PAGE_BYTES : SECTOR_BYTES
  const all = random()
  const none = random() * (1 - all)
  const moments = new Map<number, number>()
  /** How many of the writes a piece holds. */
  const momentOf = (piece: number): number => {
    const known = moments.get(piece)
    if (known !== undefined) return known
    const chance = random()
    const moment =
      chance < all ? ops.length : chance < all + none ? 0 : Math.floor(random() * (ops.length + 1))
    moments.set(piece, moment)
    return moment
  }
  const sizes = { bytes: Buffer.from(before), size: before.length }
  for (const op of ops) write(sizes, sizeAlone(op))
  const result = Buffer.alloc(sizes.size)
  before.copy(result, 0, 0, sizes.size)
  ops.forEach((op, number) => {
    const [from, to] = 'size' in op ? [op.size, result.length] : [op.at, op.at + op.bytes.length]
    for (let piece = Math.floor(from / length); piece * length < Math.min(to, result.length); piece += 1) {
      if (number >= momentOf(piece)) continue
      const begin = Math.max(from, piece * length)
      const end = Math.min(to, (piece + 1) * length, result.length)
      if (begin >= end) continue
      if ('size' in op) result.fill(0, begin, end)
      else op.bytes.copy(result, begin, begin - op.at, end - op.at)
    }
  })
  return result
}

/** Whole sectors, or, where the program's copy was cut short, any number of bytes. */
function partOf(length: number, random: () => number): number {
  const count = Math.floor(random() * length)
  return random() < 0.5 ? count : count - (count % SECTOR_BYTES)
}
