import type { Call } from '#shared/rpc'

import { rate } from '../support/workspace'
import { textOf } from './measure'

const SENTENCES = 501

/** So many claims, each with a piece of evidence and a verdict, in articles of five hundred sentences. */
export async function fillLibrary(call: Call, claims: number): Promise<void> {
  const source = await call('sources.add', { title: 'Bauakte 12/2022', type: 'document' })
  let made = 0
  for (let number = 1; made < claims; number += 1) {
    const text = textOf(SENTENCES).replace('Messung', `Messung ${String(number)}`)
    const { article } = await call('articles.import', { text, language: 'de' })
    const { sentences } = await call('articles.read', { articleId: article.id })
    for (const { id } of sentences.slice(1, 1 + claims - made)) {
      const { claimId } = await call('claims.add', { anchors: [{ sentenceId: id }] })
      await call('evidence.add', { claimId, sourceId: source.id, stance: 'supports', passage: '240 m' })
      await rate(call, claimId)
      made += 1
    }
  }
}
