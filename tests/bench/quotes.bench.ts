import { it } from 'vitest'

import { compareQuote } from '#main/quotes/compare-quote'
import { indexDocument } from '#main/quotes/document-index'

import { median, report, textOf, times } from './measure'

const plain = (text: string) =>
  text
    .normalize('NFC')
    .replace(/\u00ad/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase()

it('quote check', async () => {
  const rows = []
  for (const megabytes of [1, 10]) {
    const unit = textOf(5_000)
    const text = Array.from({ length: Math.ceil((megabytes * 1_000_000) / unit.length) }, (_, at) =>
      unit.replaceAll('Satz ', `Satz ${String(at)}`),
    ).join('\n\n')
    const sentences =
      text
        .split('\n\n')
        .at(-3)
        ?.split(/(?<=dort\.) /) ?? []
    const passage = sentences.slice(0, 3).join(' ')
    const changed = passage.replace('keine Frist', 'Frist').replace('1,2', '12')
    const index = indexDocument([{ text }])
    const needle = plain(passage)
    rows.push({
      MB: megabytes,
      'index ms': median(await times(3, () => indexDocument([{ text }]))),
      'normalise + indexOf ms': median(await times(3, () => plain(text).indexOf(needle))),
      'found ms': median(await times(5, () => compareQuote(passage, index))),
      'differs ms': median(await times(5, () => compareQuote(changed, index))),
      'not there ms': median(
        await times(5, () => compareQuote('Der Haushalt wird morgen im Landtag beraten.', index)),
      ),
    })
  }
  report('Quote check, document indexed once, against indexOf on the normalised text', rows)
})
