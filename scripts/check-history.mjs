/**
 * Checks the journal of a library without Belegt, with nothing of its code: each entry has the hash it names, and names
 * the one before. With the number and the hash that a report prints, also whether that is this history.
 *
 *   node check-history.mjs library.belegt-events [NUMBER HASH]
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [path, number, hash] = process.argv.slice(2)
if (!path || (number && !hash)) fail('Usage: node check-history.mjs library.belegt-events [NUMBER HASH]')

/** Keys sorted, no spaces: the same bytes for the same value. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.keys(value).sort()
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
}

function fail(words) {
  console.error(words)
  process.exit(1)
}

const hashes = ['0'.repeat(64)]
for await (const line of createInterface({ input: createReadStream(path) })) {
  // The room behind the last entry that was taken ahead.
  if (/^\0*$/.test(line)) continue
  const place = `Entry ${String(hashes.length)}`
  let entry
  try {
    entry = JSON.parse(line)
  } catch {
    fail(`${place} cannot be read.`)
  }
  const { hash: own, ...rest } = entry
  if (createHash('sha256').update(canonical(rest)).digest('hex') !== own) fail(`${place} was changed.`)
  if (entry.sequence !== hashes.length || entry.beforeHash !== hashes.at(-1)) {
    fail(`${place} does not follow the one before it.`)
  }
  hashes.push(own)
}

const named = number ? [{ sequence: Number(number), hash }] : []
const headPath = path.replace(/-events$/, '-head')
if (headPath !== path && existsSync(headPath)) named.push(JSON.parse(readFileSync(headPath, 'utf8')))
for (const head of named) {
  if (hashes[head.sequence] === head.hash) continue
  fail(`Entry ${String(head.sequence)} ${head.sequence < hashes.length ? 'is another one' : 'is missing'}.`)
}
console.log(
  `${String(hashes.length - 1)} entries, each follows the one before. The last: ${hashes.at(-1) ?? ''}`,
)
