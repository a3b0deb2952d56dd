import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { RevisionStep } from '#shared/model'

import { i18n } from '../../src/renderer/i18n'
import { useRevisionStore } from '../../src/renderer/stores/revision-store'
import { useViewStore } from '../../src/renderer/stores/view-store'
import CalloutList from '../../src/renderer/components/desk/CalloutList.vue'
import RevisionDiff from '../../src/renderer/components/desk/RevisionDiff.vue'
import { addClaim, addEvidence, checkEverything, rate, SHORT_ARTICLE } from '../support/workspace'
import { openDesk, settle, type Desk } from './desk-support'
import { mount } from '@vue/test-utils'

let at: Desk
beforeEach(async () => {
  at = await openDesk()
})
afterEach(() => at.close())

const SHORTER = SHORT_ARTICLE.replace('Die Brücke ist 240 Meter lang. ', '')
const kinds = (steps: readonly RevisionStep[]): string[] => steps.map(({ kind }) => kind)

describe('a new text', () => {
  it('is previewed without a trace, and leaves none when it is given up', async () => {
    const revisions = useRevisionStore()

    await revisions.propose(at.article.id, { text: SHORTER })
    const shown = [useViewStore().view, revisions.shown?.kind, kinds(revisions.steps)]
    revisions.giveUp()

    expect(shown).toEqual(['revisions', 'coming', ['gone']])
    expect(revisions.coming).toBeNull()
    expect(await at.workspace.call('revisions.list', { articleId: at.article.id })).toHaveLength(1)
  })

  it('comes from a file as well', async () => {
    const file = new File([SHORTER], 'fassung-2.txt', { type: 'text/plain' })
    const revisions = useRevisionStore()

    await revisions.propose(at.article.id, { file })
    await revisions.apply()

    expect(await at.workspace.call('revisions.list', { articleId: at.article.id })).toMatchObject([
      { number: 2, fileName: 'fassung-2.txt' },
      { number: 1 },
    ])
    expect(at.desk.article?.revision).toBe(2)
  })

  it('that is the text that is there already is said to be so', async () => {
    const revisions = useRevisionStore()

    await revisions.propose(at.article.id, { text: at.article.text })

    expect([revisions.coming?.preview.isSameText, revisions.steps]).toEqual([true, []])
  })

  it('is previewed anew when somebody recorded something before it was applied', async () => {
    const revisions = useRevisionStore()
    await revisions.propose(at.article.id, { text: SHORTER })
    const before = revisions.coming?.preview.claims.orphaned
    await addClaim(at.workspace.call, { article: at.article, number: 2 })

    await expect(revisions.apply()).rejects.toMatchObject({ code: 'conflict' })

    expect([before, revisions.coming?.preview.claims.orphaned]).toEqual([0, 1])
    await revisions.apply()
    expect(revisions.orphans).toHaveLength(1)
  })

  it('is refused with a reason when there are no words in it', async () => {
    await expect(useRevisionStore().propose(at.article.id, { text: '  \n' })).rejects.toMatchObject({
      refusal: 'empty',
    })
  })
})

describe('revisions', () => {
  it('are shown by what changed, filtered by kind', async () => {
    const revisions = useRevisionStore()
    await revisions.propose(at.article.id, { text: SHORTER.replace('12 Mio.', '1,2 Mio.') })
    await revisions.apply()
    const all = kinds(revisions.steps)

    revisions.show('kept')
    const same = kinds(revisions.steps)
    revisions.show('changed')
    revisions.move(1)

    expect(all).toEqual(['gone', 'changed'])
    expect(new Set(same)).toEqual(new Set(['kept']))
    expect(revisions.step?.diff?.callouts).toMatchObject([{ code: 'number', from: '12', to: '1,2' }])
    expect([revisions.from, revisions.to, revisions.current]).toEqual([1, 2, 2])
  })

  it('compare any two', async () => {
    const revisions = useRevisionStore()
    for (const text of [SHORTER, SHORT_ARTICLE.replace('lang.', 'breit.')]) {
      await revisions.propose(at.article.id, { text })
      await revisions.apply()
    }

    await revisions.compare(1, 3)

    expect(kinds(revisions.steps)).toEqual(['changed'])
  })
})

