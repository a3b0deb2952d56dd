import { DOMWrapper, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Input } from '#shared/contract'
import type { ClaimId, EvidenceFile } from '#shared/model'

import { i18n } from '../../src/renderer/i18n'
import { useDeskViewerStore } from '../../src/renderer/stores/desk-viewer-store'
import { usePartWords } from '../../src/renderer/views/viewer/part-words'
import { storeFile } from '../support/evidence-files'
import { addClaim } from '../support/workspace'
import { pageOf } from './desk-page'
import { openDesk, settle, type Desk } from './desk-support'

const NOTE = `Gesprächsnotiz vom 9. März 2022

Die Bauamtsleiterin sagte: „Wir bauen sie bis Ende Mai
keinesfalls fertig“, die Brücke sei 240 Meter lang.
`

// What reads files and time stamps is loaded when it is first needed.
vi.setConfig({ testTimeout: 30_000 })

let at: Desk
let page: ReturnType<typeof pageOf>
let claimId: ClaimId
beforeEach(async () => {
  // jsdom has no layout, so nothing comes into sight.
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe(): void {
        return undefined
      }
      disconnect(): void {
        return undefined
      }
    },
  )
  Range.prototype.getBoundingClientRect = () => new DOMRect()
  i18n.global.setMissingHandler((_, key) => {
    throw new Error(`No words for ${key}`)
  })
  at = await openDesk()
  claimId = await addClaim(at.workspace.call, { article: at.article, number: 4 })
})
afterEach(() => {
  at.close()
  vi.unstubAllGlobals()
})

async function attach(
  file: EvidenceFile,
  more: Partial<Pick<Input<'evidence.add'>, 'passage' | 'locator'>> = {},
): Promise<void> {
  await at.workspace.call('evidence.add', {
    claimId,
    source: { title: 'Gesprächsnotiz', type: 'document' },
    stance: 'supports',
    fileHash: file.hash,
    ...more,
  })
}

async function showClaim(): Promise<void> {
  await at.desk.reload()
  at.desk.focus(at.desk.sentences[3]?.id)
  page = pageOf(at.showInspector())
  await settle()
}

/** What is done in the background is shown. */
async function until(shown: () => boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      await settle()
      if (!shown()) throw new Error(`It is not shown: ${document.body.textContent}`)
    },
    { timeout: 25_000 },
  )
}

const noteFile = (text = NOTE, name = 'notiz.txt'): Promise<EvidenceFile> =>
  storeFile(at.workspace.call, new TextEncoder().encode(text), name)
const dialog = (): Omit<DOMWrapper<Element>, 'exists'> => new DOMWrapper(document.body).get('[role="dialog"]')
const says = (words: string): boolean => document.body.textContent.includes(words)

async function key(pressed: string, more: KeyboardEventInit = {}): Promise<void> {
  await dialog().trigger('keydown', { key: pressed, ...more })
  await settle()
}

describe('a file that is read when it is first opened', () => {
  it('says how many parts it has', async () => {
    const file = await storeFile(at.workspace.call, new TextEncoder().encode(NOTE), 'notiz.txt')
    const viewer = useDeskViewerStore()

    await viewer.open(file.hash)
    await until(() => viewer.textState === 'done')

    await until(() => viewer.file?.textParts === 1)
  })
})

describe('a place in a file', () => {
  it('is named by what its parts are called there', async () => {
    let partWords: ReturnType<typeof usePartWords> = () => ''
    const naming = { setup: () => ((partWords = usePartWords()), () => null) }
    const mounted = mount(naming, { global: { plugins: [i18n] } })
    const type = 'application/vnd.openxmlformats-officedocument'

    expect([
      partWords('application/pdf', '3', '4'),
      partWords(`${type}.presentationml.presentation`, '3'),
      partWords(`${type}.spreadsheetml.sheet`, '2', '3'),
      partWords(`${type}.wordprocessingml.document`, 'footnotes'),
      partWords('message/rfc822', 'headers'),
      partWords('text/vtt', '00:02:14'),
      partWords('text/plain', 'text'),
    ]).toEqual([
      'Seite 3 bis 4',
      'Folie 3',
      'Tabellenblatt 2 bis 3',
      'Fußnoten',
      'Kopf der Mail',
      '00:02:14',
      '',
    ])
    mounted.unmount()
  })
})

