import type { ReportClaim, ReportVerdict } from '../report-model'
import { jsonLd } from './json-ld'
import { correctionOf, type ReportRequest } from './report-request'

/** Characters around the words, so that they are found again in a text that changed. */
const CONTEXT = 32

/** The claims as a collection of W3C Web Annotations on the words of the article. */
export function webAnnotation({
  model,
  claims,
  words,
  language,
  withHands,
  withEvidence,
  house,
}: ReportRequest) {
  const { article, integrity } = model
  const codePoint = codePoints(article.text)
  const source = article.url ?? `urn:uuid:${article.revisionId}`
  const collection = `urn:uuid:${article.revisionId}#annotations`

  return jsonLd({
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: collection,
    type: 'AnnotationCollection',
    label: article.title,
    ...(house === null ? {} : { creator: { type: 'Organization', name: house } }),
    generated: integrity.exportedAt,
    generator: { type: 'Software', name: `${integrity.program.name} ${integrity.program.version}` },
    total: claims.length,
    first: {
      id: `${collection}-1`,
      type: 'AnnotationPage',
      partOf: collection,
      startIndex: 0,
      items: claims.map(annotation),
    },
  })

  function annotation(claim: ReportClaim) {
    const verdict = claim.content ?? claim.attribution
    return {
      id: `urn:uuid:${claim.id}`,
      type: 'Annotation',
      motivation: 'assessing',
      created: claim.at,
      ...(verdict ? { modified: verdict.at } : {}),
      ...(withHands ? { creator: { type: 'Person', name: (verdict ?? claim).by.name } } : {}),
      body: bodies(claim),
      target: claim.anchors.map(({ start, end, text }) => ({
        type: 'SpecificResource',
        source,
        selector: [
          {
            type: 'TextQuoteSelector',
            exact: text,
            prefix: [...article.text.slice(Math.max(0, start - 2 * CONTEXT), start).toWellFormed()]
              .slice(-CONTEXT)
              .join(''),
            suffix: [...article.text.slice(end, end + 2 * CONTEXT).toWellFormed()].slice(0, CONTEXT).join(''),
          },
          { type: 'TextPositionSelector', start: codePoint(start), end: codePoint(end) },
        ],
      })),
    }
  }

  function bodies(claim: ReportClaim) {
    const correction = correctionOf(claim)
    return [
      textual('describing', claim.wording, article.language),
      ...claim.questions.flatMap((question) => {
        const verdict = claim[question]
        return verdict ? [textual('assessing', assessment(verdict), language)] : []
      }),
      ...claim.questions.flatMap((question) =>
        [claim[question]?.conclusion ?? '', claim[question]?.reasoning ?? '']
          .filter((text) => text !== '')
          .map((text) => textual('commenting', text, claim[question]?.scale.language ?? language)),
      ),
      ...(correction === null ? [] : [textual('editing', correction, article.language)]),
      ...(withEvidence
        ? claim.evidence.flatMap(({ source: { url } }) =>
            url === null ? [] : [{ type: 'SpecificResource', source: url, purpose: 'linking' }],
          )
        : []),
    ]
  }

  function assessment({ question, label, scale, asOf }: ReportVerdict): string {
    const given = label ?? words.verdict.inWords
    return `${words.questions[question]} ${given} (${words.verdict.scale(scale.name, String(scale.version))}${asOf ? `, ${asOf}` : ''})`
  }
}

function textual(purpose: string, value: string, language: string) {
  return { type: 'TextualBody', purpose, value, language, format: 'text/plain' }
}

/** Annotations count characters of Unicode, our offsets UTF-16 units. */
export function codePoints(text: string): (offset: number) => number {
  const counts = new Uint32Array(text.length + 1)
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    counts[at] = count
    const isSecondHalf = isLow(text.charCodeAt(at + 1)) && isHigh(text.charCodeAt(at))
    if (!isSecondHalf) count += 1
  }
  counts[text.length] = count
  return (offset) => counts[offset] ?? count
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff
