import type { UiLanguage } from '#shared/errors'

import type { HistoryEvent } from './history'

type Facts = HistoryEvent['facts']
/** How an action is named as a step ("Undo: …") and told as a sentence after the person's name. */
interface Telling {
  step: (facts: Words) => string
  told: (facts: Words) => string
}

/** Facts read as words. */
interface Words {
  text: (name: string) => string
  /** "Satz 12", "Sätze 3, 4 und 5" / "sentence 12", "sentences 3, 4 and 5"; many become a count. */
  sentences: () => string
  question: () => string
  label: () => string
  stance: () => string
  status: () => string
  kind: (name: string) => string
  /** Who answered a proposed correction, and how. */
  answer: () => string
  /** A language by its name. */
  tongue: (name: string) => string
}

const QUESTION = {
  de: { attribution: 'Wurde es gesagt?', content: 'Stimmt es?' },
  en: { attribution: 'Was it said?', content: 'Is it true?' },
} as const

const STANCE = {
  de: { supports: 'stützend', contradicts: 'widersprechend', context: 'zum Zusammenhang' },
  en: { supports: 'supporting', contradicts: 'contradicting', context: 'context' },
} as const

const STATUS = {
  de: { current: 'gültig', withdrawn: 'zurückgezogen', corrected: 'berichtigt', outdated: 'überholt' },
  en: { current: 'current', withdrawn: 'withdrawn', corrected: 'corrected', outdated: 'outdated' },
} as const

const ANSWER = {
  de: {
    writer: 'Autorin oder Autor',
    editor: 'Redaktion',
    accepted: 'angenommen',
    refused: 'abgelehnt',
    open: 'wieder offen',
  },
  en: { writer: 'writer', editor: 'editor', accepted: 'accepted', refused: 'refused', open: 'open again' },
} as const

/** Nobody's act: told without a name. */
const SALVAGED: Record<UiLanguage, string> = {
  de: 'Aus einer beschädigten Datei geborgen.',
  en: 'Salvaged from a damaged file.',
}

const KIND: Record<UiLanguage, Record<string, string>> = {
  de: {
    kicker: 'Dachzeile',
    headline: 'Überschrift',
    byline: 'Autorenzeile',
    lead: 'Vorspann',
    subhead: 'Zwischentitel',
    paragraph: 'Absatz',
    quote: 'Zitat',
    attribution: 'Zitatgeber',
    caption: 'Bildunterschrift',
    credit: 'Bildnachweis',
    'list item': 'Listenpunkt',
    'table cell': 'Tabellenzelle',
    footnote: 'Fußnote',
    'link note': 'Linkhinweis',
    'non-text': 'kein Text',
  },
  en: {},
}

