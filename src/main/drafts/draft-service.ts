import { AppError } from '#shared/errors'

import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { draftQueries } from './draft-queries'

/** Far more than anybody has open; past this something goes wrong in a window. */
const MAX_DRAFTS = 500

/** What is typed is kept as it is; it is no change of the library and tells nobody. */
export function draftService({
  db,
  now,
  personId,
}: ServiceContext): Pick<Handlers, 'drafts.list' | 'drafts.keep' | 'drafts.discard'> {
  const queries = draftQueries(db)

  /** Later than what was typed before, whatever the clock says: the latest is the one that is opened again. */
  function afterAll(latest: string | null): string {
    const at = now().toISOString()
    return latest === null || at > latest ? at : new Date(Date.parse(latest) + 1).toISOString()
  }

  return {
    'drafts.list': () => queries.list(personId()),

    'drafts.keep': ({ place, content }) => {
      if (!isJson(content)) throw notJson()
      if (queries.count(personId()) >= MAX_DRAFTS) throw tooMany()
      queries.keep({ personId: personId(), place, content, typedAt: afterAll(queries.latest(personId())) })
      return { done: true }
    },

    'drafts.discard': ({ place }) => {
      queries.discard(personId(), place)
      return { done: true }
    },
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function notJson(): AppError {
  return new AppError('invalid_input', {
    de: 'Ein Entwurf wird als JSON aufbewahrt. Nichts wurde geändert.',
    en: 'A draft is kept as JSON. Nothing was changed.',
  })
}

function tooMany(): AppError {
  return new AppError('rule_broken', {
    de: `Mehr als ${String(MAX_DRAFTS)} angefangene Eingaben werden nicht aufbewahrt. Speichern oder verwerfen Sie zuerst einige.`,
    en: `No more than ${String(MAX_DRAFTS)} begun entries are kept. Save or discard some first.`,
  })
}
