import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Output } from '#shared/contract'
import type { ArticleId, SourceId } from '#shared/model'

import { setLanguage } from '../../src/renderer/i18n'
import { useDeskViewerStore } from '../../src/renderer/stores/desk-viewer-store'
import { useNoticeStore } from '../../src/renderer/stores/notice-store'
import { useSavedStore } from '../../src/renderer/stores/saved-store'
import { useSourceDuplicateStore } from '../../src/renderer/stores/source-duplicate-store'
import { useSourceFileStore } from '../../src/renderer/stores/source-file-store'
import { useSourceStore } from '../../src/renderer/stores/source-store'
import { useViewStore } from '../../src/renderer/stores/view-store'
import ImportHost from '../../src/renderer/views/import/ImportHost.vue'
import { fittingFields } from '../../src/renderer/views/sources/fitting-fields'
import { readIssued } from '../../src/renderer/views/sources/issued-date'
import { useIssuedWords } from '../../src/renderer/views/sources/issued-words'
import { nameDraft, namesOf, turnedName } from '../../src/renderer/views/sources/name-draft'
import SourcesView from '../../src/renderer/views/sources/SourcesView.vue'
import { pdfOf, storeFile } from '../support/evidence-files'
import { addClaim, checkEverything, handOver, importText, SHORT_ARTICLE } from '../support/workspace'
import { settle } from './desk-support'
import { openShell, type Shell, takeReviewed } from './shell-support'

let at: Shell
beforeEach(async () => {
  at = await openShell()
})
afterEach(() => at.close())

const BOOKS = `@book{a, title={Brücken bauen}, author={de Gaulle, Charles}, isbn={3-16-148410-X}, date={1999/..}}
@book{b, title={Brücken bauen, 2. Auflage}, isbn={978-3-16-148410-0}}
@book{c, author={Ohne Titel}}
`

const dialog = (): HTMLElement | null => document.querySelector('[role="dialog"]')
const byText = (selector: string, words: string): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>(selector)].find((element) =>
    element.textContent.includes(words),
  )
  if (!found) throw new Error(`Nothing says „${words}“`)
  return found
}
const press = async (words: string): Promise<void> => {
  byText(dialog() ? '[role="dialog"] button' : 'button', words).click()
  await settle()
}
const field = (label: string): HTMLInputElement => {
  const { htmlFor } = byText('label', label) as HTMLLabelElement
  const control = document.getElementById(htmlFor)
  if (!control) throw new Error(`„${label}“ has a field`)
  return control as HTMLInputElement
}
const type = async (control: HTMLInputElement, text: string, inputType = 'insertText'): Promise<void> => {
  control.value = text
  control.dispatchEvent(new InputEvent('input', { bubbles: true, inputType }))
  await settle()
}
async function showSources(): Promise<VueWrapper> {
  useViewStore().show('sources')
  const shown = at.show(SourcesView)
  await settle()
  return shown
}

async function paste(text: string): Promise<void> {
  const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
    clipboardData: { files: [], getData: () => text },
  })
  document.body.dispatchEvent(event)
  await settle()
}

describe('words in evidence files', () => {
  it('are found with the sources, and open the page they stand on', async () => {
    await storeFile(at.workspace.call, pdfOf(['Deckblatt', 'Die Bruecke und der Haushalt']), 'plan.pdf')
    await at.workspace.call('sources.add', { title: 'Haushaltsplan' })
    await showSources()
    useSourceStore().query = 'haushalt'
    await vi.waitFor(async () => {
      await settle()
      expect(document.body.textContent).toContain('Seite 2')
    }, 20_000)

    expect(titles()).toEqual(['Haushaltsplan'])
    expect(byText('button', 'Seite 2').querySelector('mark')?.textContent).toBe('Haushalt')

    await press('Seite 2')
    const viewer = useDeskViewerStore()
    await vi.waitFor(() => expect(viewer.place).not.toBeNull())

    expect([viewer.file?.name, viewer.viewedFor.words, viewer.placeWords]).toEqual([
      'plan.pdf',
      'haushalt',
      'Haushalt',
    ])
  })

  it('are said to be nowhere where they stand on no page', async () => {
    await showSources()
    useSourceStore().query = 'haushalt'
    await settle()

    expect(document.body.textContent).toContain('In keiner Belegdatei')
  })
})

