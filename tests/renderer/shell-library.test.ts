import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { useArchiveStore } from '../../src/renderer/stores/archive-store'
import { useHistoryStore } from '../../src/renderer/stores/history-store'
import { useLibraryStore } from '../../src/renderer/stores/library-store'
import { useSavedStore } from '../../src/renderer/stores/saved-store'
import { useSessionStore } from '../../src/renderer/stores/session-store'
import { useSourceStore } from '../../src/renderer/stores/source-store'
import { addClaim, addEvidence, importText, rate, SHORT_ARTICLE } from '../support/workspace'
import UndoDialog from '../../src/renderer/views/shell/UndoDialog.vue'
import { pageOf } from './desk-page'
import { openShell, type Shell } from './shell-support'
import { settle } from './desk-support'

let at: Shell
beforeEach(async () => {
  at = await openShell()
})
afterEach(() => at.close())

const titles = (): string[] => useLibraryStore().shown.map(({ title }) => title)

describe('the library', () => {
  it('follows what another window imports and checks', async () => {
    const article = await importText(at.workspace.call, SHORT_ARTICLE)
    const [sentence] = article.sentences
    if (!sentence) throw new Error('The article has sentences')
    await at.workspace.call('sentences.markNoClaim', { sentenceIds: [sentence.id] })
    await settle()

    expect(useLibraryStore().articles.map(({ title, progress }) => [title, progress.checked])).toEqual([
      ['Neue Brücke über die Elbe', 1],
    ])
  })

  it('is narrowed down and put in order', async () => {
    const library = useLibraryStore()
    const brücke = await importText(at.workspace.call, 'Brücke\n\nEin Satz über sie.\n')
    at.workspace.clock.at = new Date('2026-11-25T09:01:00.000Z')
    await importText(at.workspace.call, 'Allee\n\nEin Satz über sie.\n')
    at.workspace.clock.at = new Date('2026-11-25T09:02:00.000Z')
    await library.update({
      articleId: brücke.id,
      deadline: '2026-11-26T09:00:00.000Z',
      assigneeId: useSessionStore().currentId,
    })
    const shown = [titles()]

    library.order = 'title'
    shown.push(titles())
    library.order = 'deadline'
    shown.push(titles())
    library.scope = 'mine'
    shown.push(titles())
    library.scope = 'all'
    library.filter = 'ALL'
    shown.push(titles())

    expect(shown).toEqual([
      ['Brücke', 'Allee'],
      ['Allee', 'Brücke'],
      ['Brücke', 'Allee'],
      ['Brücke'],
      ['Allee'],
    ])
  })

  it('does not ask for an article that has been removed', async () => {
    const library = useLibraryStore()
    const told: string[] = []
    const article = await importText(at.workspace.call, SHORT_ARTICLE)
    await settle()
    const stop = library.onArticleChanged((articleId) => told.push(articleId))

    await library.remove(article.id)
    await settle()
    stop()

    expect([library.articles, told]).toEqual([[], []])
  })

  it('takes the sample in once and out again', async () => {
    const library = useLibraryStore()

    const { id } = await library.addSample()
    const held = library.sample?.id
    await library.remove(id)

    expect([held, library.sample]).toEqual([id, null])
  })
})

describe('undo', () => {
  it('names the step it would take back, and takes it back', async () => {
    const history = useHistoryStore()
    const library = useLibraryStore()
    await importText(at.workspace.call, SHORT_ARTICLE)
    await settle()
    const before = history.next

    await history.undo()
    await library.load()
    const after = [library.articles.length, history.next]
    await history.redo()
    await library.load()

    const step = 'Import von „Neue Brücke über die Elbe“'
    expect(before).toEqual({ undo: step, redo: null, other: null })
    expect(after).toEqual([0, { undo: null, redo: step, other: null }])
    expect(library.articles).toHaveLength(1)
  })

  it('is each person’s own; that of somebody else is asked about by name', async () => {
    const session = useSessionStore()
    const history = useHistoryStore()
    await importText(at.workspace.call, SHORT_ARTICLE)
    const murat = await session.addPerson('Murat Özdemir')

    await session.actAs(murat.id)
    await history.refresh()

    const dialog = at.show(UndoDialog)
    at.actions.run('history.undo')
    await settle()

    const [author] = session.people
    const step = 'Import von „Neue Brücke über die Elbe“'
    expect([session.person?.name, history.next]).toMatchObject([
      'Murat Özdemir',
      { undo: null, redo: null, other: { step, personName: author?.name } },
    ])
    expect(document.body.textContent).toContain(`Einen Schritt von ${author?.name ?? ''} zurücknehmen?`)
    expect(useLibraryStore().articles).toHaveLength(1)
    await pageOf(dialog).press(`Schritt von ${author?.name ?? ''} zurücknehmen`)
    expect(useLibraryStore().articles).toHaveLength(0)
  })
})

describe('the history', () => {
  it('is read page by page, and for one article', async () => {
    const history = useHistoryStore()
    const article = await importText(at.workspace.call, SHORT_ARTICLE)
    for (const number of [1, 2]) await addClaim(at.workspace.call, { article, number })
    await importText(at.workspace.call, 'Allee\n\nEin Satz über sie.\n')
    await history.read()
    const all = history.entries.length

    history.articleId = article.id
    await history.read()

    expect([all, history.entries.length, history.hasOlder]).toEqual([5, 3, false])
    expect(history.entries[0]?.text).toContain('Behauptung')
  })
})

describe('a full disk', () => {
  it('keeps what was done, in order, and saves it once it can', async () => {
    const saved = useSavedStore()
    const sources = useSourceStore()
    at.disk.full = true

    const adding = [sources.add({ title: 'Erste' }), sources.add({ title: 'Zweite' })]
    await settle()
    const meanwhile = [saved.state, saved.unsaved.length, saved.message]
    at.disk.full = false
    await saved.retry()
    await Promise.all(adding)

    expect(meanwhile).toEqual(['not saved', 2, 'Der Datenträger ist voll. Geben Sie Platz frei.'])
    expect([saved.state, sources.sources.map(({ title }) => title)]).toEqual(['saved', ['Zweite', 'Erste']])
  })

  it('lets what was typed go only when the person gives up', async () => {
    const saved = useSavedStore()
    at.disk.full = true
    const adding = useSourceStore().add({ title: 'Erste' })
    await settle()

    saved.giveUp('aufgegeben')

    await expect(adding).rejects.toMatchObject({ code: 'cancelled' })
    expect(saved.state).toBe('saved')
  })
})

describe('sources and archive', () => {
  it('show what rests on a source, and every claim with its answers', async () => {
    const sources = useSourceStore()
    const archive = useArchiveStore()
    const article = await importText(at.workspace.call, SHORT_ARTICLE)
    const claimId = await addClaim(at.workspace.call, { article, number: 2 })
    await addEvidence(at.workspace.call, claimId)
    await rate(at.workspace.call, claimId)

    await sources.load()
    sources.openId = sources.sources[0]?.id ?? null
    if (sources.openId) await sources.readUses(sources.openId)
    archive.query = 'METER'
    await archive.load()

    expect(sources.uses).toMatchObject([{ claimId, articleId: article.id, stance: 'supports' }])
    expect(archive.claims).toMatchObject([{ claimId, content: { label: 'Bestätigt' }, evidenceCount: 1 }])
  })
})
