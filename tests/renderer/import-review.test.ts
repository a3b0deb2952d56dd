import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { correctionsOf, countsOf, isCorrected, type Incoming } from '../../src/renderer/stores/incoming'
import { useImportStore } from '../../src/renderer/stores/import-store'
import { useLibraryStore } from '../../src/renderer/stores/library-store'
import { useNoticeStore } from '../../src/renderer/stores/notice-store'
import { useRevisionStore } from '../../src/renderer/stores/revision-store'
import { useSavedStore } from '../../src/renderer/stores/saved-store'
import { useViewStore } from '../../src/renderer/stores/view-store'
import ImportHost from '../../src/renderer/views/import/ImportHost.vue'
import { sortedFiles } from '#shared/sorted-files'
import { zipOf } from '../support/evidence-files'
import { importText, SHORT_ARTICLE } from '../support/workspace'
import { settle } from './desk-support'
import { openShell, press, takeReviewed, type Shell } from './shell-support'

let at: Shell
beforeEach(async () => {
  Element.prototype.scrollIntoView = () => undefined
  at = await openShell()
})
afterEach(() => at.close())

const dialog = (): HTMLElement | null => document.querySelector('[role="dialog"]')
const fileOf = (text: string, name: string): File => new File([text], name)

const imageOf = (name: string): File =>
  new File([Uint8Array.from('\x89PNG\r\n\x1a\n0000', (sign) => sign.charCodeAt(0))], name)

function drop(...files: File[]): void {
  const event = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
    dataTransfer: { types: ['Files'], items: [], files },
  })
  document.body.dispatchEvent(event)
}

function pasteRich(text: string, html: string): void {
  const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
    clipboardData: { files: [], getData: (type: string) => (type === 'text/html' ? html : text) },
  })
  document.body.dispatchEvent(event)
}

async function reviewed(): Promise<Incoming> {
  return vi.waitFor(() => {
    const { reviewed: item } = useImportStore()
    if (!item || !dialog()) throw new Error('Nothing is read yet')
    return item
  }, 10_000)
}