describe('the quote check', () => {
  it('says that a passage stands in the file word for word', async () => {
    await attach(await noteFile(), { passage: 'die Brücke sei 240 Meter lang' })
    await showClaim()
    await until(() => says('wörtlich gefunden'))

    expect(page.section('Belege').text()).toContain('wörtlich gefunden')
  })

  it('shows what a passage changes in the words of the file, in words too', async () => {
    await attach(await noteFile(), { passage: 'die Brücke sei 204 Meter lang' })
    await showClaim()
    await until(() => says('gefunden mit Unterschieden'))

    const diff = page.section('Belege').get('.word-diff')
    expect([diff.get('del').text(), diff.get('ins').text()]).toEqual(['in der Datei: 240', 'im Zitat: 204'])
  })

  it('says so when a passage is not there', async () => {
    await attach(await noteFile(), { passage: 'Der Tunnel wird nie gebaut' })
    await showClaim()
    await until(() => says('nicht gefunden'))

    expect(page.section('Belege').text()).toContain('nicht gefunden')
  })

  it('compares the quoted words of a sentence with every file of its claims', async () => {
    await attach(await noteFile())
    await showClaim()
    await until(() => says('Zitatprüfung'))

    const quotes = page.section('Zitatprüfung')
    expect(quotes.text()).toContain('notiz.txt')
    expect(quotes.get('del').text()).toContain('keinesfalls')
    expect(at.desk.activeClaim?.content).toBeNull()
  })
})

describe('the viewer', () => {
  it('opens a file at the passage of its evidence', async () => {
    await attach(await noteFile(), { passage: 'die Brücke sei 240 Meter lang' })
    await showClaim()
    await page.press('Datei zeigen: notiz.txt')
    await until(() => useDeskViewerStore().place !== null)

    expect(dialog().get('.words').text()).toContain('Gesprächsnotiz vom 9. März 2022')
    expect(dialog().get('.chosen').text()).toBe('„die Brücke sei 240 Meter lang“')
  })

  it('begins a new piece of evidence with the place that was found and extended by keyboard', async () => {
    await attach(await noteFile(), { passage: 'die Brücke sei 240 Meter lang' })
    await showClaim()
    await page.press('Datei zeigen: notiz.txt')
    await until(() => useDeskViewerStore().place !== null)
    await dialog().get('input[placeholder="In der Datei suchen"]').setValue('ende mai')
    await until(() => dialog().text().includes('1 von 1'))
    await key('ArrowRight', { shiftKey: true })
    await key('ArrowRight', { shiftKey: true })
    await page.press('Als Beleg übernehmen')

    expect(useDeskViewerStore().file).toBeNull()
    expect(page.field('Zitierte Stelle').element.value).toBe('Ende Mai keinesfalls fertig')
    expect(page.section('Belege').get('form').text()).toContain('Gesprächsnotiz')
  })

  it('fills the form that is open, and leaves what else is in it', async () => {
    await attach(await noteFile())
    await showClaim()
    await page.choose('Mehr zu Beleg 1', 'Beleg ändern')
    await page.field('Anmerkung').setValue('Am Telefon bestätigt.')
    await page.press('Datei zeigen')
    await dialog().get('input[placeholder="In der Datei suchen"]').setValue('240 Meter')
    await until(() => dialog().text().includes('1 von 1'))
    await page.press('Als Beleg übernehmen')
    await page.submit()

    expect(at.desk.activeClaim?.evidence).toMatchObject([
      { passage: '240 Meter', note: 'Am Telefon bestätigt.', file: { name: 'notiz.txt' } },
    ])
  })

  it('finds words by the keys that programs agree on, to and fro and around the ends', async () => {
    await attach(await noteFile('eins Brücke zwei BRUCKE drei Brü-\ncke'))
    await showClaim()
    await page.press('Datei zeigen: notiz.txt')
    await until(() => says('eins Brücke'))
    await key('f', { ctrlKey: true })
    const field = dialog().get('input[placeholder="In der Datei suchen"]')
    expect(document.activeElement).toBe(field.element)
    await field.setValue('brücke')
    await until(() => says('1 von 3'))

    const seen: string[] = []
    for (const shiftKey of [false, false, false, true]) {
      await field.trigger('keydown', { key: 'F3', shiftKey })
      await settle()
      seen.push(dialog().get('.chosen').text())
    }
    await page.press('Vorige Stelle')

    expect(seen).toEqual(['„BRUCKE“', '„Brücke“', '„Brücke“', '„Brücke“'])
    expect(useDeskViewerStore().hit).toBe(1)
  })

  it('shows a page as its words, and nothing in it runs', async () => {
    const html =
      '<!doctype html><title>x</title><script>window.ran = true</script><p onclick="a()">Nur Text</p>'
    await attach(await noteFile(html, 'seite.html'))
    await showClaim()
    await page.press('Datei zeigen: seite.html')
    await until(() => says('Nur Text'))

    expect(dialog().get('.words').element.innerHTML).toBe('Nur Text')
    expect('ran' in window).toBe(false)
  })

  it('names a file it does not show and offers a copy', async () => {
    const bytes = Uint8Array.from({ length: 64 }, (_, index) => index * 3)
    await attach(await storeFile(at.workspace.call, bytes, 'CON.exe\u202etxt.bin'))
    await showClaim()
    at.actions.run('desk.showFile')
    await until(() => document.querySelector('.other-file') !== null)

    expect(dialog().get('.other-file').text()).toContain('application/octet-stream, 64 Bytes')
    expect(page.button('Kopie sichern').element).toBeDefined()
  })

  it('says why a key cannot show a file while there is none', async () => {
    await showClaim()

    expect(at.actions.find('desk.showFile')?.enabled?.()).toBe('An dieser Behauptung hängt keine Belegdatei.')
  })
})