describe('the inspector', () => {
  it('carries what was checked beside a changed sentence, and takes it over without its verdict', async () => {
    await checkEverything(at.workspace.call, at.article)
    const revisions = useRevisionStore()
    await revisions.propose(at.article.id, { text: SHORT_ARTICLE.replace('240 Meter', '24 Meter') })
    await revisions.apply()
    at.desk.focus(at.desk.sentences[1]?.id)
    const inspector = at.showInspector()
    await settle()
    const section = inspector.get('section[aria-label="Aus dem früheren Wortlaut"]')
    const words = section.text()

    await section
      .findAll('button')
      .find((button) => button.text() === 'Behauptung mit Belegen übernehmen')
      ?.trigger('click')
    await settle()

    expect(words).toMatch(/Zahl:\s240\s+→\s+24/)
    expect(words).toContain('Bestätigt')
    expect(at.desk.focusedClaims).toMatchObject([
      { wording: 'Die Brücke ist 240 Meter lang.', state: 'reopened', evidence: [{ passage: '240 m' }] },
    ])
    expect(inspector.text()).not.toContain('Behauptung mit Belegen übernehmen')
  })

  it('uses old evidence again piece by piece, each only once', async () => {
    const { call } = at.workspace
    const claimId = await addClaim(call, { article: at.article, number: 2 })
    await addEvidence(call, claimId)
    await rate(call, claimId)
    const revisions = useRevisionStore()
    await revisions.propose(at.article.id, { text: SHORT_ARTICLE.replace('240 Meter', '24 Meter') })
    await revisions.apply()
    at.desk.focus(at.desk.sentences[1]?.id)
    const inspector = at.showInspector()
    await settle()
    const use = () => inspector.findAll('button').find((button) => button.text() === 'Weiter verwenden')
    const before = use()?.attributes('aria-description')

    if (at.desk.focused) await at.desk.addClaim(at.desk.focused)
    await settle()
    await use()?.trigger('click')
    await settle()

    expect(before).toBe('Legen Sie erst eine Behauptung in diesem Satz an.')
    expect(at.desk.activeClaim).toMatchObject({
      wording: 'Die Brücke ist 24 Meter lang.',
      content: null,
      evidence: [{ locator: 'Seite 3', passage: '240 m' }],
    })
    expect(use()?.attributes('aria-description')).toBe('Hängt schon an der Behauptung dieses Satzes.')
  })
})

describe('a change of words', () => {
  const shown = (parts: NonNullable<RevisionStep['diff']>['parts'], side: 'from' | 'to') =>
    mount(RevisionDiff, { props: { parts, side }, global: { plugins: [i18n] } })

  it('is told in words as well as in colour', () => {
    const parts = [
      { kind: 'same', from: 'ist ', to: 'ist ' },
      { kind: 'changed', from: '240 ', to: '24 ' },
      { kind: 'same', from: 'Meter', to: 'Meter' },
    ] as const

    expect(shown([...parts], 'from').text()).toBe('ist gestrichen: 240 Meter')
    expect(shown([...parts], 'to').text()).toBe('ist neu: 24 Meter')
  })

  it('says where words have vanished', () => {
    const parts = [
      { kind: 'same', from: 'zahlt ', to: 'zahlt ' },
      { kind: 'removed', from: 'keine ', to: '' },
      { kind: 'same', from: 'Zinsen', to: 'Zinsen' },
    ] as const

    expect(shown([...parts], 'to').text()).toBe('zahlt  Hier sind Wörter weggefallen. Zinsen')
  })

  it('names what is dangerous, and what changed around the words', () => {
    const callouts = [
      {
        ...({ code: 'negation', from: 'keine', to: '' } as const),
        words: { de: 'Verneinung, weg: keine', en: 'Negation, gone: keine' },
      },
    ]

    const list = mount(CalloutList, {
      props: { callouts, because: ['words', 'speaker'] },
      global: { plugins: [i18n] },
    })

    expect(list.findAll('li').map((item) => item.text().replace(/\s+/g, ' '))).toEqual([
      'Verneinung, weg: keine',
      'Das Zitat hat jetzt einen anderen Sprecher.',
    ])
  })
})
