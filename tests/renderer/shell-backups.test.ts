import { flushPromises } from '@vue/test-utils'
import { writeFileSync } from 'node:fs'
import { defineComponent, h, nextTick } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import BackupSection from '../../src/renderer/views/settings/BackupSection.vue'
import { useBackupAlarm } from '../../src/renderer/views/shell/backup-alarm'
import BannerStack from '../../src/renderer/views/shell/BannerStack.vue'
import { temporaryFolder } from '../support/workspace'
import { openShell, type Shell } from './shell-support'

let folder: ReturnType<typeof temporaryFolder>
let shell: Shell
beforeEach(async () => {
  folder = temporaryFolder()
  shell = await openShell(folder.libraryPath)
})
afterEach(() => {
  shell.close()
  folder.remove()
})

const button = (words: string) => {
  const found = [...document.querySelectorAll('button')].find(
    ({ textContent }) => textContent.trim() === words,
  )
  if (!found) throw new Error(`There is no button "${words}"`)
  return found
}

it('the settings make a backup, say what it holds, and lay it ready only after a question', async () => {
  const section = shell.show(BackupSection)
  await flushPromises()

  button('Jetzt sichern').click()
  await vi.waitFor(() => expect(section.text()).toContain('Artikel: 0 · Urteile: 0'))
  await vi.waitFor(() => button('Wiederherstellen …').click())
  await flushPromises()
  expect(document.body.textContent).toContain('Die jetzige Bibliothek bleibt daneben erhalten.')
  expect(section.text()).not.toContain('Eine Sicherung liegt bereit.')
  button('Beim nächsten Öffnen wiederherstellen').click()

  await vi.waitFor(() => expect(section.text()).toContain('Eine Sicherung liegt bereit.'))
  button('Doch nicht wiederherstellen').click()
  await vi.waitFor(() => expect(section.text()).not.toContain('Eine Sicherung liegt bereit.'))
})

it('a window says that the library is not backed up, and why, when a backup by itself fails', async () => {
  const place = defineComponent({
    setup() {
      useBackupAlarm()
      return () => h(BannerStack)
    },
  })
  const banners = shell.show(place)
  await shell.workspace.call('people.add', { name: 'Jana Krüger' })
  // A file stands where the folder of backups would be made.
  writeFileSync(`${folder.libraryPath}-backups`, '')

  await shell.workspace.call('backups.makeBefore', { reason: 'import' })
  await nextTick()

  expect(banners.text()).toContain('Die Bibliothek wird gerade nicht gesichert.')
  expect(banners.text()).toContain('Prüfen Sie, ob der Ordner für Sicherungen da ist')
})