describe('merging sources', () => {
  it('offers what the kept record lacks, and takes over what stays ticked', async () => {
    const { id: kept } = await at.workspace.call('sources.add', { title: 'Bauakte', doi: '10.1000/7' })
    await at.workspace.call('sources.add', {
      ...{ title: 'Akte', doi: '10.1000/7', publisher: 'Bauamt', note: 'Kopie' },
    })
    const article = await importText(at.workspace.call, SHORT_ARTICLE)
    const claimId = await addClaim(at.workspace.call, { article, number: 2 })
    await at.workspace.call('evidence.add', { claimId, sourceId: kept, stance: 'supports' })
    await showSources()
    await press('Vergleichen …')
    await settle()
    expect(byText('[role="dialog"] label', 'Übernehmen: Bauamt')).toBeDefined()
    byText('[role="dialog"] label', 'Übernehmen: Kopie').querySelector('input')?.click()
    await settle()
    await press('Zusammenlegen')

    expect(await at.workspace.call('sources.list', {})).toMatchObject([
      { id: kept, title: 'Bauakte', publisher: 'Bauamt', note: null },
    ])
  })
})

describe('what is typed into a source and not saved', () => {
  it('is still there after another source, another view and back', async () => {
    const { id: first } = await at.workspace.call('sources.add', { title: 'Bauakte' })
    const { id: second } = await at.workspace.call('sources.add', { title: 'Haushalt' })
    const shown = await showSources()
    useViewStore().go({ view: 'sources', sourceId: first })
    await settle()
    await type(field('Titel'), 'Bauakte 12/2022')
    useViewStore().go({ view: 'sources', sourceId: second })
    await settle()
    expect(field('Titel').value).toBe('Haushalt')
    expect(byText('button', 'Bauakte').textContent).toContain('Änderungen noch nicht gespeichert')
    shown.unmount()
    useViewStore().go({ view: 'sources', sourceId: first })
    at.show(SourcesView)
    await settle()

    expect(field('Titel').value).toBe('Bauakte 12/2022')

    await press('Speichern')

    expect((await at.workspace.call('sources.read', { sourceId: first })).title).toBe('Bauakte 12/2022')
    expect(document.body.textContent).not.toContain('noch nicht gespeichert')
  })

  it('can be given up, and a new source that was begun goes on', async () => {
    await showSources()
    await press('Neue Quelle')
    await type(field('Titel'), 'Halb getippt')
    useSourceStore().openId = null
    useViewStore().show('archive')
    await settle()
    useViewStore().show('sources')
    await settle()
    at.show(SourcesView)
    await settle()
    await press('Weiter')
    expect(field('Titel').value).toBe('Halb getippt')
    await press('Abbrechen')

    expect(document.body.textContent).not.toContain('Eine neue Quelle ist begonnen.')
  })
})

const titles = (): string[] => useSourceStore().sources.map(({ title }) => title)