describe('a file that is dropped', () => {
  it('is shown before anything is stored; Escape leaves nothing behind', async () => {
    at.show(ImportHost)

    drop(fileOf(SHORT_ARTICLE, 'bruecke.txt'))
    const { fields } = await reviewed()
    const { articles } = await at.workspace.call('library.describe', {})
    press(document.activeElement ?? document.body, 'Escape')
    await settle()

    expect([fields.title, articles]).toEqual(['Neue Brücke über die Elbe', 0])
    expect([dialog(), useImportStore().incoming]).toEqual([null, []])
    expect(await at.workspace.call('evidenceFiles.list', {})).toEqual([])
  })

  it('comes in as it was corrected, and opens on the desk', async () => {
    at.show(ImportHost)
    drop(fileOf(SHORT_ARTICLE, 'bruecke.txt'))
    const item = await reviewed()

    item.fields.outlet = 'Stadtanzeiger'
    useImportStore().setKind(item, 1, 'lead')
    await takeReviewed()
    await vi.waitFor(() => expect(useNoticeStore().toast).not.toBeNull(), 10_000)

    const [article] = useLibraryStore().articles
    expect([article?.outlet, useViewStore().articleId, dialog()]).toEqual([
      'Stadtanzeiger',
      article?.id,
      null,
    ])
    const { blocks, original } = await at.workspace.call('articles.read', {
      articleId: article?.id ?? ('' as never),
    })
    expect([blocks[1]?.kind, original?.name]).toEqual(['lead', 'bruecke.txt'])
  })

  it('says what was noticed in the review and at the end of the article, and not once more above the window', async () => {
    at.show(ImportHost)
    drop(fileOf(`${SHORT_ARTICLE}\n\nDie Br\u00adücke ist neu.`, 'bruecke.txt'))
    const { read } = await reviewed()

    await takeReviewed()
    await vi.waitFor(() => expect(useNoticeStore().toast).not.toBeNull(), 10_000)

    const [article] = useLibraryStore().articles
    const { warnings } = await at.workspace.call('articles.read', {
      articleId: article?.id ?? ('' as never),
    })
    expect(read?.warnings).toHaveLength(1)
    expect([warnings.length, useNoticeStore().problems]).toEqual([1, []])
  })

  it('keeps what was corrected when it is read in another language', async () => {
    at.show(ImportHost)
    drop(fileOf(SHORT_ARTICLE, 'bruecke.txt'))
    const item = await reviewed()
    item.fields.title = 'Elbbrücke'
    useImportStore().setKind(item, 1, 'lead')

    await useImportStore().readAgain(item, { language: 'en' })

    expect([item.read?.language, item.fields.title, item.kinds]).toEqual(['en', 'Elbbrücke', { 1: 'lead' }])
  })

  it('is cut anew where a person says another language, and keeps that when it is read again', async () => {
    at.show(ImportHost)
    drop(fileOf('Notiz\n\nDie erste Feier war am 3. Mai in der Stadt.', 'notiz.txt'))
    const item = await reviewed()
    const { setLanguage, readAgain } = useImportStore()
    const before = countsOf(item)

    await setLanguage(item, 1, 'en')
    const cut = countsOf(item)
    await readAgain(item, { encoding: 'windows-1252' })
    const again = [countsOf(item), isCorrected(item), correctionsOf(item).blocks]
    await setLanguage(item, 1, null)

    expect([before.sentences, cut.sentences]).toEqual([2, 3])
    expect(again).toEqual([cut, true, [{ at: 1, language: 'en' }]])
    expect([countsOf(item), item.cuts]).toEqual([before, {}])
  })

  it('asks before corrections are let go of', async () => {
    at.show(ImportHost)
    drop(fileOf(SHORT_ARTICLE, 'bruecke.txt'))
    const item = await reviewed()
    item.fields.title = 'Elbbrücke'

    press(document.activeElement ?? document.body, 'Escape')
    await settle()

    expect(document.body.textContent).toContain('Durchsicht verwerfen?')
    expect(useImportStore().reviewed?.fields.title).toBe('Elbbrücke')
  })

  it('stays in the review while the disk is full, and comes in once it is not', async () => {
    at.show(ImportHost)
    drop(fileOf(SHORT_ARTICLE, 'bruecke.txt'))
    await reviewed()
    at.disk.full = true

    await takeReviewed()
    await settle()
    const meanwhile = [useLibraryStore().articles.length, useImportStore().reviewed?.state]
    at.disk.full = false
    await useSavedStore().retry()
    await vi.waitFor(() => expect(useLibraryStore().articles).toHaveLength(1), 10_000)

    expect(meanwhile).toEqual([0, 'storing'])
  })

  it('is named with the reason when it cannot be read, and nothing is left of it', async () => {
    at.show(ImportHost)

    drop(imageOf('bild.png'))
    await vi.waitFor(() => expect(useNoticeStore().problems).toHaveLength(1), 10_000)

    expect(useNoticeStore().problems[0]).toMatchObject({ title: '„bild.png“ wurde nicht importiert.' })
    expect([dialog(), useImportStore().incoming]).toEqual([null, []])
  })
})

describe('a text that the library has', () => {
  it('is offered to be opened in place of a second one', async () => {
    const article = await importText(at.workspace.call, SHORT_ARTICLE)
    at.show(ImportHost)
    drop(fileOf(SHORT_ARTICLE, 'noch-einmal.txt'))
    await reviewed()

    const said = dialog()?.textContent ?? ''
    const open = [...(dialog()?.querySelectorAll('button') ?? [])].find(
      ({ textContent }) => textContent.trim() === 'Öffnen',
    )
    open?.click()
    await settle()

    expect(said).toContain('schon in der Bibliothek: „Neue Brücke über die Elbe“')
    expect([useViewStore().articleId, dialog()]).toEqual([article.id, null])
    expect((await at.workspace.call('library.describe', {})).articles).toBe(1)
  })
})

describe('rich text that is pasted', () => {
  it('is read with its headings', async () => {
    at.show(ImportHost)

    pasteRich(
      'Neue Brücke\nSie ist lang.\nKosten\nSie war teuer.',
      '<h1>Neue Brücke</h1><p>Sie ist lang.</p><h2>Kosten</h2><p>Sie war teuer.</p>',
    )
    const { read } = await reviewed()

    expect(read?.blocks.map(({ kind }) => kind)).toEqual(['headline', 'paragraph', 'subhead', 'paragraph'])
    expect(read?.fileName).toBe('Eingefügt.html')
  })
})

