import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { fileSystemAt, unsafePlace } from '#main/database/library-place'

import { openWorkspace, temporaryFolder } from '../../support/workspace'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

it.each([
  ['Dropbox', 'sync folder'],
  ['OneDrive - Redaktion', 'sync folder'],
  ['Nextcloud', 'sync folder'],
  ['OneDrive-Personal', 'sync folder'],
  ['GoogleDrive-desk@example.org', 'sync folder'],
  ['Dropboxen der Stadt', null],
  ['Recherche', null],
])('a library in a folder named %s lies in: %s', async (name, place) => {
  const inside = join(folder.path, name, 'Bibliotheken')
  mkdirSync(inside, { recursive: true })
  const { call, close } = openWorkspace({ libraryPath: join(inside, 'desk.belegt') })

  const { unsafePlace } = await call('library.describe', {})
  close()

  expect(unsafePlace).toBe(place)
})

it.each(['.dropbox', '.stfolder', '.nextcloudsync.log', '.owncloudsync.log'])(
  'a folder of any name with %s above it is one that another program copies, also through a link',
  (mark) => {
    const inside = join(folder.path, 'Redaktion', 'Bibliotheken')
    mkdirSync(inside, { recursive: true })
    writeFileSync(join(folder.path, 'Redaktion', mark), '')
    const link = join(folder.path, 'Kurzweg')
    symlinkSync(inside, link)

    expect(unsafePlace(join(link, 'desk.belegt'))).toBe('sync folder')
  },
)

it.each([
  ['/home/desk/Recherche', 'ext4'],
  ['/mnt/Redaktion', 'nfs4'],
  ['/mnt/Redaktion/2026', 'nfs4'],
  ['/mnt/Redaktionsarchiv', 'ext4'],
  ['/media/Netz Laufwerk/desk', 'cifs'],
  ['/home/desk/fern', 'fuse.sshfs'],
  ['/home/desk/fern/lokal', 'ext4'],
])('%s lies in a file system of the kind %s', (path, kind) => {
  const mounts = `/dev/vda / ext4 rw 0 0
nas:/desk /mnt/Redaktion nfs4 rw 0 0
//nas/desk /media/Netz\\040Laufwerk cifs rw 0 0
desk@far: /home/desk/fern fuse.sshfs rw 0 0
/dev/vdb /home/desk/fern/lokal ext4 rw 0 0
`

  expect(fileSystemAt(path, mounts)).toBe(kind)
})
