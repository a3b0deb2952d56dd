import { closeSync, existsSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { reserveFile } from '#main/database/reserve-file'

import { smallDisk } from '../../support/small-disk'
import { importText, openWorkspace, SHORT_ARTICLE, temporaryFolder } from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

/** The number under which this process holds a file open. */
function openNumber(path: string): number {
  const numbers = readdirSync('/proc/self/fd').filter((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`) === path
    } catch {
      return false
    }
  })
  const [number] = numbers
  if (number === undefined) throw new Error('The file is not open')
  return Number(number)
}

describe.skipIf(process.platform !== 'linux')('a disk that fails while saving', () => {
  it('ends writing until the library is opened and checked again, and reading goes on', async () => {
    const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
    const article = await importText(call, SHORT_ARTICLE)
    // The journal's file is torn away, as when a disk is unplugged.
    closeSync(openNumber(`${folder.libraryPath}-events`))

    await expect(call('people.add', { name: 'Murat' })).rejects.toMatchObject({ code: 'not_saved' })
    await expect(call('people.add', { name: 'Murat' })).rejects.toMatchObject({
      code: 'not_saved',
      message: expect.stringContaining('start Belegt again') as string,
    })
    const read = await call('articles.read', { articleId: article.id })
    close()

    const again = openWorkspace({ libraryPath: folder.libraryPath })
    const { ok, problems } = await again.call('library.verify', {})
    await again.call('people.add', { name: 'Murat' })
    again.close()
    expect(read.text).toBe(article.text)
    expect({ ok, problems }).toEqual({ ok: true, problems: [] })
  })
})

describe('the reserve', () => {
  it('is held where there is room and given free once', async () => {
    const reserve = reserveFile(folder.libraryPath, () => undefined, 1024 * 1024)

    await reserve.take()
    const held = statSync(`${folder.libraryPath}-reserve`).size
    const released = [reserve.release(), reserve.release()]

    expect(held).toBe(1024 * 1024)
    expect(released).toEqual([true, false])
    expect(existsSync(`${folder.libraryPath}-reserve`)).toBe(false)
  })

  const small = smallDisk()
  it.skipIf(small === null)(
    'has 32 MB where there is ten times as much, else a tenth of what is free',
    async () => {
      const held = async (diskMegabytes: number) => {
        small?.mount(folder.path, diskMegabytes)
        try {
          await reserveFile(folder.libraryPath, () => undefined).take()
          return statSync(`${folder.libraryPath}-reserve`).size / 1024 / 1024
        } finally {
          small?.unmount()
        }
      }

      expect(await held(400)).toBe(32)
      expect(Math.round(await held(100))).toBe(10)
    },
  )

  it.skipIf(small === null)('is not taken from a disk that has little room', async () => {
    small?.mount(folder.path)
    try {
      await reserveFile(folder.libraryPath, () => undefined, 1024 * 1024).take()

      expect(existsSync(`${folder.libraryPath}-reserve`)).toBe(false)
    } finally {
      small?.unmount()
    }
  })
})
