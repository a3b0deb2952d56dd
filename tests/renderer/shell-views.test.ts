import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { useDialogStore } from '../../src/renderer/stores/dialog-store'
import { useImportStore } from '../../src/renderer/stores/import-store'
import { useLibraryStore } from '../../src/renderer/stores/library-store'
import { useNoticeStore } from '../../src/renderer/stores/notice-store'
import { useSessionStore } from '../../src/renderer/stores/session-store'
import { useViewStore } from '../../src/renderer/stores/view-store'
import HistoryView from '../../src/renderer/views/history/HistoryView.vue'
import ImportHost from '../../src/renderer/views/import/ImportHost.vue'
import LibraryPane from '../../src/renderer/views/library/LibraryPane.vue'
import PeopleList from '../../src/renderer/views/people/PeopleList.vue'
import CommandPalette from '../../src/renderer/views/shell/CommandPalette.vue'
import { importText, SHORT_ARTICLE } from '../support/workspace'
import { settle } from './desk-support'
import { openShell, press, takeReviewed, type Shell } from './shell-support'

let at: Shell
beforeEach(async () => {
  Element.prototype.scrollIntoView = () => undefined
  at = await openShell()
})
afterEach(() => at.close())

function paste(text: string, target: EventTarget = document.body): void {
  const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
    clipboardData: { files: [], getData: (type: string) => (type === 'text/plain' ? text : '') },
  })
  target.dispatchEvent(event)
}

const byRole = (role: string): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(`[role="${role}"]`),
]

describe('a text that is pasted outside a field', () => {
  it('is imported and opened, with a way back', async () => {
    at.show(ImportHost)

    paste(SHORT_ARTICLE)
    await takeReviewed()
    await vi.waitFor(() => expect(useNoticeStore().toast).not.toBeNull(), 10_000)

    const [article] = useLibraryStore().articles
    expect([useViewStore().articleId, useNoticeStore().toast]).toMatchObject([
      article?.id,
      { text: '„Neue Brücke über die Elbe“ importiert: 5 Sätze in 4 Absätzen', undo: true },
    ])
  })

  it('stays in the dialog with the reason when it is refused', async () => {
    at.show(ImportHost)

    paste(' \n ')
    await settle()

    const imports = useImportStore()
    expect([imports.dialogOpen, imports.draft.text, imports.error]).toEqual([
      true,
      ' \n ',
      'Der eingefügte Text ist leer. Es wurde nichts importiert.',
    ])
    expect(useLibraryStore().articles).toEqual([])
  })

  it('is left to the field when there is one', async () => {
    at.show(ImportHost)
    const field = document.createElement('textarea')
    document.body.append(field)

    paste(SHORT_ARTICLE, field)
    await settle()
    field.remove()

    expect(useLibraryStore().articles).toEqual([])
  })
})

describe('the chooser of files', () => {
  it('offers saved pages, and takes one in as an article', async () => {
    const shown = at.show(ImportHost)
    const chooser = shown.get<HTMLInputElement>('input[type="file"]')
    const page =
      '<html><head><meta property="og:site_name" content="Das Blatt"></head><body><h1>Neue Brücke</h1><p>Sie ist alt.</p></body></html>'

    Object.defineProperty(chooser.element, 'files', { value: [new File([page], 'bruecke.html')] })
    await chooser.trigger('change')
    await takeReviewed()

    await vi.waitFor(() => {
      expect(useLibraryStore().articles).toMatchObject([{ title: 'Neue Brücke', outlet: 'Das Blatt' }])
    }, 10_000)
    expect(chooser.attributes('accept')).toContain('.html')
  })
})

describe('the palette', () => {
  it('points at an entry while the focus stays in the field, and runs it', async () => {
    await importText(at.workspace.call, SHORT_ARTICLE)
    await settle()
    at.show(CommandPalette)
    await settle()
    const field = document.querySelector<HTMLInputElement>('[role="combobox"]')
    if (!field) throw new Error('The palette has a field')
    field.value = 'ansicht'
    field.dispatchEvent(new Event('input'))
    await settle()

    press(field, 'ArrowDown')
    await settle()
    const pointed = document.getElementById(field.getAttribute('aria-activedescendant') ?? '')
    press(field, 'Enter')
    await settle()

    expect(pointed?.textContent).toContain('Ansicht: Quellen')
    expect([useViewStore().view, useDialogStore().open]).toEqual(['sources', null])
  })

  it('shows what can not be taken, with the reason', async () => {
    at.show(CommandPalette)
    await settle()
    const field = document.querySelector<HTMLInputElement>('[role="combobox"]')
    if (!field) throw new Error('The palette has a field')

    field.value = '>rückgängig'
    field.dispatchEvent(new Event('input'))
    await settle()

    const [option] = byRole('option')
    expect(option?.getAttribute('aria-disabled')).toBe('true')
    expect(option?.textContent).toContain('keine eigene Änderung')
  })
})

describe('the cards of the library', () => {
  it('are walked with the arrows and hold one place in the order of tabs', async () => {
    await importText(at.workspace.call, 'Brücke\n\nEin Satz über sie.\n')
    await importText(at.workspace.call, 'Allee\n\nEin Satz über sie.\n')
    await settle()
    const pane = at.show(LibraryPane)
    const cards = pane.findAll<HTMLElement>('[data-card]')
    cards[0]?.element.focus()

    await cards[0]?.trigger('keydown', { key: 'ArrowDown' })

    expect(cards.map((card) => card.attributes('tabindex'))).toEqual(['0', '-1'])
    expect(document.activeElement).toBe(cards[1]?.element)
  })

  it('ask before an article is removed', async () => {
    const article = await importText(at.workspace.call, SHORT_ARTICLE)
    await settle()
    const pane = at.show(LibraryPane)

    await pane.find('[data-card]').trigger('keydown', { key: 'Delete' })

    const dialogs = useDialogStore()
    expect([dialogs.open, dialogs.articleId]).toEqual(['remove article', article.id])
  })
})

describe('the people', () => {
  it('are added by name; one that is taken is refused beside the field', async () => {
    const list = at.show(PeopleList)
    const field = list.find<HTMLInputElement>('form.add input')

    await field.setValue('Murat Özdemir')
    await list.find('form.add').trigger('submit')
    await settle()
    await field.setValue('Murat Özdemir')
    await list.find('form.add').trigger('submit')
    await settle()

    expect(useSessionStore().people.map(({ name }) => name)).toContain('Murat Özdemir')
    expect([field.element.value, list.find('[role="alert"]').text()]).toEqual([
      'Murat Özdemir',
      expect.stringContaining('gibt es schon') as string,
    ])
  })
})

describe('the view of the history', () => {
  it('tells what was undone as struck', async () => {
    await importText(at.workspace.call, SHORT_ARTICLE)
    await at.workspace.call('history.undo', {})

    const view = at.show(HistoryView)
    await settle()

    expect(view.findAll('li').map((entry) => entry.find('s').exists())).toEqual([false, true, false])
  })
})
