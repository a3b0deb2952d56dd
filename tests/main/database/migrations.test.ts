import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { backupsOf } from '#main/core'
import { newestVersion } from '#main/database/migrations'

import { makeOldLibrary, OLD_VERSIONS, oldLibrary } from '../../support/old-libraries'
import { openWorkspace, temporaryFolder } from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

describe('a library that an earlier release has left', () => {
  it.each(OLD_VERSIONS)(
    'is upgraded whole, with its history as it was and its sign-off in force: %s',
    async (version) => {
      makeOldLibrary(version, folder.libraryPath).close()

      const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
      const verified = await call('library.verify', {})
      const articles = await call('articles.list', {})
      const backups = backupsOf(folder.libraryPath).map(({ backup }) => backup)
      close()

      const db = new Database(folder.libraryPath, { readonly: true })
      expect(db.pragma('user_version', { simple: true })).toBe(newestVersion())
      expect(db.pragma('foreign_key_check')).toEqual([])
      expect(db.prepare('SELECT * FROM events ORDER BY sequence').all()).toEqual(
        oldLibrary(version).tables.events,
      )
      db.close()
      expect(verified).toMatchObject({ ok: true, problems: [] })
      expect(articles.filter(({ signOff }) => signOff?.current)).toHaveLength(1)
      expect(backups).toMatchObject([{ reason: 'upgrade', problems: [] }])
    },
  )

  it('is upgraded once: the next opening changes nothing and makes no backup', async () => {
    makeOldLibrary(1, folder.libraryPath).close()
    const described = async () => {
      const { call, close } = openWorkspace({ libraryPath: folder.libraryPath })
      const { headHash } = await call('library.describe', {})
      close()
      return { headHash, backups: backupsOf(folder.libraryPath).map(({ backup }) => backup.name) }
    }

    const first = await described()
    const second = await described()

    expect(second).toEqual(first)
    expect(first.backups).toHaveLength(1)
  })
})
