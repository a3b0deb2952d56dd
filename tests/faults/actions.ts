import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import type { Output } from '#shared/contract'
import type { ArticleId, ClaimId, EvidenceId, PersonId, SentenceId, SourceId } from '#shared/model'
import type { Call } from '#shared/rpc'

import type { Door } from './doors'

/** What the actions of one round have made so far, for those that come after them. */
export interface Made {
  article: Output<'articles.read'>
  claimId: ClaimId
  spareClaimId: ClaimId
  sourceId: SourceId
  evidenceId: EvidenceId
  spareEvidenceId: EvidenceId
  fileHash: string
  checker: PersonId
  reader: PersonId
}

/** What is there once an action was acknowledged. */
export type Trace =
  /** An event of this kind in the history, in which these words stand; `verify` compares the rows with it. */
  | { event: string; words: string }
  | { draft: string; content: string }
  | { backup: string }
  | { actingAs: PersonId }
  | { house: string }

export interface Action {
  name: string
  /** Makes one or more calls. Begun anew when it was refused. */
  run: (call: Call, made: Made, door: Door) => Promise<Trace | null>
}

/** Of all kinds that leave something on the disk, about thirty in each round. */
export function allActions(rounds: number): Action[] {
  return Array.from({ length: rounds }, (_, round) => actionsOfRound(round)).flat()
}

function articleText(round: number): string {
  return `Neue Brücke Nr. ${String(round)} über die Elbe

Die Brücke Nr. ${String(round)} ist 240 Meter lang. Sie kostete am 8. März 2022 noch 12 Mio. Euro. Gebaut wird seit Mai.

„Wir bauen sie bis Ende Mai fertig.“

Karin Lenz, Bauamtsleiterin
`
}

