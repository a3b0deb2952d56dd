import type { Words } from '#shared/errors'
import type { GivenWay } from '#shared/model'

/** What a note to readers says of a source. `name` as it may be told. */
interface NotedSource {
  name: string
  how: GivenWay['how']
  reason: string | null
}

const HOW: Record<GivenWay['how'], Words> = {
  withdrawn: { de: 'zurückgezogen wurde', en: 'was withdrawn' },
  corrected: { de: 'berichtigt wurde', en: 'was corrected' },
  outdated: { de: 'überholt ist', en: 'is outdated' },
  expired: { de: 'nicht mehr gültig ist', en: 'is no longer valid' },
  changed: { de: 'sich verändert hat', en: 'has changed' },
  missing: { de: 'fehlt', en: 'is missing' },
}

/** A draft for an article that was signed off: it says what is checked again, and leaves the outcome to a person. */
export function correctionNote(
  title: string,
  wordings: readonly string[],
  { name, how, reason }: NotedSource,
): Words {
  const list = (open: string, close: string) =>
    wordings.map((words) => `– ${open}${words}${close}`).join('\n')
  const why = (word: string) => (reason === null ? '' : ` (${word}: ${reason.replace(/\.$/, '')})`)
  const one = wordings.length === 1
  return {
    de: `Hinweis zu „${title}“: ${one ? 'Die folgende Angabe stützt' : 'Die folgenden Angaben stützen'} sich auf eine Quelle, die inzwischen ${HOW[how].de}: ${name}${why('Grund')}.\n${list('„', '“')}\nWir prüfen ${one ? 'diese Angabe' : 'diese Angaben'} erneut und berichtigen den Artikel, wo es nötig ist.`,
    en: `Note on “${title}”: the following ${one ? 'statement rests' : 'statements rest'} on a source that ${HOW[how].en} since: ${name}${why('reason')}.\n${list('“', '”')}\nWe are checking ${one ? 'this statement' : 'these statements'} again and will correct the article where needed.`,
  }
}
