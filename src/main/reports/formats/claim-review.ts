import type { Words } from '#shared/errors'
import type { ReviewedMedia } from '#shared/model'

import type { ReportClaim, ReportModel } from '../report-model'
import { isDecided } from './report-request'

/** Where a claim can have no ClaimReview: why. */
export type ClaimReviewResult = { review: Record<string, unknown> } | { withheld: Words }

/**
 * A claim as schema.org's ClaimReview. Only for what somebody else than the publisher claimed; with numbers only for
 * labels that are points on a truth line.
 */
export function claimReview(
  claim: ReportClaim,
  { article, integrity }: ReportModel,
  { url, publisher }: { url: string; publisher: string },
): ClaimReviewResult {
  const { content } = claim
  if (!isDecided(claim) || !content) return { withheld: reasons.undecided }
  if (content.tone === 'opinion') return { withheld: reasons.opinion }
  const origin = claimant(claim, article.outlet)
  if (!origin) return { withheld: reasons.noOrigin }
  if (fold(origin.name) === fold(publisher)) return { withheld: reasons.ownClaim }
  const label = content.label ?? content.conclusion
  if (label.trim() === '') return { withheld: reasons.noLabel }
  const explanation = [content.label === null ? '' : content.conclusion, content.reasoning]
    .filter((text) => text !== '')
    .join('\n')
  const first = claim.evidence.find(
    ({ question, stance, source }) =>
      question === 'attribution' && stance === 'supports' && source.kind === 'primary' && source.url !== null,
  )?.source.url
  const appearances = [...new Set([article.url, first].filter((link) => typeof link === 'string'))]
  return {
    review: {
      '@context': 'https://schema.org',
      '@type': 'ClaimReview',
      url: anchored(url, claim.number),
      datePublished: integrity.exportedAt.slice(0, 10),
      claimReviewed: claim.wording,
      inLanguage: article.language,
      author: { '@type': 'Organization', name: publisher, url: new URL('/', url).href },
      itemReviewed: {
        '@type': 'Claim',
        author: origin.author,
        ...(claim.claimedOn ? { datePublished: claim.claimedOn } : {}),
        ...(first ? { firstAppearance: { '@type': 'CreativeWork', url: first } } : {}),
        ...(appearances.length > 0
          ? { appearance: appearances.map((link) => ({ '@type': 'CreativeWork', url: link })) }
          : {}),
      },
      reviewRating: {
        '@type': 'Rating',
        ...(content.point && content.point.best > content.point.worst
          ? {
              ratingValue: content.point.value,
              bestRating: content.point.best,
              worstRating: content.point.worst,
            }
          : {}),
        alternateName: label,
        ...(explanation === '' ? {} : { ratingExplanation: explanation }),
      },
    },
  }
}

/** What was done to a picture, sound or film that the claim came with. It stands beside the ClaimReview and points to it. */
export function mediaReview(
  claimReviewed: Record<string, unknown>,
  { kind, url: mediaUrl, category, originalUrl, context }: ReviewedMedia,
): Record<string, unknown> {
  const { url, datePublished, inLanguage, author, reviewRating } = claimReviewed
  return {
    '@context': 'https://schema.org',
    '@type': 'MediaReview',
    ...{ url, datePublished, inLanguage, author },
    mediaAuthenticityCategory: category,
    ...(context === undefined || context === '' ? {} : { originalMediaContextDescription: context }),
    ...(originalUrl === undefined ? {} : { originalMediaLink: originalUrl }),
    itemReviewed: { '@type': MEDIA_TYPES[kind], contentUrl: mediaUrl },
    reviewRating,
    associatedClaimReview: { '@type': 'ClaimReview', url },
  }
}

const MEDIA_TYPES: Readonly<Record<ReviewedMedia['kind'], string>> = {
  image: 'ImageObject',
  video: 'VideoObject',
  audio: 'AudioObject',
}

/** Who said it; what nobody else said, the article's own outlet did. */
function claimant({ claimant: name, claimantRole }: ReportClaim, outlet: string | null) {
  if (name !== null) {
    return {
      name,
      author: { '@type': 'Person', name, ...(claimantRole === null ? {} : { jobTitle: claimantRole }) },
    }
  }
  return outlet === null ? null : { name: outlet, author: { '@type': 'Organization', name: outlet } }
}

/** Several checks on one page are told apart by their anchors; the public report has the same ones. */
function anchored(url: string, number: number): string {
  const address = new URL(url)
  if (address.hash === '') address.hash = `c${String(number)}`
  return address.href
}

function fold(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

const reasons = {
  undecided: {
    de: 'Die Behauptung hat noch kein Urteil zum Inhalt, das gilt.',
    en: 'The claim has no verdict on its content that is in force.',
  },
  opinion: {
    de: 'Eine Meinung ist keine Behauptung, die stimmt oder nicht.',
    en: 'An opinion is no claim that is true or not.',
  },
  noOrigin: {
    de: 'Es ist nicht bekannt, wer das behauptet. Tragen Sie bei der Behauptung ein, von wem sie stammt, oder beim Artikel das Medium.',
    en: 'It is not known who claims this. Enter the claimant at the claim, or the outlet at the article.',
  },
  ownClaim: {
    de: 'Die Behauptung stammt vom Herausgeber selbst. ClaimReview gilt nur für Behauptungen anderer.',
    en: 'The claim is the publisher’s own. ClaimReview is for claims of others only.',
  },
  noLabel: {
    de: 'Das Urteil hat weder ein Label noch einen Schluss in Worten.',
    en: 'The verdict has neither a label nor a conclusion in words.',
  },
} satisfies Record<string, Words>
