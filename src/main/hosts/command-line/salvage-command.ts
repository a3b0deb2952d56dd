import { AppError, type UiLanguage } from '#shared/errors'

import { salvageLibrary, type SalvagedLibrary } from '#main/core'

import { jsonOption, type Command } from './command'

export const salvageCommand: Command = {
  name: 'salvage',
  usage: 'FILE --into NEW [--json]',
  summary: {
    de: 'Aus einer beschädigten Bibliothek lesen, was lesbar ist, in eine neue; die beschädigte bleibt, wie sie ist.',
    en: 'Read what can be read of a damaged library into a new one; the damaged one stays as it is.',
  },
  options: { ...jsonOption, into: { type: 'string' } },
  names: { min: 1, max: 1 },

  async run(given, { language, print }) {
    const into = given.text('into')
    const [from = ''] = given.names
    if (into === undefined) throw noPlace()
    const salvaged = salvageLibrary(from, into)
    await print(
      given.isSet('json')
        ? `${JSON.stringify(salvageFigures(salvaged))}\n`
        : salvageWords(salvaged, language),
    )
    return 0
  },
}

export function salvageFigures({ detached, ...salvaged }: SalvagedLibrary) {
  return { ...salvaged, detachedEvents: detached.length }
}

const FATES = {
  altered: { de: 'verändert vorgefunden', en: 'found altered' },
  unconfirmed: { de: 'nicht bestätigt', en: 'not confirmed' },
  missing: { de: 'verloren', en: 'lost' },
} as const

export function salvageWords(salvaged: SalvagedLibrary, language: UiLanguage): string {
  const { tables, rows, lostEvents, missingEvidence, report } = salvaged
  const total = (fate: 'right' | keyof typeof FATES) => tables.reduce((sum, table) => sum + table[fate], 0)
  const fates = ['altered', 'unconfirmed', 'missing'] as const
  const de = language === 'de'
  const lines = [
    `${de ? 'Richtig geborgen' : 'Salvaged right'}: ${String(total('right'))}`,
    ...fates.map((fate) => `${FATES[fate][language]}: ${String(total(fate))}`),
    `${de ? 'Verlorene Schritte' : 'Lost steps'}: ${String(lostEvents.length)}`,
    `${de ? 'Fehlende Belegdateien' : 'Missing evidence files'}: ${String(missingEvidence.length)}`,
    '',
    ...tables
      .filter((table) => fates.some((fate) => table[fate] > 0))
      .map((table) => {
        const counts = fates.filter((fate) => table[fate] > 0)
        return `  ${table.table}: ${counts.map((fate) => `${FATES[fate][language]} ${String(table[fate])}`).join(', ')}`
      }),
    ...articlesOf(rows).map(
      ([title, count]) =>
        `  ${de ? 'Artikel' : 'Article'} ${de ? `„${title}“` : `"${title}"`}: ${String(count)} ${de ? 'Einträge betroffen' : 'entries affected'}`,
    ),
    de
      ? `Was nicht bestätigt ist, steht in der neuen Bibliothek, zählt aber nicht als geprüft. Die ganze Liste: ${report}`
      : `What is not confirmed stands in the new library but does not count as checked. The whole list: ${report}`,
  ]
  return `${lines.join('\n')}\n`
}

function articlesOf(rows: SalvagedLibrary['rows']): [string, number][] {
  const counts = new Map<string, number>()
  for (const { article } of rows) if (article !== null) counts.set(article, (counts.get(article) ?? 0) + 1)
  return [...counts]
}

function noPlace(): AppError {
  return new AppError('invalid_input', {
    de: 'Nennen Sie hinter --into die Datei der neuen Bibliothek.',
    en: 'Name the file of the new library after --into.',
  })
}
