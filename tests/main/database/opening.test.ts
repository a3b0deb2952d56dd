import Database from 'better-sqlite3'
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { openWorkstation } from '#main/core'
import { sha256 } from '#main/database/canonical-json'
import { migrate, migrations } from '#main/database/migrations'
import { openDatabase } from '#main/database/database'

import { importText, openWorkspace, SHORT_ARTICLE, temporaryFolder } from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const hashOf = (path: string) => sha256(readFileSync(path))

describe('opening a library', () => {
  it('syncs every commit, also after the first write', () => {
    const { db, close } = openDatabase(folder.libraryPath, 'write', () => new Date(), {
      backUp: () => undefined,
      wayOut: () => ({ de: '', en: '' }),
      rebuild: () => undefined,
    })
    db.exec("INSERT INTO settings (key, value) VALUES ('x', '1')")

    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    close()
  })

  it('believes nothing that a file says about itself', () => {
    const { db, close } = openDatabase(folder.libraryPath, 'write', () => new Date(), {
      backUp: () => undefined,
      wayOut: () => ({ de: '', en: '' }),
      rebuild: () => undefined,
    })

    const told = ['trusted_schema', 'cell_size_check', 'mmap_size'].map((name) =>
      db.pragma(name, { simple: true }),
    )
    expect(told).toEqual([0, 1, 0])
    db.pragma('writable_schema = ON')
    expect(() => db.exec("UPDATE sqlite_schema SET sql = ''")).toThrow('may not be modified')
    close()
  })

  it('says in the file whose it is and which version', () => {
    openWorkspace({ libraryPath: folder.libraryPath }).close()

    const header = readFileSync(folder.libraryPath).subarray(0, 100)
    expect(header.readUInt32BE(68)).toBe(0x42656c67)
    expect(header.readUInt32BE(60)).toBe(migrations.at(-1)?.version)
  })

  it('keeps everything over a restart', async () => {
    const first = openWorkspace({ libraryPath: folder.libraryPath })
    const before = await importText(first.call, SHORT_ARTICLE)
    first.close()

    const second = openWorkspace({ libraryPath: folder.libraryPath })
    const after = await second.call('articles.read', { articleId: before.id })
    second.close()

    expect(after).toEqual(before)
  })

  it('names who has the library when a second workstation wants it', async () => {
    const first = openWorkspace({ libraryPath: folder.libraryPath })

    expect(() => openWorkspace({ libraryPath: folder.libraryPath })).toThrowError(
      expect.objectContaining({
        code: 'in_use',
        message: expect.stringContaining(String(process.pid)) as string,
      }),
    )

    first.close()
    openWorkspace({ libraryPath: folder.libraryPath }).close()
  })

  it('reads a library while another workstation writes to it', async () => {
    const writer = openWorkspace({ libraryPath: folder.libraryPath })
    await importText(writer.call, SHORT_ARTICLE)

    const reader = openWorkstation({ libraryPath: folder.libraryPath, access: 'read' })
    const reply = await reader.call({ name: 'articles.list', input: {}, language: 'en' })
    const refused = await reader.call({ name: 'people.add', input: { name: 'X' }, language: 'en' })
    reader.close()
    writer.close()

    expect(reply).toMatchObject({ ok: true, value: [{ title: 'Neue Brücke über die Elbe' }] })
    expect(refused).toMatchObject({ ok: false, error: { code: 'not_saved' } })
  })

  it.each([
    ['a text file', Buffer.from('Das ist keine Bibliothek.'.repeat(20))],
    ['another SQLite file', 'CREATE TABLE notes (text TEXT)'],
    [
      'a file that says it is a library, of no version and with tables of another program',
      'PRAGMA application_id = 0x42656c67; CREATE TABLE notes (text TEXT)',
    ],
  ])('refuses %s and leaves it as it was', (_, made) => {
    if (typeof made === 'string') {
      const other = new Database(folder.libraryPath)
      other.exec(made)
      other.close()
    } else writeFileSync(folder.libraryPath, made)
    const before = hashOf(folder.libraryPath)

    expect(() => openWorkspace({ libraryPath: folder.libraryPath })).toThrowError(
      expect.objectContaining({ code: 'library_refused' }),
    )

    expect(hashOf(folder.libraryPath)).toBe(before)
  })

  it('refuses a library from a newer release and leaves it as it was', () => {
    openWorkspace({ libraryPath: folder.libraryPath }).close()
    const db = new Database(folder.libraryPath)
    db.pragma('user_version = 9999')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const before = hashOf(folder.libraryPath)

    expect(() => openWorkspace({ libraryPath: folder.libraryPath })).toThrowError(
      expect.objectContaining({
        code: 'library_refused',
        message: expect.stringContaining('9999') as string,
      }),
    )

    expect(hashOf(folder.libraryPath)).toBe(before)
  })

  it('refuses a damaged library for writing', async () => {
    const workspace = openWorkspace({ libraryPath: folder.libraryPath })
    await importText(workspace.call, SHORT_ARTICLE)
    const crashed = join(folder.path, 'crashed.belegt')
    copyFileSync(folder.libraryPath, crashed)
    copyFileSync(`${folder.libraryPath}-wal`, `${crashed}-wal`)
    workspace.close()
    // What a failing disk does to the middle of a file whose writer ended without closing it.
    const bytes = readFileSync(`${crashed}-wal`)
    expect(bytes.length).toBeGreaterThan(0)
    const size = statSync(folder.libraryPath).size
    const broken = readFileSync(folder.libraryPath)
    for (let at = 4096; at < size; at += 4096) broken.fill(0xa5, at, at + 200)
    writeFileSync(crashed, broken)
    writeFileSync(`${crashed}-wal`, 'x')

    expect(() => openWorkspace({ libraryPath: crashed })).toThrowError(
      expect.objectContaining({ code: 'library_refused' }),
    )
  })
})

describe('migrations', () => {
  it('are applied whole or not at all', () => {
    const db = new Database(':memory:')
    migrate(db, { backUp: null })
    const version = db.pragma('user_version', { simple: true })
    const known = [
      ...migrations,
      {
        version: migrations.length + 1,
        sql: 'CREATE TABLE halves (id TEXT); INSERT INTO nowhere VALUES (1)',
      },
    ]

    expect(() => migrate(db, { backUp: null, known })).toThrowError(/nowhere/)

    expect(db.pragma('user_version', { simple: true })).toBe(version)
    expect(db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'halves'").get()).toBeUndefined()
  })

  it('begin with a backup of the library as it was before', () => {
    const db = new Database(folder.libraryPath)
    migrate(db, { backUp: null })
    db.exec("INSERT INTO settings (key, value) VALUES ('kept', '1')")
    const known = [...migrations, { version: migrations.length + 1, sql: 'DELETE FROM settings' }]
    const kept: unknown[] = []

    migrate(db, { backUp: () => kept.push(db.prepare('SELECT key, value FROM settings').all()), known })

    expect(kept).toEqual([[{ key: 'kept', value: '1' }]])
    expect(db.prepare('SELECT count(*) FROM settings').pluck().get()).toBe(0)
    db.close()
  })
})
