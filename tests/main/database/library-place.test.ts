import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

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
