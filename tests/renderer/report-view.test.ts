import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { useDeskViewerStore } from '../../src/renderer/stores/desk-viewer-store'
import { useNoticeStore } from '../../src/renderer/stores/notice-store'
import { useReportStore } from '../../src/renderer/stores/report-store'
import { useViewStore } from '../../src/renderer/stores/view-store'
import ReportView from '../../src/renderer/views/report/ReportView.vue'
import { storeFile } from '../support/evidence-files'
import { addClaim, importText, rate, SHORT_ARTICLE } from '../support/workspace'
import { settle } from './desk-support'
import { openShell, type Shell } from './shell-support'

let at: Shell
beforeEach(async () => {
  at = await openShell()
})
afterEach(() => at.close())

/** An article with one claim on evidence with a file, open in the view. */
async function openArticle() {
  const { call } = at.workspace
  const article = await importText(call, SHORT_ARTICLE)
  const claimId = await addClaim(call, { article, number: 2 })
  const { hash } = await storeFile(call, Buffer.from('Die Brücke ist 240 Meter lang.'), 'akte.txt')
  await call('evidence.add', {
    ...{ claimId, stance: 'supports', fileHash: hash, passage: '240 Meter' },
    source: { title: 'Bauakte', type: 'document' },
  })
  await rate(call, claimId)
  useViewStore().openArticle(article.id)
  await settle()
  const shown = at.show(ReportView)
  await vi.waitFor(() => expect(useReportStore().proofs).toHaveLength(1))
  await settle()
  return { shown, article, claimId, hash }
}

const frame = () => document.querySelector('iframe')
/** What the preview is asked for. */
const asked = () => new URL(frame()?.getAttribute('src') ?? '', 'http://x').searchParams

describe('the view of the report', () => {
  it('says what to do while no article is open', async () => {
    const shown = at.show(ReportView)
    await settle()

    expect(shown.text()).toContain('Öffnen Sie einen Artikel.')
    expect(frame()).toBeNull()
  })

  it('lets no script into the preview, and says that it is being made', async () => {
    const { shown } = await openArticle()

    const making = shown.text().includes('Der Bericht wird zusammengestellt …')
    await shown.get('iframe').trigger('load')

    expect(frame()?.getAttribute('sandbox')).toBe('')
    expect([making, shown.text().includes('Der Bericht wird zusammengestellt …')]).toEqual([true, false])
  })

  it('keeps a choice with the library, and then shows the report so', async () => {
    const { shown } = await openArticle()
    const before = asked().get('settings')

    await shown.get('input[type="radio"][value="public"]').setValue(true)
    const kind = asked().get('kind')
    const label = shown.findAll('label').find((each) => each.text() === 'Name des Hauses')
    await shown.get(`[id="${label?.attributes('for') ?? ''}"]`).setValue('Morgenblatt')
    await vi.waitFor(() => expect(asked().get('settings')).not.toBe(before))

    const { settings } = await at.workspace.call('reportSettings.read', {})
    expect([kind, settings]).toMatchObject(['public', { kind: 'public', house: 'Morgenblatt' }])
  })

  it('leads from a proof to the viewer, with the evidence it is looked at for', async () => {
    const { shown, claimId, hash } = await openArticle()

    await shown.get('.proofs button').trigger('click')
    const viewer = useDeskViewerStore()
    await vi.waitFor(() => expect(viewer.place).not.toBeNull())

    expect([viewer.file?.hash, viewer.viewedFor.claimId, viewer.placeWords]).toEqual([
      hash,
      claimId,
      '240 Meter',
    ])
  })
})

describe('an export from the window', () => {
  it('ends with where it went, and is fetched under its name', async () => {
    const { shown, article } = await openArticle()
    const clicked: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push(`${this.getAttribute('href') ?? ''} ${this.download}`)
    })

    at.actions.run('report.export')
    await vi.waitFor(() => expect(useReportStore().exported).not.toBeNull())
    await settle()

    const { exportId, fileName } = useReportStore().exported ?? {}
    expect(clicked).toEqual([`/exports/${exportId ?? ''} ${fileName ?? ''}`])
    expect(fileName).toBe('pruefbericht-neue-bruecke-ueber-die-elbe-fassung-1.html')
    expect(shown.get('[role="status"].result').text()).toContain(`„${fileName ?? ''}“ wird heruntergeladen.`)
    expect(article.title).toBe('Neue Brücke über die Elbe')
    vi.restoreAllMocks()
  })

  it('that is refused says why, and stays to be tried again', async () => {
    const { shown } = await openArticle()
    const report = useReportStore()
    report.change({ format: 'claimreview' }, () => undefined)
    await settle()

    at.actions.run('report.export')
    await vi.waitFor(() => expect(useNoticeStore().problems).toHaveLength(1))
    await settle()

    expect(useNoticeStore().problems[0]?.title).toContain('fehlt die öffentliche Adresse des Faktenchecks')
    expect(shown.text()).toContain('Exportieren')
  })
})