const DE: Record<string, Telling> = {
  'library.created': { step: () => 'Bibliothek angelegt', told: () => 'hat die Bibliothek angelegt.' },
  'library.salvaged': { step: () => 'Bibliothek geborgen', told: () => SALVAGED.de },
  'person.added': {
    step: ({ text }) => `Person ${text('name')}`,
    told: ({ text }) => `hat ${text('name')} als Person eingetragen.`,
  },
  'person.renamed': {
    step: ({ text }) => `Name ${text('name')}`,
    told: ({ text }) => `hat den Namen „${text('before')}“ in „${text('name')}“ geändert.`,
  },
  'article.imported': {
    step: ({ text }) => `Import von „${text('title')}“`,
    told: ({ text }) => `hat den Artikel „${text('title')}“ mit ${text('count')} Sätzen importiert.`,
  },
  'article.sampleAdded': {
    step: ({ text }) => `Beispiel „${text('title')}“`,
    told: ({ text }) => `hat das Beispiel „${text('title')}“ hinzugefügt.`,
  },
  'article.updated': {
    step: ({ text }) => `Angaben zu „${text('title')}“`,
    told: ({ text }) => `hat die Angaben zum Artikel „${text('title')}“ geändert.`,
  },
  'article.removed': {
    step: ({ text }) => `Entfernen von „${text('title')}“`,
    told: ({ text }) => `hat den Artikel „${text('title')}“ entfernt.`,
  },
  'article.signedOff': {
    step: ({ text }) => `Freigabe von „${text('title')}“`,
    told: ({ text }) => `hat den Artikel „${text('title')}“, Fassung ${text('revision')}, freigegeben.`,
  },
  'revision.applied': {
    step: ({ text }) => `Übernahme von Fassung ${text('revision')} von „${text('title')}“`,
    told: ({ text }) =>
      `hat Fassung ${text('revision')} von „${text('title')}“ übernommen: ${text('kept')} Sätze unverändert, ${text('moved')} verschoben, ${text('changed')} geändert, ${text('split')} geteilt, ${text('joined')} verbunden, ${text('new')} neu, ${text('gone')} weg.`,
  },
  'claim.reattached': {
    step: ({ sentences }) => `Anhängen der Behauptung an ${sentences()}`,
    told: ({ sentences, text }) =>
      `hat die Behauptung „${text('wording')}“ wieder angehängt: ${sentences()}.`,
  },
  'block.kindSet': {
    step: ({ kind }) => `Absatzart ${kind('kind')}`,
    told: ({ text, kind }) =>
      `hat den Absatz „${text('excerpt')}“ von ${kind('before')} auf ${kind('kind')} gesetzt.`,
  },
  'block.languageSet': {
    step: ({ tongue }) => `Sprache des Absatzes: ${tongue('language')}`,
    told: ({ text, tongue }) =>
      `hat die Sprache des Absatzes „${text('excerpt')}“ von ${tongue('before')} auf ${tongue('language')} gesetzt.`,
  },
  'block.attributed': {
    step: () => 'Zuschreibung des Zitats',
    told: ({ text }) => `hat das Zitat „${text('excerpt')}“ ${text('speaker') || 'niemandem'} zugeschrieben.`,
  },
  'sentence.split': {
    step: ({ sentences }) => `Teilen von ${sentences()}`,
    told: ({ sentences }) => `hat ${sentences()} geteilt.`,
  },
  'sentence.joined': {
    step: ({ sentences }) => `Verbinden von ${sentences()}`,
    told: ({ sentences }) => `hat ${sentences()} mit dem nächsten verbunden.`,
  },
  'sentence.noClaim': {
    step: ({ sentences }) => `Nichts zu prüfen in ${sentences()}`,
    told: ({ sentences }) => `hat festgehalten: In ${sentences()} ist nichts zu prüfen.`,
  },
  'sentence.noClaimCleared': {
    step: ({ sentences }) => `${sentences()} wieder offen`,
    told: ({ sentences }) => `hat „nichts zu prüfen“ für ${sentences()} zurückgenommen.`,
  },
  'claim.added': {
    step: ({ sentences }) => `Behauptung in ${sentences()}`,
    told: ({ sentences, text }) => `hat in ${sentences()} die Behauptung „${text('wording')}“ angelegt.`,
  },
  'claim.updated': {
    step: ({ sentences }) => `Änderung der Behauptung in ${sentences()}`,
    told: ({ sentences, text }) => `hat die Behauptung in ${sentences()} geändert: „${text('wording')}“.`,
  },
  'claim.removed': {
    step: ({ sentences }) => `Entfernen der Behauptung in ${sentences()}`,
    told: ({ sentences, text }) => `hat die Behauptung „${text('wording')}“ in ${sentences()} entfernt.`,
  },
  'source.added': {
    step: ({ text }) => `Quelle „${text('title')}“`,
    told: ({ text }) => `hat die Quelle „${text('title')}“ angelegt.`,
  },
  'source.updated': {
    step: ({ text }) => `Änderung der Quelle „${text('title')}“`,
    told: ({ text }) => `hat die Quelle „${text('title')}“ geändert.`,
  },
  'source.marked': {
    step: ({ text, status }) => `Quelle „${text('title')}“ als ${status()} markiert`,
    told: ({ text, status }) => `hat die Quelle „${text('title')}“ als ${status()} markiert.`,
  },
  'source.removed': {
    step: ({ text }) => `Entfernen der Quelle „${text('title')}“`,
    told: ({ text }) => `hat die Quelle „${text('title')}“ entfernt.`,
  },
  'source.merged': {
    step: ({ text }) => `Zusammenlegen zur Quelle „${text('title')}“`,
    told: ({ text }) => `hat ${text('count')} Einträge zur Quelle „${text('title')}“ zusammengelegt.`,
  },
  'source.imported': {
    step: ({ text }) => `Import von ${text('count')} Quellen`,
    told: ({ text }) => `hat ${text('count')} Quellen importiert.`,
  },
  'contact.added': {
    step: ({ sentences, text }) => `Anfrage an ${text('name')} zu ${sentences()}`,
    told: ({ sentences, text }) => `hat zu ${sentences()} eine Anfrage an ${text('name')} festgehalten.`,
  },
  'contact.updated': {
    step: ({ sentences, text }) => `Änderung der Anfrage an ${text('name')} zu ${sentences()}`,
    told: ({ sentences, text }) => `hat die Anfrage an ${text('name')} zu ${sentences()} geändert.`,
  },
  'contact.removed': {
    step: ({ sentences, text }) => `Entfernen der Anfrage an ${text('name')} zu ${sentences()}`,
    told: ({ sentences, text }) => `hat die Anfrage an ${text('name')} zu ${sentences()} entfernt.`,
  },
  'evidenceFile.stored': {
    step: ({ text }) => `Belegdatei ${text('name')}`,
    told: ({ text }) =>
      `hat die Belegdatei „${text('name')}“ abgelegt (SHA-256 ${text('hash').slice(0, 8)}).`,
  },
  'evidenceFile.broughtAgain': {
    step: ({ text }) => `Herkunft der Belegdatei ${text('name')}`,
    told: ({ text }) => `hat eine weitere Herkunft der Belegdatei „${text('name')}“ festgehalten.`,
  },
  'evidenceFile.removed': {
    step: ({ text }) => `Entfernen der Belegdatei ${text('name')}`,
    told: ({ text }) =>
      `hat die Belegdatei „${text('name')}“ entfernt (SHA-256 ${text('hash').slice(0, 8)}). 30 Tage lang lässt sich das zurücknehmen.`,
  },
  'evidenceFile.checked': {
    step: ({ text }) => `Nachprüfung der Belegdateien (${text('count')})`,
    told: ({ text }) =>
      `hat Belegdateien nachgeprüft: ${text('count')} gelesen, ${text('damaged')} beschädigt.`,
  },
  'evidenceFile.checkedByItself': {
    step: ({ text }) => `Nachprüfung der Belegdateien von selbst (${text('count')})`,
    told: ({ text }) =>
      `war am Platz, als Belegdateien von selbst nachgeprüft wurden: ${text('count')} gelesen, ${text('damaged')} beschädigt.`,
  },
  'timestamp.prepared': {
    step: ({ text }) => `Zeitstempel-Anfrage für ${text('name')}`,
    told: ({ text }) => `hat eine Zeitstempel-Anfrage für ${text('name')} vorbereitet.`,
  },
  'timestamp.attached': {
    step: ({ text }) => `Zeitstempel für ${text('name')}`,
    told: ({ text }) => `hat den Zeitstempel von ${text('authority')} für ${text('name')} angehängt.`,
  },
  'evidence.added': {
    step: ({ sentences, text }) => `Beleg „${text('title')}“ zu ${sentences()}`,
    told: ({ sentences, text, stance }) =>
      `hat zu ${sentences()} den Beleg „${text('title')}“ hinzugefügt (${stance()}).`,
  },
  'evidence.updated': {
    step: ({ sentences, text }) => `Änderung des Belegs „${text('title')}“ zu ${sentences()}`,
    told: ({ sentences, text }) => `hat den Beleg „${text('title')}“ zu ${sentences()} geändert.`,
  },
  'evidence.removed': {
    step: ({ sentences, text }) => `Entfernen des Belegs „${text('title')}“ zu ${sentences()}`,
    told: ({ sentences, text }) => `hat den Beleg „${text('title')}“ zu ${sentences()} entfernt.`,
  },
  'verdict.recorded': {
    step: ({ sentences, label }) => `Urteil „${label()}“ zu ${sentences()}`,
    told: ({ sentences, label, question }) => `hat zu ${sentences()} geurteilt: ${question()} „${label()}“.`,
  },
  'verdict.withdrawn': {
    step: ({ sentences, label }) => `Rücknahme des Urteils „${label()}“ zu ${sentences()}`,
    told: ({ sentences, label, question }) =>
      `hat zu ${sentences()} das Urteil „${label()}“ (${question()}) zurückgenommen.`,
  },
  'secondRead.agreed': {
    step: ({ sentences }) => `Zustimmung zu ${sentences()}`,
    told: ({ sentences }) => `hat als zweite Person ${sentences()} zugestimmt.`,
  },
  'secondRead.disputed': {
    step: ({ sentences }) => `Widerspruch zu ${sentences()}`,
    told: ({ sentences, text }) => `hat als zweite Person ${sentences()} widersprochen: „${text('reason')}“.`,
  },
  'abbreviation.added': {
    step: ({ text }) => `Abkürzung „${text('text')}“`,
    told: ({ text }) => `hat die Abkürzung „${text('text')}“ eingetragen.`,
  },
  'abbreviation.removed': {
    step: ({ text }) => `Entfernen der Abkürzung „${text('text')}“`,
    told: ({ text }) => `hat die Abkürzung „${text('text')}“ entfernt.`,
  },
  'cut.remembered': {
    step: ({ text }) => `Merken der Stelle „${text('before')} | ${text('after')}“`,
    told: ({ text }) =>
      `hat gemerkt: Zwischen „${text('before')}“ und „${text('after')}“ wird ${text('isCut') === '1' ? 'immer' : 'nie'} getrennt.`,
  },
  'cut.forgotten': {
    step: ({ text }) => `Vergessen der Stelle „${text('before')} | ${text('after')}“`,
    told: ({ text }) =>
      `hat die gemerkte Stelle zwischen „${text('before')}“ und „${text('after')}“ entfernt.`,
  },
  'comment.added': {
    step: ({ sentences }) => `Kommentar zu ${sentences()}`,
    told: ({ sentences }) => `hat ${sentences()} kommentiert.`,
  },
  'comment.resolved': {
    step: ({ sentences }) => `Erledigen des Kommentars zu ${sentences()}`,
    told: ({ sentences }) => `hat einen Kommentar zu ${sentences()} als erledigt markiert.`,
  },
  'correction.answered': {
    step: ({ sentences }) => `Antwort auf den Korrekturvorschlag zu ${sentences()}`,
    told: ({ sentences, answer, text }) =>
      `hat zum Korrekturvorschlag in ${sentences()} festgehalten: ${answer()}${text('reason') && `, „${text('reason')}“`}.`,
  },
  'record.returned': {
    step: ({ text }) => `Übernahme von „${text('title')}“ mit Prüfung`,
    told: ({ text }) =>
      `hat den Artikel „${text('title')}“ mit seiner ganzen Prüfung aus einer Prüfakte übernommen: ${text('count')} Sätze, ${text('claims')} Behauptungen; ausgegeben aus „${text('library')}“, Ereignis ${text('sequence')}.`,
  },
  'draft.returned': {
    step: ({ text }) => `Rücklauf zu „${text('title')}“`,
    told: ({ text }) =>
      `hat den Rücklauf zu „${text('title')}“ übernommen: ${text('accepted')} Vorschläge angenommen, ${text('refused')} abgelehnt, ${text('comments')} Kommentare.`,
  },
}

