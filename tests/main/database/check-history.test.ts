import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import {
  checkEverything,
  importText,
  openWorkspace,
  SHORT_ARTICLE,
  temporaryFolder,
} from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
let journal: string
let head: { sequence: number; headHash: string }
beforeEach(async () => {
  folder = temporaryFolder()
  journal = `${folder.libraryPath}-events`
  const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
  await checkEverything(call, await importText(call, SHORT_ARTICLE))
  head = await call('library.describe', {})
  close()
})
afterEach(() => folder.remove())

function check(...named: string[]) {
  const args = ['scripts/check-history.mjs', journal, ...named]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status, told: (stdout + stderr).trim() }
}

function meddle(change: (lines: string[]) => string[]): void {
  const lines = readFileSync(journal, 'utf8').replace(/\0+$/, '').split('\n').slice(0, -1)
  writeFileSync(
    journal,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  )
}

describe('the script that checks a history without Belegt', () => {
  it('finds it whole, and that a report was made from it', () => {
    const { sequence, headHash } = head

    expect(check(String(sequence), headHash)).toEqual({
      status: 0,
      told: `${String(sequence)} entries, each follows the one before. The last: ${headHash}`,
    })
  })

  it('says when a report names another history', () => {
    expect(check('3', head.headHash)).toEqual({ status: 1, told: 'Entry 3 is another one.' })
  })

  it.each<[string, (lines: string[]) => string[], string]>([
    ['changed', (lines) => lines.map((line) => line.replace('240 Meter', '24 Meter')), 'was changed.'],
    ['taken out', (lines) => lines.toSpliced(2, 1), 'Entry 3 does not follow the one before it.'],
    ['cut off at the end', (lines) => lines.slice(0, -1), 'is missing.'],
    ['torn', (lines) => [...lines, '{"action":'], 'cannot be read.'],
  ])('names what was %s', (_, change, told) => {
    meddle(change)

    expect(check()).toMatchObject({ status: 1, told: expect.stringContaining(told) as string })
  })
})
