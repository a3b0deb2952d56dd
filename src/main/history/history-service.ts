import { AppError, type UiLanguage } from '#shared/errors'
import type { ClaimId, HistoryEntry } from '#shared/model'

import { bytesAreGone } from '#main/database/evidence-file-rows'
import { eventSentence, stepName } from '#main/database/event-sentences'
import type { HistoryEvent } from '#main/database/history'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { historyQueries, type ListedEvent } from './history-queries'

type HistoryHandlers = Pick<Handlers, 'history.list' | 'history.next' | 'history.undo' | 'history.redo'>

export function historyService({ db, now, desk, history, emit, personId }: ServiceContext): HistoryHandlers {
  const queries = historyQueries(db)

  function revert(event: HistoryEvent, action: 'undo' | 'redo', language: UiLanguage): HistoryEntry {
    if (event.action === 'evidenceFile.removed' && bytesAreGone(event.at, now())) throw removedForGood()
    desk.forgetAll()
    const made = history.revert(event, action, () => {
      desk.forgetAll()
      refuseBrokenRules(event)
    })
    desk.forgetAll()
    const articleLives = event.articleId !== null && desk.queries.article(event.articleId) !== undefined
    emit('changed', {
      sequence: made.sequence,
      articleId: event.articleId,
      progress: event.articleId && articleLives ? desk.progress(event.articleId) : null,
    })
    if (event.articleId === null) {
      for (const articleId of desk.articlesRestingOn(made.changes)) {
        emit('changed', { sequence: made.sequence, articleId, progress: null })
      }
    }
    const listed = queries.one(made.id)
    if (!listed) throw new Error('An event that was just written is there')
    return asEntry(listed, language)
  }

  function stepOfOthers(own: HistoryEvent | null, language: UiLanguage) {
    const event = queries.ofOthers(personId(), own)
    if (!event) return null
    const { id, action, personName, at } = event
    const facts = JSON.parse(event.facts) as HistoryEvent['facts']
    return { eventId: id, step: stepName({ action, facts }, language), personName, at }
  }

  /** Undo and redo go through the same rules as the action itself. */
  function refuseBrokenRules({ changes }: HistoryEvent): void {
    const claimIds = new Set<ClaimId>()
    for (const [table, before, after] of changes) {
      const row = after ?? before
      if ((table === 'evidence' || table === 'verdicts') && row) claimIds.add(row.claim_id as ClaimId)
    }
    const claims = desk.queries
      .claims([...claimIds])
      .flatMap(({ id, articleId }) => desk.claims(articleId, [id]))
    for (const { claim } of claims) {
      const restless = [claim.attribution, claim.content].some(
        (verdict) => verdict && desk.needsEvidence(verdict),
      )
      if (restless && claim.evidence.length === 0) throw verdictRests()
    }
  }

  return {
    'history.list': ({ before, limit, ...about }, { language }) =>
      queries.list(about, before ?? Number.MAX_SAFE_INTEGER, limit).map((event) => asEntry(event, language)),

    'history.next': (_, { language }) => {
      const name = (event: HistoryEvent | null) => (event ? stepName(event, language) : null)
      const own = queries.undoable(personId())
      return {
        undo: name(own),
        redo: name(queries.redoable(personId())),
        other: stepOfOthers(own, language),
      }
    },

    'history.undo': ({ eventId }, { language }) => {
      const event = eventId === undefined ? queries.undoable(personId()) : queries.named(eventId)
      if (!event) throw eventId === undefined ? nothingLeft('zurückzunehmen', 'undo') : noLongerInForce()
      return revert(event, 'undo', language)
    },

    'history.redo': (_, { language }) => {
      const event = queries.redoable(personId())
      if (!event) throw nothingLeft('zu wiederholen', 'redo')
      return revert(event, 'redo', language)
    },
  }
}

function asEntry(event: ListedEvent, language: UiLanguage): HistoryEntry {
  const { sequence, id, at, personId, personName, action, reason, articleId, sentenceId, claimId } = event
  const told = { action, facts: JSON.parse(event.facts) as HistoryEvent['facts'] }
  return {
    id,
    sequence,
    at,
    personId,
    personName,
    action,
    text: eventSentence(told, personName, language),
    reason,
    articleId,
    sentenceId,
    claimId,
    undone: event.undone === 1,
  }
}

function nothingLeft(de: string, en: string): AppError {
  return new AppError('rule_broken', {
    de: `Es gibt nichts ${de}. Nur eigene Änderungen lassen sich so rückgängig machen.`,
    en: `There is nothing to ${en}. Only your own changes can be taken back this way.`,
  })
}

function noLongerInForce(): AppError {
  return new AppError('conflict', {
    de: 'Dieser Schritt ist nicht mehr in Kraft oder lässt sich nicht zurücknehmen. Nichts wurde geändert. Sehen Sie im Verlauf nach.',
    en: 'This step is no longer in force, or cannot be taken back. Nothing was changed. Look it up in the history.',
  })
}

function removedForGood(): AppError {
  return new AppError('rule_broken', {
    de: 'Die Datei wurde vor mehr als 30 Tagen entfernt und ist nicht mehr da. Haben Sie sie noch, so legen Sie sie neu ab.',
    en: 'The file was removed more than 30 days ago and is no longer there. If you still have it, store it anew.',
  })
}

function verdictRests(): AppError {
  return new AppError('conflict', {
    de: 'Das lässt sich nicht zurücknehmen: Ein Urteil bliebe ohne Beleg. Ziehen Sie zuerst das Urteil zurück.',
    en: 'This cannot be taken back: a verdict would be left without evidence. Withdraw the verdict first.',
  })
}