const EN: Record<string, Telling> = {
  'library.created': { step: () => 'library made', told: () => 'made the library.' },
  'library.salvaged': { step: () => 'library salvaged', told: () => SALVAGED.en },
  'person.added': {
    step: ({ text }) => `person ${text('name')}`,
    told: ({ text }) => `added ${text('name')} as a person.`,
  },
  'person.renamed': {
    step: ({ text }) => `name ${text('name')}`,
    told: ({ text }) => `changed the name “${text('before')}” to “${text('name')}”.`,
  },
  'article.imported': {
    step: ({ text }) => `import of “${text('title')}”`,
    told: ({ text }) => `imported the article “${text('title')}” with ${text('count')} sentences.`,
  },
  'article.sampleAdded': {
    step: ({ text }) => `sample “${text('title')}”`,
    told: ({ text }) => `added the sample “${text('title')}”.`,
  },
  'article.updated': {
    step: ({ text }) => `data about “${text('title')}”`,
    told: ({ text }) => `changed the data about the article “${text('title')}”.`,
  },
  'article.removed': {
    step: ({ text }) => `removal of “${text('title')}”`,
    told: ({ text }) => `removed the article “${text('title')}”.`,
  },
  'article.signedOff': {
    step: ({ text }) => `sign-off of “${text('title')}”`,
    told: ({ text }) => `signed off the article “${text('title')}”, revision ${text('revision')}.`,
  },
  'revision.applied': {
    step: ({ text }) => `applying revision ${text('revision')} of “${text('title')}”`,
    told: ({ text }) =>
      `applied revision ${text('revision')} of “${text('title')}”: ${text('kept')} sentences unchanged, ${text('moved')} moved, ${text('changed')} changed, ${text('split')} split, ${text('joined')} joined, ${text('new')} new, ${text('gone')} gone.`,
  },
  'claim.reattached': {
    step: ({ sentences }) => `attaching the claim to ${sentences()}`,
    told: ({ sentences, text }) => `attached the claim “${text('wording')}” again: ${sentences()}.`,
  },
  'block.kindSet': {
    step: ({ kind }) => `block kind ${kind('kind')}`,
    told: ({ text, kind }) => `set the block “${text('excerpt')}” from ${kind('before')} to ${kind('kind')}.`,
  },
  'block.languageSet': {
    step: ({ tongue }) => `block language ${tongue('language')}`,
    told: ({ text, tongue }) =>
      `set the language of the block “${text('excerpt')}” from ${tongue('before')} to ${tongue('language')}.`,
  },
  'block.attributed': {
    step: () => 'attribution of the quote',
    told: ({ text }) => `attributed the quote “${text('excerpt')}” to ${text('speaker') || 'nobody'}.`,
  },
  'sentence.split': {
    step: ({ sentences }) => `split of ${sentences()}`,
    told: ({ sentences }) => `split ${sentences()}.`,
  },
  'sentence.joined': {
    step: ({ sentences }) => `joining of ${sentences()}`,
    told: ({ sentences }) => `joined ${sentences()} with the next one.`,
  },
  'sentence.noClaim': {
    step: ({ sentences }) => `no claim in ${sentences()}`,
    told: ({ sentences }) => `recorded that there is no claim in ${sentences()}.`,
  },
  'sentence.noClaimCleared': {
    step: ({ sentences }) => `${sentences()} open again`,
    told: ({ sentences }) => `took back “no claim” for ${sentences()}.`,
  },
  'claim.added': {
    step: ({ sentences }) => `claim in ${sentences()}`,
    told: ({ sentences, text }) => `recorded the claim “${text('wording')}” in ${sentences()}.`,
  },
  'claim.updated': {
    step: ({ sentences }) => `change of the claim in ${sentences()}`,
    told: ({ sentences, text }) => `changed the claim in ${sentences()}: “${text('wording')}”.`,
  },
  'claim.removed': {
    step: ({ sentences }) => `removal of the claim in ${sentences()}`,
    told: ({ sentences, text }) => `removed the claim “${text('wording')}” in ${sentences()}.`,
  },
  'source.added': {
    step: ({ text }) => `source “${text('title')}”`,
    told: ({ text }) => `added the source “${text('title')}”.`,
  },
  'source.updated': {
    step: ({ text }) => `change of the source “${text('title')}”`,
    told: ({ text }) => `changed the source “${text('title')}”.`,
  },
  'source.marked': {
    step: ({ text, status }) => `source “${text('title')}” marked ${status()}`,
    told: ({ text, status }) => `marked the source “${text('title')}” as ${status()}.`,
  },
  'source.removed': {
    step: ({ text }) => `removal of the source “${text('title')}”`,
    told: ({ text }) => `removed the source “${text('title')}”.`,
  },
  'source.merged': {
    step: ({ text }) => `merge into the source “${text('title')}”`,
    told: ({ text }) => `merged ${text('count')} records into the source “${text('title')}”.`,
  },
  'source.imported': {
    step: ({ text }) => `import of ${text('count')} sources`,
    told: ({ text }) => `imported ${text('count')} sources.`,
  },
  'contact.added': {
    step: ({ sentences, text }) => `enquiry to ${text('name')} on ${sentences()}`,
    told: ({ sentences, text }) => `recorded an enquiry to ${text('name')} on ${sentences()}.`,
  },
  'contact.updated': {
    step: ({ sentences, text }) => `change of the enquiry to ${text('name')} on ${sentences()}`,
    told: ({ sentences, text }) => `changed the enquiry to ${text('name')} on ${sentences()}.`,
  },
  'contact.removed': {
    step: ({ sentences, text }) => `removal of the enquiry to ${text('name')} on ${sentences()}`,
    told: ({ sentences, text }) => `removed the enquiry to ${text('name')} on ${sentences()}.`,
  },
  'evidenceFile.stored': {
    step: ({ text }) => `evidence file ${text('name')}`,
    told: ({ text }) => `stored the evidence file “${text('name')}” (SHA-256 ${text('hash').slice(0, 8)}).`,
  },
  'evidenceFile.broughtAgain': {
    step: ({ text }) => `origin of the evidence file ${text('name')}`,
    told: ({ text }) => `recorded another origin of the evidence file “${text('name')}”.`,
  },
  'evidenceFile.removed': {
    step: ({ text }) => `removal of the evidence file ${text('name')}`,
    told: ({ text }) =>
      `removed the evidence file “${text('name')}” (SHA-256 ${text('hash').slice(0, 8)}). It can be undone for 30 days.`,
  },
  'evidenceFile.checked': {
    step: ({ text }) => `check of the evidence files (${text('count')})`,
    told: ({ text }) => `checked evidence files: ${text('count')} read, ${text('damaged')} damaged.`,
  },
  'evidenceFile.checkedByItself': {
    step: ({ text }) => `check of the evidence files by itself (${text('count')})`,
    told: ({ text }) =>
      `was at the desk when evidence files were checked by themselves: ${text('count')} read, ${text('damaged')} damaged.`,
  },
  'timestamp.prepared': {
    step: ({ text }) => `time-stamp request for ${text('name')}`,
    told: ({ text }) => `prepared a time-stamp request for ${text('name')}.`,
  },
  'timestamp.attached': {
    step: ({ text }) => `time stamp for ${text('name')}`,
    told: ({ text }) => `attached the time stamp of ${text('authority')} for ${text('name')}.`,
  },
  'evidence.added': {
    step: ({ sentences, text }) => `evidence “${text('title')}” for ${sentences()}`,
    told: ({ sentences, text, stance }) =>
      `added the evidence “${text('title')}” (${stance()}) to ${sentences()}.`,
  },
  'evidence.updated': {
    step: ({ sentences, text }) => `change of the evidence “${text('title')}” for ${sentences()}`,
    told: ({ sentences, text }) => `changed the evidence “${text('title')}” for ${sentences()}.`,
  },
  'evidence.removed': {
    step: ({ sentences, text }) => `removal of the evidence “${text('title')}” for ${sentences()}`,
    told: ({ sentences, text }) => `removed the evidence “${text('title')}” from ${sentences()}.`,
  },
  'verdict.recorded': {
    step: ({ sentences, label }) => `verdict “${label()}” on ${sentences()}`,
    told: ({ sentences, label, question }) => `gave a verdict on ${sentences()}: ${question()} “${label()}”.`,
  },
  'verdict.withdrawn': {
    step: ({ sentences, label }) => `withdrawal of the verdict “${label()}” on ${sentences()}`,
    told: ({ sentences, label, question }) =>
      `withdrew the verdict “${label()}” (${question()}) on ${sentences()}.`,
  },
  'secondRead.agreed': {
    step: ({ sentences }) => `agreement on ${sentences()}`,
    told: ({ sentences }) => `agreed with ${sentences()} as second reader.`,
  },
  'secondRead.disputed': {
    step: ({ sentences }) => `dispute of ${sentences()}`,
    told: ({ sentences, text }) => `disputed ${sentences()} as second reader: “${text('reason')}”.`,
  },
  'abbreviation.added': {
    step: ({ text }) => `abbreviation “${text('text')}”`,
    told: ({ text }) => `added the abbreviation “${text('text')}”.`,
  },
  'abbreviation.removed': {
    step: ({ text }) => `removing the abbreviation “${text('text')}”`,
    told: ({ text }) => `removed the abbreviation “${text('text')}”.`,
  },
  'cut.remembered': {
    step: ({ text }) => `remembering the place “${text('before')} | ${text('after')}”`,
    told: ({ text }) =>
      `remembered: between “${text('before')}” and “${text('after')}” there is ${text('isCut') === '1' ? 'always' : 'never'} a cut.`,
  },
  'cut.forgotten': {
    step: ({ text }) => `forgetting the place “${text('before')} | ${text('after')}”`,
    told: ({ text }) => `removed the remembered place between “${text('before')}” and “${text('after')}”.`,
  },
  'comment.added': {
    step: ({ sentences }) => `comment on ${sentences()}`,
    told: ({ sentences }) => `commented on ${sentences()}.`,
  },
  'comment.resolved': {
    step: ({ sentences }) => `settling the comment on ${sentences()}`,
    told: ({ sentences }) => `marked a comment on ${sentences()} as settled.`,
  },
  'correction.answered': {
    step: ({ sentences }) => `answer to the proposed correction on ${sentences()}`,
    told: ({ sentences, answer, text }) =>
      `recorded on the proposed correction in ${sentences()}: ${answer()}${text('reason') && `, “${text('reason')}”`}.`,
  },
  'record.returned': {
    step: ({ text }) => `taking in “${text('title')}” with its check`,
    told: ({ text }) =>
      `took in the article “${text('title')}” with its whole check from a checking file: ${text('count')} sentences, ${text('claims')} claims; exported from “${text('library')}”, event ${text('sequence')}.`,
  },
  'draft.returned': {
    step: ({ text }) => `returned draft of “${text('title')}”`,
    told: ({ text }) =>
      `took in the returned draft of “${text('title')}”: ${text('accepted')} proposed corrections accepted, ${text('refused')} refused, ${text('comments')} comments.`,
  },
}

