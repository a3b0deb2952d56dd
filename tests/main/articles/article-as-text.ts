import type { ReadArticle } from '#main/articles/article-reader'

/** A read article as lines a person can check: each block with its kind, then its sentences. */
export function articleAsText(article: ReadArticle): string {
  const { text, blocks } = article
  const head = [
    `title: ${article.title}`,
    `kicker: ${article.kicker ?? '–'}`,
    `byline: ${article.byline ?? '–'}`,
    `language: ${article.language}`,
  ]
  const lines = blocks.flatMap(({ kind, start, end, sentences, speaker, role, saidOn, attributionOf }) => {
    const said = speaker === null ? '' : ` ${[speaker, role ?? '–', saidOn ?? '–'].join(' | ')}`
    const quote = attributionOf === null ? '' : ` (of block ${String(attributionOf)})`
    const spans = kind === 'non-text' ? [{ start, end }] : sentences
    return ['', `[${kind}]${said}${quote}`, ...spans.map((span) => text.slice(span.start, span.end))]
  })
  return [...head, ...lines, ''].join('\n')
}
