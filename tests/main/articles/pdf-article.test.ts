import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

import { readArticleFile } from '#main/articles/article-file'

import { pdfOf } from '../../support/evidence-files'
import { openWorkspace } from '../../support/workspace'

const example = (name: string) => readFileSync(new URL(`examples/${name}`, import.meta.url))

describe('a PDF', () => {
  it('in two columns is read column by column, with the marks of its notes, and without its running heads', async () => {
    const { text, blocks } = await readArticleFile(
      { bytes: example('zwei-spalten.pdf'), fileName: 'a.pdf' },
      { language: 'de' },
    )

    const of = (kind: string) =>
      blocks.filter((block) => block.kind === kind).map(({ start, end }) => text.slice(start, end))
    expect(of('headline')).toEqual(['Hafen von Aqtau stockt den Betrieb weiter auf'])
    expect(of('subhead')).toEqual(Array.from({ length: 6 }, () => 'Abschnitt über das Meer'))
    expect(of('paragraph').slice(0, 4)).toEqual([
      'Der 1. Hafen von Aqtau schlägt in diesem Jahr so viel um wie nie zuvor, und die Verhandlungen über die Erweiterung der Hafenanlagen dauern an. Der Direktor der Hafengesellschaft rechnet mit Investitionen in Höhe von 120 Millionen Euro bis zum Jahr 2030.',
      'Am 8. März 2022 lagen hier noch 14 Schiffe. Heute sind es z. B. montags mehr als 40, sagt Dr. Arman Bekow, der die Verwaltungsgemeinschaft seit Jahren beobachtet.[1] Die Ein- und Ausfuhren haben sich verdoppelt.',
      'Rund 7.000 Kilometer misst der Weg über das Kaspische Meer bis nach Europa. Er führt an Russland vorbei und dauert etwa drei Wochen, wenn die Grenzabfertigung nicht länger braucht als vereinbart.',
      'Seit 2005 ist der Wasserspiegel um 2,1 Meter gefallen. Die größten Schiffe laden deshalb nur noch drei Viertel ihrer Fracht, was die Wirtschaftlichkeit der Verbindung beeinträchtigt.',
    ])
    expect(
      of('paragraph')
        .map((words) => /^Der (\d+)\. Hafen/.exec(words)?.[1])
        .filter(Boolean),
    ).toEqual([...['1', '5', '9', '13', '17', '21']])
    expect(of('non-text')).toEqual([
      ...['Kaspische Post – Wirtschaft', 'Seite 1 von 2', 'Kaspische Post – Wirtschaft', 'Seite 2 von 2'],
    ])
  })

  it('keeps the page of every sentence, also of one that begins before the page ends', async () => {
    const workspace = openWorkspace()
    const bytes = pdfOf([
      'Auf der ersten Seite steht ein Satz. Der zweite Satz beginnt hier und',
      'endet dort. Der dritte Satz steht auf der zweiten Seite.',
      'Auf der letzten Seite steht noch einer.',
    ]).toString('base64')

    const { article } = await workspace.call('articles.import', { bytes, fileName: 'a.pdf', language: 'de' })
    const { text, sentences } = await workspace.call('articles.read', { articleId: article.id })

    expect(sentences.map(({ start, end, page }) => [page, text.slice(start, end)])).toEqual([
      [1, 'Auf der ersten Seite steht ein Satz.'],
      [1, 'Der zweite Satz beginnt hier und endet dort.'],
      [2, 'Der dritte Satz steht auf der zweiten Seite.'],
      [3, 'Auf der letzten Seite steht noch einer.'],
    ])

    const [first] = sentences
    if (!first) throw new Error('There is a first sentence')
    await workspace.call('sentences.edit', { sentenceId: first.id, text: 'Vorn steht nur ein Satz.' })

    const edited = await workspace.call('articles.read', { articleId: article.id })
    expect(edited.sentences.map(({ page }) => page)).toEqual([1, 1, 2, 3])
    workspace.close()
  })

  it('keeps text at the edge of a page that says the same on the next one', async () => {
    const page = Array.from(
      { length: 50 },
      (_, at) =>
        `In Zeile ${'abcdefghij'.charAt(at % 10)} steht so viel, wie in einer Zeile eines Textes mindestens steht.`,
    ).join('\n')

    const { blocks } = await readArticleFile({ bytes: pdfOf([page, page]), fileName: 'a.pdf' })

    expect(blocks.filter(({ kind }) => kind === 'non-text')).toEqual([])
  })

  it('keeps sentences at the edge of a page that say the same of other numbers', async () => {
    const page = (number: number) =>
      [
        `Die Halle ${String(number)} fasst ${String(number * 110)} Menschen.`,
        ...Array.from(
          { length: 48 },
          (_, at) => `Im Saal ${'abcdefghij'.charAt(at % 10)} ist um diese Zeit noch Platz.`,
        ),
        `In Halle ${String(number)} steht die Bühne am Rand.`,
      ].join('\n')

    const { blocks } = await readArticleFile({ bytes: pdfOf([page(1), page(2)]), fileName: 'a.pdf' })

    expect(blocks.filter(({ kind }) => kind === 'non-text')).toEqual([])
  })
})