const TELLINGS: Record<UiLanguage, Record<string, Telling>> = { de: DE, en: EN }

type Told = Pick<HistoryEvent, 'action' | 'facts'>

/** The step as a name: "Urteil „Falsch“ zu Satz 12". For an undo or redo, the step it is about. */
export function stepName(event: Told, language: UiLanguage): string {
  const action = event.facts.action === undefined ? event.action : String(event.facts.action)
  return TELLINGS[language][action]?.step(words(event.facts, language)) ?? action
}

/** The event as a sentence with its author, and that the clock was set back before it. */
export function eventSentence(event: Told, personName: string, language: UiLanguage): string {
  const { clockBefore } = event.facts
  const sentence = sentenceOf(event, personName, language)
  if (typeof clockBefore !== 'string') return sentence
  const time = `${clockBefore.slice(0, 16).replace('T', ' ')} UTC`
  const noted = {
    de: `Die Uhr dieses Rechners stand beim Schritt davor schon auf ${time}.`,
    en: `The clock of this computer already stood at ${time} in the step before.`,
  }
  return `${sentence} ${noted[language]}`
}

function sentenceOf(event: Told, personName: string, language: UiLanguage): string {
  if (event.action === 'undo' || event.action === 'redo') {
    const verb = {
      de: { undo: 'hat zurückgenommen', redo: 'hat wiederholt' },
      en: { undo: 'undid', redo: 'redid' },
    }[language][event.action]
    return `${personName} ${verb}: ${stepName(event, language)}.`
  }
  if (event.action === 'library.salvaged') return SALVAGED[language]
  const told = TELLINGS[language][event.action]?.told(words(event.facts, language)) ?? event.action
  return `${personName} ${told}`
}

