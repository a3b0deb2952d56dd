import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { importText, openWorkspace, type Workspace } from '../../support/workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = openWorkspace()
})
afterEach(() => workspace.close())

async function sentencesOf(text: string): Promise<string[]> {
  const article = await importText(workspace.call, text)
  return article.sentences.map(({ start, end }) => article.text.slice(start, end))
}

const TEXT = 'Titel\n\nSie traf ihn am Stadthalt. Zoo in der Stadt. Dann ging sie.'

describe('an abbreviation of this newsroom', () => {
  it('ends no sentence in texts that come later, and those that are there stay as they are', async () => {
    const before = await sentencesOf(TEXT)

    await workspace.call('abbreviations.add', { text: 'Stadthalt.' })
    const after = await sentencesOf(`${TEXT} `)

    const listed = await workspace.call('abbreviations.list', {})
    expect([before.length, after.length, listed.map(({ text }) => text)]).toEqual([4, 3, ['Stadthalt.']])
    const history = await workspace.call('history.list', { limit: 2 })
    expect(history[1]?.text).toContain('added the abbreviation “Stadthalt.”.')
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('ends no sentence either where a block is said to be in another language', async () => {
    await workspace.call('abbreviations.add', { text: 'Stadthalt.' })
    const article = await importText(workspace.call, TEXT)
    const block = article.blocks.at(-1)
    if (!block) throw new Error('There is a paragraph')

    await workspace.call('blocks.setLanguage', { blockId: block.id, language: 'nl' })
    await workspace.call('articles.update', { articleId: article.id, language: 'en' })

    const { sentences } = await workspace.call('articles.read', { articleId: article.id })
    expect([article.sentences.length, sentences.length]).toEqual([3, 3])
  })

  it('stands in the list once, is one word, and can be removed and brought back', async () => {
    await workspace.call('abbreviations.add', { text: 'Stadthalt.' })
    const [added] = await workspace.call('abbreviations.add', { text: 'stadthalt' })
    await expect(workspace.call('abbreviations.add', { text: 'z. B.' })).rejects.toMatchObject({
      code: 'invalid_input',
    })

    const gone = await workspace.call('abbreviations.remove', { abbreviationId: added?.id ?? '' })
    await workspace.call('history.undo', {})

    expect([gone, (await workspace.call('abbreviations.list', {})).map(({ text }) => text)]).toEqual([
      [],
      ['Stadthalt.'],
    ])
  })
})

describe('a cut that a person corrected', () => {
  it('is remembered as none after sentences were joined', async () => {
    const article = await importText(workspace.call, TEXT)
    const [, first, second] = article.sentences
    if (!first || !second) throw new Error('The rules cut here')
    await workspace.call('sentences.join', { sentenceId: first.id })

    const cuts = await workspace.call('cuts.remember', {
      articleId: article.id,
      at: second.start,
      isCut: false,
    })
    const later = await sentencesOf('Anderer Titel\n\nAm Stadthalt. Zoo war es voll. Dann ging sie.')

    expect(cuts).toMatchObject([{ before: 'Stadthalt.', after: 'Zoo', isCut: false }])
    expect(later).toEqual(['Anderer Titel', 'Am Stadthalt. Zoo war es voll.', 'Dann ging sie.'])
  })

  it('is remembered as one after a sentence was split, and is forgotten on demand', async () => {
    const article = await importText(workspace.call, 'Titel\n\nErst dies; danach jenes kam.')
    const [, sentence] = article.sentences
    const at = article.text.indexOf('danach')
    if (!sentence) throw new Error('There is a sentence')
    await workspace.call('sentences.split', { sentenceId: sentence.id, at })
    const [cut] = await workspace.call('cuts.remember', { articleId: article.id, at, isCut: true })

    const split = await sentencesOf('Neu\n\nWieder dies; danach jenes kam.')
    await workspace.call('cuts.forget', { cutId: cut?.id ?? '' })
    const whole = await sentencesOf('Ganz neu\n\nWieder dies; danach jenes kam.')

    expect([split.length, whole.length]).toEqual([3, 2])
    expect(await workspace.call('library.verify', {})).toMatchObject({ ok: true })
  })

  it('turns round when the same place is corrected the other way', async () => {
    const article = await importText(workspace.call, TEXT)
    const at = article.sentences[2]?.start ?? 0
    await workspace.call('cuts.remember', { articleId: article.id, at, isCut: false })

    const cuts = await workspace.call('cuts.remember', { articleId: article.id, at, isCut: true })

    expect(cuts.map(({ isCut }) => isCut)).toEqual([true])
  })
})