describe('sources that are pasted on their list', () => {
  it('are imported in one step; what was not taken over and what was there before is said', async () => {
    await showSources()

    await paste(BOOKS)

    const said = dialog()?.textContent ?? ''
    expect(titles()).toEqual(['Brücken bauen, 2. Auflage', 'Brücken bauen'])
    expect(said).toContain('2 Quellen importiert')
    expect(said).toMatch(/Eine Angabe wurde nicht übernommen:.*Eintrag 3, title.*ohne brauchbaren Titel/)
    expect(said).toContain('Eine Quelle steht jetzt mehrfach')

    await press('Import rückgängig machen')

    expect([titles(), dialog()]).toEqual([[], null])
  })

  it('stay in the dialog with the reason when nobody can read them', async () => {
    await showSources()

    await paste('@book{a, title={Ohne Ende')

    const files = useSourceFileStore()
    expect([files.dialogOpen, files.draft.text, titles()]).toEqual([true, '@book{a, title={Ohne Ende', []])
    expect(dialog()?.querySelector('[role="alert"]')?.textContent).toContain('Keine Quelle importiert')
  })

  it('are kept while the disk is full, and taken in once it is not', async () => {
    await showSources()
    at.disk.full = true

    await paste(BOOKS)
    const waiting = [titles(), useSourceFileStore().running]
    at.disk.full = false
    await useSavedStore().retry()
    await settle()

    expect(waiting).toEqual([[], true])
    expect(titles()).toHaveLength(2)
  })

  it('are told from an article', async () => {
    await showSources()
    at.show(ImportHost)

    await paste(SHORT_ARTICLE)
    await takeReviewed()

    await expect
      .poll(() => useNoticeStore().toast?.text, { timeout: 10_000 })
      .toMatch('„Neue Brücke über die Elbe“ importiert')
    expect(titles()).toEqual([])
  }, 20_000)
})

describe('a file that is dropped on the list of sources', () => {
  const drop = async (file: File): Promise<void> => {
    const dataTransfer = { types: ['Files'], files: [file], dropEffect: '' }
    const event = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), { dataTransfer })
    document.querySelector('main')?.dispatchEvent(event)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await settle()
  }

  it('is taken for sources, not for an article', async () => {
    await showSources()
    at.show(ImportHost)

    await drop(new File(['TY  - BOOK\nTI  - Brücken\nER  - \n'], 'katalog.ris'))

    expect([titles(), useNoticeStore().toast]).toMatchObject([
      ['Brücken'],
      { text: 'Eine Quelle importiert', undo: true },
    ])
  })

  it('is refused before it is read when it is too large, with the limit', async () => {
    await showSources()
    const file = new File(['x'], 'alles.bib')
    Object.defineProperty(file, 'size', { value: 6 * 1024 * 1024 })

    await drop(file)

    expect(useNoticeStore().problems).toMatchObject([
      { title: '„alles.bib“ wurde nicht importiert.', lines: [expect.stringContaining('5 MiB')] },
    ])
  })
})

describe('sources that name the same work', () => {
  async function twoBooks(): Promise<Output<'sources.import'>> {
    return at.workspace.call('sources.import', { text: BOOKS })
  }

  it('are offered, and merged into the one that is chosen, with a way back', async () => {
    const { added } = await twoBooks()
    await showSources()

    await press('Vergleichen …')
    const offered = dialog()?.textContent ?? ''
    document.querySelectorAll<HTMLInputElement>('input[name="keep-source"]')[1]?.click()
    await settle()
    await press('Zusammenlegen')

    expect(offered).toContain('Gleiche ISBN: 9783161484100')
    expect(offered).toContain('ab 1999')
    expect([titles(), useSourceStore().openId, dialog()]).toEqual([
      ['Brücken bauen, 2. Auflage'],
      added[1],
      null,
    ])
    expect(useNoticeStore().toast).toMatchObject({ undo: true })

    await at.workspace.call('history.undo', {})
    await settle()

    expect(useSourceDuplicateStore().groups).toHaveLength(1)
  })

  it('stay apart, with the reason in words, while one of them was withdrawn', async () => {
    const { added } = await twoBooks()
    const [sourceId] = added
    if (!sourceId) throw new Error('Two books were imported')
    await at.workspace.call('sources.mark', { sourceId, status: 'withdrawn', reason: 'Fehler im Druck' })
    await showSources()

    await press('Vergleichen …')
    await press('Zusammenlegen')

    expect(dialog()?.querySelector('[role="alert"]')?.textContent).toContain('hat einen anderen Stand')
    expect(titles()).toHaveLength(2)
  })

  it('can also be picked by hand, and taken out as a file', async () => {
    const { added } = await at.workspace.call('sources.import', {
      text: '@misc{a, title={Bauakte}} @misc{b, title={Akte zum Bau}} @misc{c, title={Anderes}}',
    })
    await showSources()
    at.actions.run('sources.choose')
    await settle()

    for (const title of ['„Bauakte“', '„Akte zum Bau“']) {
      byText('label', title).click()
      await settle()
    }
    const chosen = useSourceStore().chosen
    const { content } = await useSourceFileStore().write('ris', chosen)
    await press('Zusammenlegen …')
    await press('Zusammenlegen')

    expect(chosen).toEqual(added.slice(0, 2))
    expect(content.match(/^T[IT]\s+-.*/gm)).toHaveLength(2)
    expect([titles().length, useSourceStore().chosen]).toEqual([2, null])
  })
})

