import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'

import type { Output } from '#shared/contract'
import type { Evidence, QuoteCheck, SentenceId } from '#shared/model'
import { CallError } from '#shared/rpc'

import { useCall } from '../api'

export type SentenceQuote = Output<'sentences.checkQuotes'>[number]

/** How quoted words compare with the files they are quoted from. Compared when shown, again when either changed. */
export const useDeskQuoteStore = defineStore('desk-quotes', () => {
  const call = useCall()
  const ofEvidence = shallowReactive(new Map<string, QuoteCheck | null>())
  const ofSentence = shallowReactive(new Map<SentenceId, readonly SentenceQuote[]>())
  /** What the quotes of a sentence were last compared with. */
  const comparedWith = new Map<SentenceId, string>()

  /** null while it is being compared, undefined where there is nothing to compare. */
  const checkOf = (evidence: Evidence): QuoteCheck | null | undefined => ofEvidence.get(nameOf(evidence))
  const quotesOf = (sentenceId: SentenceId): readonly SentenceQuote[] => ofSentence.get(sentenceId) ?? []

  async function check(evidence: Evidence): Promise<void> {
    const name = nameOf(evidence)
    if (!evidence.passage || !evidence.file || ofEvidence.has(name)) return
    ofEvidence.set(name, null)
    const { id: evidenceId } = evidence
    const compared = await call('evidence.checkQuote', { evidenceId }).catch(unlessGone)
    if (compared) ofEvidence.set(name, compared)
    else ofEvidence.delete(name)
  }

  /** `hashes`: the files that the claims of the sentence rest on. */
  async function checkSentence(
    sentenceId: SentenceId,
    words: string,
    hashes: readonly string[],
  ): Promise<void> {
    const name = [words, ...hashes].join(' ')
    if (comparedWith.get(sentenceId) === name) return
    comparedWith.set(sentenceId, name)
    const compared =
      hashes.length === 0 ? [] : await call('sentences.checkQuotes', { sentenceId }).catch(unlessGone)
    if (comparedWith.get(sentenceId) === name) ofSentence.set(sentenceId, compared ?? [])
  }

  return { checkOf, quotesOf, check, checkSentence }
})

function nameOf({ id, passage, file }: Evidence): string {
  return [id, file?.hash, passage].join(' ')
}

/** What was taken away meanwhile needs no check. */
function unlessGone(error: unknown): null {
  if (error instanceof CallError && (error.code === 'not_found' || error.code === 'rule_broken')) return null
  throw error
}