describe('an archive', () => {
  it('gives way to the files in it, each with a line of its own', async () => {
    at.show(ImportHost)
    const packed = zipOf([
      { name: 'a/eins.txt', content: 'Eins\n\nDer erste Artikel steht hier.' },
      { name: 'a/zwei.html', content: '<h1>Zwei</h1><p>Der zweite Artikel steht hier.</p>' },
      { name: 'a/zwei_files/stil.css', content: 'p { color: red }' },
      { name: '__MACOSX/a/._eins.txt', content: 'x' },
    ])

    drop(new File([new Uint8Array(packed)], 'artikel.zip'))
    const imports = useImportStore()
    await vi.waitFor(
      () => expect(imports.incoming.filter(({ state }) => state === 'ready')).toHaveLength(2),
      20_000,
    )

    expect(imports.incoming.map(({ name, state, page }) => [name, state, page])).toEqual([
      ['artikel.zip: a/eins.txt', 'ready', ''],
      ['artikel.zip: a/zwei_files/stil.css', 'companion', 'a/zwei.html'],
      ['artikel.zip: a/zwei.html', 'ready', ''],
    ])
    expect(imports.asList).toBe(true)
  })

  it('that is damaged is named, and nothing is left of it', async () => {
    at.show(ImportHost)

    drop(new File([Uint8Array.from('PK\x03\x04 nichts', (sign) => sign.charCodeAt(0))], 'kaputt.zip'))
    await vi.waitFor(() => expect(useNoticeStore().problems).toHaveLength(1), 10_000)

    expect(useNoticeStore().problems[0]?.lines.join()).toContain('beschädigt')
    expect(useImportStore().incoming).toEqual([])
  })
})

describe('several files', () => {
  it('get a line each; a bad one does not stop the others, and those that are there are not doubled', async () => {
    await importText(at.workspace.call, SHORT_ARTICLE)
    at.show(ImportHost)

    drop(
      fileOf('Allee\n\nDie Allee ist alt. Sie steht am Fluss.', '1.txt'),
      imageOf('2.png'),
      fileOf(SHORT_ARTICLE, '3.txt'),
      fileOf('Platz\n\nDer Platz ist neu.', '4.txt'),
    )
    const imports = useImportStore()
    await vi.waitFor(() => expect(imports.incoming.map(({ state }) => state).at(-1)).toBe('ready'), 20_000)
    await settle()
    const said = dialog()?.textContent ?? ''
    const states = imports.incoming.map(({ state }) => state)
    const take = [...(dialog()?.querySelectorAll('button') ?? [])].find(({ textContent }) =>
      textContent.includes('2 Artikel importieren'),
    )
    take?.click()
    await vi.waitFor(() => expect(imports.incoming.at(-1)?.state).toBe('stored'), 20_000)

    expect(states).toEqual(['ready', 'refused', 'ready', 'ready'])
    expect(said).toContain('0 importiert, 2 bereit, 1 schon vorhanden, 1 nicht lesbar')
    expect(said).toContain('ein Bild (PNG)')
    expect(
      useLibraryStore()
        .articles.map(({ title }) => title)
        .sort(),
    ).toEqual(['Allee', 'Neue Brücke über die Elbe', 'Platz'])
  })

  it('of a saved page are that page, and what computers leave behind is nobody’s', () => {
    const files = ['b/seite_files/bild.png', 'b/seite.html', 'b/.DS_Store', 'a10.txt', 'a9.txt'].map(
      (path) => ({
        path,
        file: fileOf('', 'x'),
      }),
    )

    expect(sortedFiles(files).map(({ path, page }) => [path, page])).toEqual([
      ['a9.txt', ''],
      ['a10.txt', ''],
      ['b/seite_files/bild.png', 'b/seite.html'],
      ['b/seite.html', ''],
    ])
  })
})

it('nearly the text of an article of the library becomes its new version, once that is looked at', async () => {
  const article = await importText(at.workspace.call, SHORT_ARTICLE)
  await useLibraryStore().load()
  at.show(ImportHost)
  drop(fileOf(SHORT_ARTICLE.replace('12 Mio.', '1,2 Mio.'), 'bruecke-2.txt'))
  await reviewed()

  const offer = [...document.querySelectorAll('button')].find((button) =>
    button.textContent?.includes('Als neue Fassung'),
  )
  offer?.click()
  const revisions = useRevisionStore()
  await vi.waitFor(() => expect(revisions.shown?.kind).toBe('coming'), 10_000)
  await settle()

  expect([useViewStore().place, dialog(), useImportStore().incoming]).toEqual([
    { view: 'revisions', articleId: article.id },
    null,
    [],
  ])
  expect(revisions.steps).toMatchObject([{ kind: 'changed', diff: { callouts: [{ code: 'number' }] } }])
  expect(await at.workspace.call('revisions.list', { articleId: article.id })).toHaveLength(1)
})
