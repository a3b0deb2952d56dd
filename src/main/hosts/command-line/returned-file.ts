import type { Output } from '#shared/contract'
import type { UiLanguage } from '#shared/errors'
import type { CorrectionVoice, ReturnedDraft, ReturnedRecord } from '#shared/model'
import type { Call } from '#shared/rpc'

/** What came of a file that came back: whether it was taken in, and how that is told. */
export interface Told {
  isTaken: boolean
  readable: string
  json: object
}

/** Takes in what went out from a library and came back; null for any other file. */
export async function takeReturned(
  call: Call,
  file: Buffer,
  answered: { voice: CorrectionVoice; name: string | null },
  language: UiLanguage,
): Promise<Told | null> {
  const bytes = file.toString('base64')
  const preview = await call('returns.preview', { bytes })
  if (!preview) return null
  const apply = (): Promise<Output<'returns.apply'>> =>
    call('returns.apply', { bytes, previewHash: preview.previewHash, ...answered })
  if (preview.kind === 'draft') {
    if (isNew(preview)) await apply()
    return { isTaken: true, readable: draftWords(preview)[language], json: preview }
  }
  if (!preview.isKnown) await apply()
  return { isTaken: !preview.isKnown, readable: recordWords(preview)[language], json: preview }
}

function isNew({ corrections, comments }: ReturnedDraft): boolean {
  return (
    comments.some(({ isRecorded }) => !isRecorded) ||
    corrections.some(({ outcome, isRecorded }) => !isRecorded && /^(?:accepted|refused)$/.test(outcome))
  )
}

function draftWords({ articleId, title, corrections, comments, newText }: ReturnedDraft) {
  const count = (...outcomes: string[]) =>
    String(corrections.filter(({ outcome }) => outcomes.includes(outcome)).length)
  const [accepted, refused, open] = [
    count('accepted'),
    count('refused'),
    count('open', 'changed', 'outdated'),
  ]
  const others = String(comments.length)
  return {
    de: `${articleId}  Rücklauf zu „${title}“: ${accepted} Korrekturvorschläge angenommen, ${refused} abgelehnt, ${open} offen; ${others} Kommentare\n${newText === null ? '' : '  Im Manuskript stehen andere Wörter als im Artikel. Im Fenster lassen sie sich als neue Fassung ansehen.\n'}`,
    en: `${articleId}  returned draft of “${title}”: ${accepted} proposed corrections accepted, ${refused} refused, ${open} open; ${others} comments\n${newText === null ? '' : '  The draft has other words than the article. The window shows them as a new revision.\n'}`,
  }
}

function recordWords(record: ReturnedRecord) {
  const { articleId, title, isKnown, differences, sentences, claims, missingFiles, confidentialFiles, kept } =
    record
  const line = (de: string, en: string) => ({ de: `  ${de}\n`, en: `  ${en}\n` })
  const differ = differences.reduce(
    (sum, { onlyInFile, onlyInLibrary, different }) => sum + onlyInFile + onlyInLibrary + different,
    0,
  )
  const lines = isKnown
    ? [
        line(
          `Schon in der Bibliothek; sie bleibt, wie sie ist. ${differ === 0 ? 'Beide sind gleich.' : `Unterschiede: ${String(differ)}.`}`,
          `In the library already; it stays as it is. ${differ === 0 ? 'Both are equal.' : `Differences: ${String(differ)}.`}`,
        ),
      ]
    : [
        ...(missingFiles.length === 0
          ? []
          : [
              line(
                `Belegdateien, die nicht mitkamen: ${missingFiles.join(', ')}`,
                `Evidence files that did not come along: ${missingFiles.join(', ')}`,
              ),
            ]),
        ...(confidentialFiles === 0
          ? []
          : [
              line(
                `Belegdateien vertraulicher Quellen bleiben, wo geprüft wurde: ${String(confidentialFiles)}`,
                `Evidence files of confidential sources stay where the check was made: ${String(confidentialFiles)}`,
              ),
            ]),
        ...(kept.length === 0
          ? []
          : [
              line(
                `Kennt die Bibliothek anders und behält ihren Stand: ${kept.map(({ name }) => name).join(', ')}`,
                `The library knows otherwise and keeps what it has: ${kept.map(({ name }) => name).join(', ')}`,
              ),
            ]),
      ]
  return {
    de: `${articleId}  ${title} (mit Prüfung; ${String(sentences)} Sätze, ${String(claims)} Behauptungen)\n${lines.map(({ de }) => de).join('')}`,
    en: `${articleId}  ${title} (with its check; ${String(sentences)} sentences, ${String(claims)} claims)\n${lines.map(({ en }) => en).join('')}`,
  }
}