function words(facts: Facts, language: UiLanguage): Words {
  const text = (name: string) => {
    const value = facts[name]
    return value === null || value === undefined ? '' : String(value)
  }
  const from = <T extends Record<string, string>>(table: T, name: string) => table[name] ?? name
  return {
    text,
    sentences: () =>
      namedSentences(Array.isArray(facts.sentences) ? facts.sentences.map(Number) : [], language),
    question: () => from(QUESTION[language], text('question')),
    label: () => text('label') || { de: 'Schluss in Worten', en: 'written conclusion' }[language],
    stance: () => from(STANCE[language], text('stance')),
    status: () => from(STATUS[language], text('status')),
    kind: (name) => from(KIND[language], text(name)),
    answer: () =>
      `${text('name') || from(ANSWER[language], text('voice'))} – ${from(ANSWER[language], text('outcome'))}`,
    tongue: (name) => new Intl.DisplayNames(language, { type: 'language' }).of(text(name)) ?? text(name),
  }
}

function namedSentences(numbers: readonly number[], language: UiLanguage): string {
  const [one, many] = language === 'de' ? ['Satz', 'Sätze'] : ['sentence', 'sentences']
  if (numbers.length > 5) return `${String(numbers.length)} ${language === 'de' ? 'Sätzen' : many}`
  if (numbers.length === 1) return `${one} ${String(numbers[0])}`
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(numbers.map(String))
  return `${many} ${list}`
}
