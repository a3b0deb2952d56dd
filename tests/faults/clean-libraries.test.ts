import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

import { openWorkstation, rebuildLibrary, restoreLibrary } from '#main/core'
import { caller } from '#shared/rpc'

import { makeOldLibrary, OLD_VERSIONS } from '../support/old-libraries'
import { randomFrom, randomWork, takeIn } from '../support/random-work'
import { rounds } from '../support/rounds'
import { openWorkspace, temporaryFolder, type Workspace } from '../support/workspace'

const LIBRARIES = rounds({ inTests: 20, atRelease: 1_000 })
const STEPS = 15

/** As `belegt verify` looks at it: beside whoever has it open, or when nobody has. */
async function problemsOf(libraryPath: string): Promise<string[]> {
  const workstation = openWorkstation({ libraryPath, access: 'read' })
  const call = caller({ send: (request) => workstation.call(request) }, () => 'de')
  const { problems } = await call('library.verify', {})
  workstation.close()
  return problems
}

/** What lies on the disk while the library is open is what a killed process leaves. */
async function problemsAsKilled(libraryPath: string, copy: string): Promise<string[]> {
  mkdirSync(join(copy, '..'))
  for (const end of ['', '-wal', '-head', '-events'])
    if (existsSync(`${libraryPath}${end}`)) copyFileSync(`${libraryPath}${end}`, `${copy}${end}`)
  const found = [...(await problemsOf(copy))]
  const { call, close } = openWorkspace({ libraryPath: copy })
  found.push(...(await call('library.verify', {})).problems)
  close()
  found.push(...(await problemsOf(copy)))
  rmSync(join(copy, '..'), { recursive: true })
  // The files of the evidence were not copied.
  return found.filter((problem) => !problem.startsWith('evidence file'))
}

it(
  `verify raises no false alarm in ${String(LIBRARIES)} libraries in which people did what they liked`,
  { timeout: LIBRARIES * 10_000 },
  async () => {
    const alarms: string[] = []
    const done = new Map<string, number>()
    let travelling: { json: string; files: string } | null = null
    const onTheWay = temporaryFolder()

    for (let round = 0; round < LIBRARIES; round += 1) {
      const random = randomFrom(round + 1)
      const folder = temporaryFolder()
      const { libraryPath } = folder
      const version = OLD_VERSIONS[round % (2 * OLD_VERSIONS.length)]
      if (version !== undefined) makeOldLibrary(version, libraryPath).close()
      let workspace: Workspace = openWorkspace({ libraryPath })
      const work = () => randomWork(workspace.call, random)
      const alarm = (when: string, problems: readonly string[]) =>
        alarms.push(...problems.map((problem) => `library ${String(round)}, ${when}: ${problem}`))
      const reopen = (between: () => void = () => undefined) => {
        workspace.close()
        between()
        workspace = openWorkspace({ libraryPath })
      }

      await workspace.call('articles.import', { text: work().textOf(), language: 'de' })
      if (travelling !== null) {
        cpSync(travelling.files, `${libraryPath}-evidence`, { recursive: true })
        await takeIn(workspace.call, travelling.json)
      }
      for (let step = 0; step < STEPS; step += 1) {
        const name = await work().step()
        done.set(name, (done.get(name) ?? 0) + 1)
        if (random(STEPS) > 2) continue
        const turn = random(5)
        if (turn === 0)
          alarm('as killed', await problemsAsKilled(libraryPath, join(folder.path, 'killed', 'k.belegt')))
        else if (turn === 1) reopen()
        else if (turn === 2) await workspace.call('backups.make', {})
        else if (turn === 3) {
          await workspace.call('backups.make', {})
          reopen(() => restoreLibrary(libraryPath, undefined))
        } else {
          reopen(() => {
            for (const end of ['', '-wal', '-shm', ...(random(2) ? ['-head'] : [])])
              rmSync(`${libraryPath}${end}`, { force: true })
            rebuildLibrary(libraryPath)
          })
        }
      }
      const [article] = await workspace.call('articles.list', {})
      if (article) {
        const input = { articleId: article.id, format: 'json', language: 'de' } as const
        const { content } = await workspace.call('reports.render', input)
        travelling = { json: content, files: join(onTheWay.path, String(round)) }
        cpSync(`${libraryPath}-evidence`, travelling.files, { recursive: true })
      }
      alarm('open', (await workspace.call('library.verify', {})).problems)
      alarm('beside', await problemsOf(libraryPath))
      workspace.close()
      alarm('closed', await problemsOf(libraryPath))
      folder.remove()
    }

    onTheWay.remove()
    expect(alarms).toEqual([])
    // That everything was let at least once takes many libraries.
    const neverLet = [...done.keys()].filter((name) => name.startsWith('(') && !done.has(name.slice(1, -1)))
    if (LIBRARIES >= 1_000) expect(neverLet).toEqual([])
  },
)