function actionsOfRound(round: number): Action[] {
  const named = (what: string) => `${what} in Runde ${String(round)}`
  const sentence = ({ article }: Made, number: number): SentenceId => {
    const found = article.sentences[number - 1]
    if (!found) throw new Error(`The article has no sentence ${String(number)}`)
    return found.id
  }
  const readAgain = async (call: Call, made: Made, articleId: ArticleId) => {
    made.article = await call('articles.read', { articleId })
  }
  const verdict = (conclusion: string): Action => ({
    name: 'verdicts.record',
    run: async (call, { claimId }) => {
      await call('verdicts.record', {
        ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'confirmed' },
        ...{ conclusion, asOf: '2026-11-25' },
      })
      return { event: 'verdict.recorded', words: conclusion }
    },
  })
  const comment = (text: string): Action => ({
    name: 'comments.add',
    run: async (call, made) => {
      await call('comments.add', { sentenceId: sentence(made, 1), text })
      return { event: 'comment.added', words: text }
    },
  })
  const draft = (place: string, content: string): Action => ({
    name: 'drafts.keep',
    run: async (call) => {
      await call('drafts.keep', { place, content: JSON.stringify(content) })
      return { draft: place, content: JSON.stringify(content) }
    },
  })
  const actAs = (who: (made: Made) => PersonId): Action => ({
    name: 'people.actAs',
    run: async (call, made) => {
      await call('people.actAs', { personId: who(made) })
      return { actingAs: who(made) }
    },
  })
  const exported = (format: 'html' | 'json', ending: RegExp): Action => ({
    name: `reports.export ${format}`,
    run: async (call, { article }, { takeExport }) => {
      const { exportId, sizeInBytes } = await call('reports.export', { articleId: article.id, format })
      if (!takeExport) return null
      const file = takeExport(exportId)
      const text = file ? readFileSync(file.path, 'utf8') : ''
      if (Buffer.byteLength(text) !== sizeInBytes || !ending.test(text)) {
        throw new Error('What was exported is not whole')
      }
      await file?.remove()
      return null
    },
  })

  return [
    {
      name: 'articles.import',
      run: async (call, made) => {
        const { article } = await call('articles.import', { text: articleText(round), language: 'de' })
        await readAgain(call, made, article.id)
        return { event: 'article.imported', words: `Neue Brücke Nr. ${String(round)}` }
      },
    },
    {
      name: 'claims.add',
      run: async (call, made) => {
        const wording = named('Die Brücke ist 240 Meter lang')
        const { claimId } = await call('claims.add', {
          anchors: [{ sentenceId: sentence(made, 2) }],
          wording,
        })
        made.claimId = claimId
        return { event: 'claim.added', words: wording }
      },
    },
    draft(`claim ${String(round)}`, named('Halb getippt')),
    {
      name: 'claims.update',
      run: async (call, { claimId }) => {
        await call('claims.update', { claimId, claimant: named('Karin Lenz') })
        return { event: 'claim.updated', words: named('Karin Lenz') }
      },
    },
    {
      name: 'sources.add',
      run: async (call, made) => {
        const title = named('Bauakte 12/2022')
        made.sourceId = (await call('sources.add', { title, type: 'document' })).id
        return { event: 'source.added', words: title }
      },
    },
    {
      name: 'evidenceFiles',
      run: async (call, made) => {
        const bytes = Buffer.from(named('Die Länge beträgt 240 m.\n').repeat(200))
        const { uploadId } = await call('evidenceFiles.begin', {
          name: `akte-${String(round)}.txt`,
          sizeInBytes: bytes.length,
        })
        for (const piece of [bytes.subarray(0, 3_000), bytes.subarray(3_000)]) {
          await call('evidenceFiles.append', { uploadId, bytes: piece.toString('base64') })
        }
        const { hash } = await call('evidenceFiles.finish', { uploadId })
        if (hash !== createHash('sha256').update(bytes).digest('hex')) throw new Error('Another file is kept')
        made.fileHash = hash
        return { event: 'evidenceFile.stored', words: hash }
      },
    },
    {
      name: 'evidence.add',
      run: async (call, made) => {
        const { claimId, sourceId, fileHash } = made
        const passage = named('240 m')
        const { evidenceId } = await call('evidence.add', {
          ...{ claimId, sourceId, fileHash, passage, stance: 'supports', locator: 'Seite 3' },
        })
        made.evidenceId = evidenceId
        return { event: 'evidence.added', words: passage }
      },
    },
    {
      name: 'evidence.update',
      run: async (call, { evidenceId }) => {
        await call('evidence.update', { evidenceId, note: named('Notiz') })
        return { event: 'evidence.updated', words: named('Notiz') }
      },
    },
    verdict(named('Die Akte nennt dieselbe Zahl')),
    comment(named('Bleibt')),
    comment(named('Wird zurückgenommen')),
    {
      name: 'history.undo',
      run: async (call) => {
        await call('history.undo', {})
        return { event: 'undo', words: named('Wird zurückgenommen') }
      },
    },
    {
      name: 'history.redo',
      run: async (call) => {
        await call('history.redo', {})
        return { event: 'redo', words: named('Wird zurückgenommen') }
      },
    },
    {
      name: 'sentences.markNoClaim',
      run: async (call, made) => {
        const ids = made.article.sentences.filter(({ number }) => number !== 2).map(({ id }) => id)
        await call('sentences.markNoClaim', { sentenceIds: ids })
        return { event: 'sentence.noClaim', words: ids[0] ?? '' }
      },
    },
    {
      name: 'people.add',
      run: async (call, made) => {
        made.checker = (await call('people.list', {})).currentId
        made.reader = (await call('people.add', { name: named('Murat Özdemir') })).id
        return { event: 'person.added', words: named('Murat Özdemir') }
      },
    },
    actAs(({ reader }) => reader),
    {
      name: 'secondReads.record',
      run: async (call, made) => {
        const { claimId, article } = made
        const sentenceIds = article.sentences.filter(({ number }) => number !== 2).map(({ id }) => id)
        await call('secondReads.record', { claimIds: [claimId], sentenceIds, outcome: 'agreed' })
        return { event: 'secondRead.agreed', words: claimId }
      },
    },
    {
      name: 'articles.signOff',
      run: async (call, { article }) => {
        await call('articles.signOff', { articleId: article.id })
        return { event: 'article.signedOff', words: article.id }
      },
    },
    exported('html', /<\/html>\s*$/),
    actAs(({ checker }) => checker),
    ...(round % 2 === 0
      ? [
          {
            name: 'backups.make',
            run: async (call: Call) => ({ backup: (await call('backups.make', {})).name }),
          },
        ]
      : []),
    {
      name: 'revisions.apply',
      run: async (call, made) => {
        const articleId = made.article.id
        const text = articleText(round).replace('seit Mai', `seit Juni ${String(round)}`)
        const { previewHash } = await call('revisions.preview', { articleId, text })
        await call('revisions.apply', { articleId, text, previewHash })
        await readAgain(call, made, articleId)
        return { event: 'revision.applied', words: `seit Juni ${String(round)}` }
      },
    },
    {
      name: 'claims.add',
      run: async (call, made) => {
        const wording = named('Wird entfernt')
        const { claimId } = await call('claims.add', {
          anchors: [{ sentenceId: sentence(made, 3) }],
          wording,
        })
        made.spareClaimId = claimId
        return { event: 'claim.added', words: wording }
      },
    },
    {
      name: 'evidence.add',
      run: async (call, made) => {
        const { evidenceId } = await call('evidence.add', {
          ...{ claimId: made.spareClaimId, source: { title: named('Zweite Quelle') }, stance: 'context' },
        })
        made.spareEvidenceId = evidenceId
        return { event: 'evidence.added', words: named('Zweite Quelle') }
      },
    },
    {
      name: 'evidence.remove',
      run: async (call, { spareEvidenceId }) => {
        await call('evidence.remove', { evidenceId: spareEvidenceId })
        return { event: 'evidence.removed', words: spareEvidenceId }
      },
    },
    {
      name: 'claims.remove',
      run: async (call, { spareClaimId }) => {
        await call('claims.remove', { claimId: spareClaimId })
        return { event: 'claim.removed', words: spareClaimId }
      },
    },
    {
      name: 'sources.import',
      run: async (call) => {
        const title = named('Gutachten')
        await call('sources.import', {
          text: `@book{b${String(round)}, title={${title}}, year={2022}}`,
          format: 'bibtex',
        })
        return { event: 'source.imported', words: title }
      },
    },
    {
      name: 'reportSettings.write',
      run: async (call) => {
        await call('reportSettings.write', { house: named('Redaktion') })
        return { house: named('Redaktion') }
      },
    },
    draft('desk', named('Noch ein Entwurf')),
    exported('json', /\}\s*$/),
    ...(round % 2 === 1
      ? [
          {
            name: 'articles.remove',
            run: async (call: Call, { article }: Made): Promise<Trace> => {
              await call('articles.remove', { articleId: article.id })
              return { event: 'article.removed', words: article.id }
            },
          },
        ]
      : []),
  ]
}
