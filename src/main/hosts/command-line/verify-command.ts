import type { Output } from '#shared/contract'
import { codeOf, type UiLanguage } from '#shared/errors'

import { pageDamage } from '#main/core'

import { defaultLibrary } from '../data-folder'
import { jsonOption, libraryOption, refusalWords, withLibrary, type Command } from './command'

type Verified = Output<'library.verify'>

export const verifyCommand: Command = {
  name: 'verify',
  usage: '--library PATH [--json]',
  summary: {
    de: 'Datenbank, Verlauf, Belegdateien und Abdeckung jeder Fassung prüfen.',
    en: 'Check database, history, evidence files and the coverage of every revision.',
  },
  options: { ...libraryOption, ...jsonOption },
  names: { min: 0, max: 0 },

  async run(given, terminal) {
    const verified = await withLibrary(given, terminal, 'read', (call) => call('library.verify', {})).catch(
      (error: unknown) => tooDamaged(error, terminal.language, given.text('library') ?? defaultLibrary()),
    )
    await terminal.print(
      given.isSet('json') ? `${JSON.stringify(verified)}\n` : readable(verified, terminal.language),
    )
    return verified.ok ? 0 : 1
  },
}

/** Damage that keeps the library from being opened at all is a finding like any other. */
function tooDamaged(error: unknown, language: UiLanguage, libraryPath: string): Verified {
  const code = codeOf(error)
  const words = refusalWords(error, language)
  if (words === undefined || (code !== 'library_refused' && code !== 'internal')) throw error
  return {
    ok: false,
    problems: [words, ...pageDamage(libraryPath).map((found) => `database: ${found}`)],
    notes: [],
    checked: { events: 0, revisions: 0, sentences: 0, evidenceFiles: 0 },
  }
}

function readable({ ok, problems, notes, checked }: Verified, language: UiLanguage): string {
  const { events, revisions, sentences, evidenceFiles } = checked
  const figures =
    language === 'de'
      ? `Geprüft: Ereignisse ${String(events)}, Fassungen ${String(revisions)}, Sätze ${String(sentences)}, Belegdateien ${String(evidenceFiles)}.`
      : `Checked: events ${String(events)}, revisions ${String(revisions)}, sentences ${String(sentences)}, evidence files ${String(evidenceFiles)}.`
  const left =
    language === 'de'
      ? `Nicht mitgekommen, weil von vertraulichen Quellen: Belegdateien ${String(notes.length)}. Sie liegen dort, wo geprüft wurde.`
      : `Did not come along, being of confidential sources: evidence files ${String(notes.length)}. They lie where the check was made.`
  const known = notes.length === 0 ? '' : `${left}\n`
  if (ok) return `${language === 'de' ? 'Alles in Ordnung.' : 'Everything is in order.'} ${figures}\n${known}`
  const head =
    language === 'de'
      ? `${String(problems.length)} Schäden gefunden:`
      : `Found ${String(problems.length)} damages:`
  return `${head}\n${problems.map((problem) => `  ${problem}\n`).join('')}${figures}\n${known}`
}
