import type { UiLanguage } from '#shared/errors'
import type { Article, Block, Sentence, SentenceState } from '#shared/model'

import { jsonOption, libraryOption, withLibrary, type Command } from './command'
import { findArticle } from './find-article'

export const showCommand: Command = {
  name: 'show',
  usage: 'ARTICLE --library PATH [--json]',
  summary: {
    de: 'Einen Artikel mit seinen Absätzen, Sätzen und ihrem Stand zeigen.',
    en: 'Show an article with its blocks, sentences and where they stand.',
  },
  options: { ...libraryOption, ...jsonOption },
  names: { min: 1, max: 1 },

  run(given, terminal) {
    return withLibrary(given, terminal, 'read', async (call) => {
      const [name = ''] = given.names
      const article = await call('articles.read', { articleId: await findArticle(call, name) })
      await terminal.print(
        given.isSet('json') ? `${JSON.stringify(shape(article))}\n` : readable(article, terminal.language),
      )
      return 0
    })
  },
}

/** Stable: other programs read it. */
function shape(article: Article) {
  const { id, title, kicker, byline, language, revision, text } = article
  const sentences = Map.groupBy(article.sentences, ({ blockId }) => blockId)
  const blockText = ({ start, end }: Block | Sentence) => text.slice(start, end)
  return {
    id,
    title,
    kicker,
    byline,
    language,
    revision,
    nonText: article.blocks.filter(({ kind }) => kind === 'non-text').map(blockText),
    blocks: article.blocks
      .filter(({ kind }) => kind !== 'non-text')
      .map((block) => ({
        kind: block.kind,
        text: blockText(block),
        ...(block.speaker === null ? {} : { speaker: block.speaker }),
        ...(block.role === null ? {} : { role: block.role }),
        ...(block.saidOn === null ? {} : { date: block.saidOn }),
        sentences: (sentences.get(block.id) ?? []).map((sentence) => ({
          id: sentence.id,
          text: blockText(sentence),
          state: sentence.state,
        })),
      })),
  }
}

const states: Record<SentenceState, Record<UiLanguage, string>> = {
  open: { de: 'offen', en: 'open' },
  'in work': { de: 'in Arbeit', en: 'in work' },
  checked: { de: 'geprüft', en: 'checked' },
  'signed off': { de: 'freigegeben', en: 'signed off' },
}

function readable(article: Article, language: UiLanguage): string {
  const { title, revision, progress, text, sentences } = article
  const edition = language === 'de' ? 'Fassung' : 'revision'
  const counts = [
    [progress.open, 'open'],
    [progress.inWork, 'in work'],
    [progress.checked, 'checked'],
    [progress.signedOff, 'signed off'],
  ] as const
  const figures = counts.map(([count, state]) => `${String(count)} ${states[state][language]}`).join(', ')
  const lines = sentences.map(
    ({ number, state, start, end }) =>
      `${String(number).padStart(5)}  ${states[state][language].padEnd(11)}  ${oneLine(text.slice(start, end))}\n`,
  )
  return `${oneLine(title)} (${edition} ${String(revision)})\n${figures}\n\n${lines.join('')}`
}

/** Control characters of an imported text must not steer the terminal. */
function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
