import { describe, expect, it } from 'vitest'

import {
  basisHash,
  claimContentHash,
  noClaimContentHash,
  noClaimMark,
  sentenceTextHash,
  sentenceTextHashes,
} from '#main/database/article-state'
import type { VerdictRow } from '#main/database/article-queries'
import { canonicalJson, sha256 } from '#main/database/canonical-json'
import type { ClaimId, PersonId } from '#shared/model'

const CLAIM = {
  wording: 'Es sind 12 Mio. Euro.',
  kind: 'statement',
  claimant: null,
  claimantRole: null,
  claimedOn: null,
  place: null,
} as const

const placeOf = (text: string, words: string, attachedAgain: string | null = null) => ({
  text,
  from: text.indexOf(words),
  to: text.indexOf(words) + words.length,
  attachedAgain,
  block: { speaker: null, role: null, saidOn: null },
})

describe('what a decision was made on', () => {
  it('is the same wherever only white space differs', () => {
    expect(sentenceTextHash('Es sind\u00a012  Mio.')).toBe(sentenceTextHash('Es sind 12 Mio.'))
    expect(basisHash(CLAIM, [placeOf('Es sind\u00a0 12 Mio.', '12')])).toBe(
      basisHash(CLAIM, [placeOf('Es sind 12 Mio.', '12')]),
    )
  })

  it('is another for other words of the sentence, and when the claim was attached again', () => {
    const basis = basisHash(CLAIM, [placeOf('Es sind 12 von 12.', '12')])

    expect(basisHash(CLAIM, [placeOf('Es sind 12 von 12.', '12.')])).not.toBe(basis)
    expect(basisHash(CLAIM, [placeOf('Es sind 12 von 12.', '12', 'again')])).not.toBe(basis)
  })

  it('still counts when it was hashed before white space was folded', () => {
    const text = 'Es sind\u00a012 Mio.'
    const textHash = sha256(canonicalJson({ sentence: text }))
    const read = { outcome: 'agreed', contentHash: noClaimContentHash(textHash) } as const

    expect(noClaimMark({ textHash }, sentenceTextHashes(text), read)).toBe('signed off')
    expect(noClaimMark({ textHash }, sentenceTextHashes('Es sind 12 Mio.'), read)).toBe('reopened')
  })

  it('is another once a verdict names what speaks against it, but the same while it names nothing', () => {
    const before: Omit<VerdictRow, 'against' | 'notFound'> = {
      ...{ id: 'v1', claimId: 'c1' as ClaimId, question: 'content', scaleId: 's1', ratingId: 'wrong' },
      ...{ conclusion: 'Es waren 14.', reasoning: '', asOf: null, correction: null, basisHash: 'b' },
      ...{ withdrawn: 0, personId: 'p1' as PersonId, at: '2026-11-25T09:00:00.000Z' },
    }
    const signedBefore = sha256(
      canonicalJson({
        basis: 'b',
        verdicts: [
          {
            ...{ id: 'v1', question: 'content', scaleId: 's1', ratingId: 'wrong' },
            ...{ conclusion: 'Es waren 14.', reasoning: '', asOf: null, correction: null },
          },
        ],
        evidence: [],
      }),
    )
    const hashOf = (against: string | null, notFound: string | null) =>
      claimContentHash('b', [{ ...before, against, notFound }], [])

    expect(hashOf(null, null)).toBe(signedBefore)
    expect(new Set([hashOf('x', null), hashOf(null, 'x'), signedBefore]).size).toBe(3)
  })
})