describe('what is known about a file', () => {
  beforeEach(async () => {
    const file = await storeFile(at.workspace.call, new TextEncoder().encode(NOTE), 'notiz.pdf', {
      sourceUrl: 'https://example.org/notiz',
      archiveUrl: 'https://web.archive.org/web/2022/https://example.org/notiz',
      method: 'dropped',
    })
    await attach(file)
    await showClaim()
    await page.press('Datei zeigen: notiz.pdf')
    await until(() => says('Gelesen, ein Teil.'))
  })

  it('is where it came from, what it is by its bytes, and that its name says otherwise', () => {
    const details = dialog().get('aside').text()

    expect(details).toContain('text/plain')
    expect(details).toContain('Der Dateiname verspricht eine andere Art.')
    expect(details).toContain('https://example.org/notiz')
    expect(details).toContain('https://web.archive.org/web/2022/https://example.org/notiz')
    expect(details).toContain('ins Fenster gezogen')
  })

  it('is checked against its hash when asked for', async () => {
    await page.press('Jetzt prüfen')
    await until(() => says('Unverändert, geprüft'))

    expect(dialog().get('aside').text()).not.toContain('nicht nachgeprüft')
  })

  it('asks for a time stamp by a file to carry out, and refuses an answer that is none', async () => {
    const saved: string[] = []
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }),
    )
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download)
    })
    await page.press('Anfrage vorbereiten (.tsq)')
    await until(() => says('Anfrage vorbereitet am'))
    await page.press('Antwort laden (.tsr)')
    const chooser = dialog().get<HTMLInputElement>('input[type="file"]')
    const answer = new File(['keine Antwort'], 'antwort.tsr')
    Object.defineProperty(chooser.element, 'files', { value: [answer] })
    await chooser.trigger('change')
    await until(() => document.querySelector('aside [role="alert"]') !== null)

    expect(saved).toEqual([expect.stringMatching(/^belegt-[0-9a-f]{12}\.tsq$/)])
    expect(dialog().get('aside [role="alert"]').text()).not.toBe('')
    expect(await at.workspace.call('timestamps.list', {})).toMatchObject([{ state: 'waiting' }])
  })
})

it('removes a file on which nothing rests, once a reason is given', async () => {
  const { call } = at.workspace
  const { hash } = await storeFile(call, new TextEncoder().encode(NOTE), 'notiz.txt')
  await showClaim()
  const viewer = useDeskViewerStore()
  await viewer.open(hash)
  await until(() => says('Kein Beleg ruht auf dieser Datei.'))

  await page.press('Datei entfernen')
  expect(await call('evidenceFiles.list', { query: 'notiz.txt' })).toHaveLength(1)
  await page.field('Grund für das Entfernen').setValue('Doppelt abgelegt')
  await page.press('Datei entfernen')
  await until(() => viewer.file === null)

  expect(await call('evidenceFiles.list', { query: 'notiz.txt' })).toEqual([])
  expect(await call('history.list', { limit: 1 })).toMatchObject([{ reason: 'Doppelt abgelegt' }])
})

it('keeps with a file where the person says it comes from', async () => {
  await showClaim()
  at.actions.run('desk.addEvidence')
  await settle()
  await page.field('Adresse der Datei').setValue('https://example.org/akte')
  const chooser = new DOMWrapper(document.body).get<HTMLInputElement>('form input[type="file"]')
  Object.defineProperty(chooser.element, 'files', { value: [new File(['Akte'], 'akte.txt')] })
  await chooser.trigger('change')
  await until(() => says('akte.txt'))

  const files = await at.workspace.call('evidenceFiles.list', {})
  const hash = files.find(({ name }) => name === 'akte.txt')?.hash ?? ''
  const described = await at.workspace.call('evidenceFiles.describe', { hash })
  expect(described.captures).toMatchObject([{ sourceUrl: 'https://example.org/akte', method: 'chosen' }])
})