describe('the link of a new source', () => {
  const LINK =
    'https://web.archive.org/web/20220308120000/https://www.example.org/bau/neue-bruecke-kommt.html'

  it('fills what it tells, and nothing that was typed', async () => {
    await showSources()
    at.actions.run('sources.add')
    await settle()
    await type(field('Titel'), 'Die Brücke')

    await type(field('Link'), LINK, 'insertFromPaste')

    expect(
      ['Link', 'Titel', 'Erschienen in', 'Archivierte Fassung', 'Abgerufen'].map(
        (label) => field(label).value,
      ),
    ).toEqual([
      'https://www.example.org/bau/neue-bruecke-kommt.html',
      'Die Brücke',
      'example.org',
      LINK,
      '25. November 2026',
    ])
    expect(document.body.textContent).toContain(
      'Aus dem Link eingetragen: Erschienen in, Archivierte Fassung, Abgerufen.',
    )
  })

  it('begins one when it is pasted outside a field', async () => {
    await showSources()

    await paste('https://www.example.org/bau/neue-bruecke-kommt.html')
    await press('Quelle anlegen')

    expect(useSourceStore().open).toMatchObject({ title: 'neue bruecke kommt', container: 'example.org' })
  })
})

describe('the fields of a source', () => {
  it('are those of its type; what it holds besides is shown too', () => {
    const book = fittingFields('book', (name) => name === 'medium')

    expect([
      book.first.includes('isbn'),
      book.first.includes('medium'),
      book.others.includes('issue'),
    ]).toEqual([true, true, true])
  })

  it('take names apart: a person with particle, an institution as a whole', async () => {
    const { id } = await at.workspace.call('sources.add', {
      title: 'Memoiren',
      names: [{ given: 'Charles', nonDroppingParticle: 'de', family: 'Gaulle' }],
    })
    await showSources()
    await useSourceStore().show(id)
    await settle()

    const particle = field('Zusatz zum Nachnamen').value
    await press('Name hinzufügen')
    const names = [...document.querySelectorAll('.names input')] as HTMLInputElement[]
    const family = names.at(-1)
    if (!family) throw new Error('A name has fields')
    await type(family, 'Lenz')
    await press('Speichern')

    expect(particle).toBe('de')
    expect(useSourceStore().open?.names).toEqual([
      { given: 'Charles', nonDroppingParticle: 'de', family: 'Gaulle' },
      { family: 'Lenz' },
    ])
  })

  it('keep what was typed when a name turns out to be an institution, and leave empty names out', () => {
    const person = nameDraft({ given: 'Statistisches', family: 'Bundesamt' })

    const whole = turnedName(person)

    expect(namesOf([whole, nameDraft()])).toEqual([{ literal: 'Statistisches Bundesamt' }])
    expect(turnedName(whole)).toEqual(person)
  })
})

describe('when a source was published', () => {
  it.each([
    ['8.3.2022', '2022-03-08'],
    ['März 2022', '2022-03'],
    ['um 1907', '1907~'],
    ['ca. 1907', '1907~'],
    ['1907?', '1907?'],
    ['um 1907, unsicher', '1907%'],
    ['1999–2003', '1999/2003'],
    ['1999-2003', '1999/2003'],
    ['März 1999 bis 8. Mai 2003', '1999-03/2003-05-08'],
    ['seit 1999', '1999/..'],
    ['1999–', '1999/..'],
    ['bis 1999', '../1999'],
    ['Herbst 2020', '2020-23'],
    ['1999/2003', '1999/2003'],
    ['im Jahr der Flut', 'im Jahr der Flut'],
    ['31.2.2022', '31.2.2022'],
    ['  ', ''],
  ])('is read from „%s“', (typed, read) => {
    expect(readIssued(typed)).toBe(read)
  })

  it.each(['de', 'en'] as const)('is told in %s in words that mean the same when typed again', (language) => {
    setLanguage(language)
    const points = ['2022-03-08', '2022-03', '1907', '1907~', '1907?', '1907%', '2020-21', '2020-24~']
    const ranges = points.flatMap((point) => [`${point}/..`, `../${point}`, `1899/${point}`])
    let words: (issued: string) => string = (issued) => issued
    at.show({
      setup() {
        words = useIssuedWords()
        return () => null
      },
    })

    expect([...points, ...ranges].map((issued) => readIssued(words(issued)))).toEqual([...points, ...ranges])
  })
})

describe('a source that no longer holds', () => {
  /** An article that is signed off, and the source that its one claim rests on. */
  async function signedOff(): Promise<{ sourceId: SourceId; articleId: ArticleId }> {
    const { call } = at.workspace
    const article = await importText(call, SHORT_ARTICLE)
    const claimId = await checkEverything(call, article)
    const { handBack } = await handOver(call)
    await call('secondReads.record', { claimIds: [claimId], outcome: 'agreed' })
    await call('articles.signOff', { articleId: article.id })
    await handBack()
    const [source] = await call('sources.list', {})
    if (!source) throw new Error('The claim has a source')
    return { sourceId: source.id, articleId: article.id }
  }

  it('shows what it reopens before it is marked, and a note to copy after', async () => {
    const copied: string[] = []
    const clipboard = { writeText: (text: string) => Promise.resolve(void copied.push(text)) }
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
    const { sourceId, articleId } = await signedOff()
    await showSources()
    await useSourceStore().show(sourceId)
    await settle()

    await press('Zurückgezogen, berichtigt, überholt')
    const before = dialog()?.textContent ?? ''
    byText('[role="dialog"] label', 'zurückgezogen').querySelector('input')?.click()
    await settle()
    const announced = dialog()?.textContent ?? ''
    await type(field('Was geschehen ist'), 'Messfehler')
    await press('Speichern')
    await press('Hinweis kopieren')

    expect(before).not.toContain('Wieder zu prüfen')
    expect(announced).toContain('Wieder zu prüfen: eine Behauptung in einem Artikel')
    expect(announced).toMatch(/Neue Brücke über die Elbe.*freigegeben.*Die Brücke ist 240 Meter lang\./)
    expect(copied).toEqual([expect.stringContaining('inzwischen zurückgezogen wurde: Bauakte 12/2022')])
    expect((await at.workspace.call('articles.read', { articleId })).signOff).toMatchObject({
      current: false,
    })

    await press('Auf Englisch')

    expect(document.querySelector('.note')?.textContent).toContain('was withdrawn since')
  })

  it('can be found from the claims that rest on it, and they from it', async () => {
    const { sourceId, articleId } = await signedOff()
    await showSources()
    await useSourceStore().show(sourceId)
    await settle()

    byText('.uses button', 'Die Brücke ist 240 Meter lang.').click()
    await settle()

    expect([useViewStore().view, useViewStore().articleId]).toEqual(['desk', articleId])
  })
})

describe('a source that the list does not show', () => {
  it('is opened all the same, and closed when it is removed elsewhere', async () => {
    const { id } = await at.workspace.call('sources.add', { title: 'Bauakte' })
    await showSources()
    const sources = useSourceStore()
    sources.query = 'nichts davon'
    await settle()

    await sources.show(id)
    const opened = [titles(), sources.open?.title]
    await at.workspace.call('sources.remove', { sourceId: id })
    await settle()

    expect(opened).toEqual([[], 'Bauakte'])
    expect(sources.openId).toBeNull()
  })
})
