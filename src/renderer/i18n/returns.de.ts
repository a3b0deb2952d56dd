/** Words of what comes back from outside, under the key `returns`. */
export const returnsDe = {
  draft: {
    title: 'Manuskript zu „{title}“ kam zurück',
    answers: 'Antworten auf Korrekturvorschläge: {figures}.',
    figure: {
      accepted: '{count} angenommen',
      refused: '{count} abgelehnt',
      open: '{count} noch offen',
      changed: '{count} anders geändert',
      outdated: '{count} zu einem älteren Urteil',
    },
    noProposals: 'In diesem Manuskript stehen keine Korrekturvorschläge.',
    otherVersion:
      'Das Manuskript ist von Fassung {revision}; der Artikel steht weiter. Antworten werden zugeordnet, sein Text nicht angeboten.',
    missing:
      'Eine Behauptung des Manuskripts gibt es im Artikel nicht mehr. | {count} Behauptungen des Manuskripts gibt es im Artikel nicht mehr.',
    corrections: 'Korrekturvorschläge',
    comments: 'Kommentare',
    sentence: 'Satz {number}',
    was: 'bisher',
    proposed: 'Vorschlag',
    recorded: 'schon festgehalten',
    settled: 'erledigt',
    outcome: {
      accepted: 'angenommen',
      refused: 'abgelehnt',
      open: 'noch offen',
      changed: 'anders geändert',
      outdated: 'neu geurteilt',
    },
    meaning: {
      changed:
        'Dort steht weder der alte Wortlaut noch der Vorschlag. Sehen Sie sich den Text als neue Fassung an.',
      outdated:
        'Seit das Manuskript hinausging, wurde neu geurteilt. Die Antwort gilt dem alten Vorschlag und wird nicht übernommen.',
    },
    voice: 'Wer antwortet',
    name: 'Name',
    nameHelp: 'Leer lassen, wenn Sie selbst antworten.',
    newText:
      'Im Manuskript stehen andere Wörter als im Artikel. Sie gelten erst, wenn Sie sie als neue Fassung übernehmen; was sich ändert, wird wieder geöffnet.',
    apply: 'Antworten übernehmen',
    applyAndLook: 'Weiter zur neuen Fassung',
    look: 'Neue Fassung ansehen',
    nothingNew: 'Es steht nichts darin, was noch nicht festgehalten wäre.',
    applying: 'Die Antworten werden übernommen.',
  },
  record: {
    title: 'Prüfakte zu „{title}“',
    made: 'Ausgegeben aus der Bibliothek „{library}“, {when}.',
    holds:
      'Sie enthält den Artikel mit seiner ganzen Prüfung: {sentences}, {claims}, {evidence}, {revisions}.',
    sentences: '{count} Satz | {count} Sätze',
    claims: '{count} Behauptung | {count} Behauptungen',
    evidence: '{count} Beleg | {count} Belege',
    revisions: '{count} Fassung | {count} Fassungen',
    known: 'Dieser Artikel ist schon in der Bibliothek. Er bleibt, wie er ist.',
    same: 'Beide sind gleich.',
    differs: 'Hier unterscheiden sie sich',
    part: 'Was',
    onlyInFile: 'nur in der Datei',
    onlyInLibrary: 'nur in der Bibliothek',
    different: 'anders',
    parts: {
      article: 'Angaben zum Artikel',
      revisions: 'Fassungen',
      sentences: 'Sätze',
      claims: 'Behauptungen',
      verdicts: 'Urteile',
      evidence: 'Belege',
      sources: 'Quellen',
      files: 'Belegdateien',
      contacts: 'Anfragen',
      answers: 'Antworten auf Korrekturvorschläge',
      'second readings': 'Zweitlesungen',
      'sign-offs': 'Freigaben',
      comments: 'Kommentare',
      people: 'Personen',
    },
    missingFiles:
      'Eine Belegdatei kam nicht mit; ihr Eintrag bleibt, bis Sie sie wieder ablegen: {names} | {count} Belegdateien kamen nicht mit; ihre Einträge bleiben, bis Sie sie wieder ablegen: {names}',
    confidentialFiles:
      'Eine Belegdatei einer vertraulichen Quelle bleibt, wo geprüft wurde. | {count} Belegdateien vertraulicher Quellen bleiben, wo geprüft wurde.',
    confidential:
      'Von einer vertraulichen Quelle kam nur der öffentliche Wortlaut mit. Was auf ihr beruht, muss neu gegengelesen werden. | Von {count} vertraulichen Quellen kam nur der öffentliche Wortlaut mit. Was auf ihnen beruht, muss neu gegengelesen werden.',
    kept: 'Die Bibliothek kennt das anders und behält ihren Stand: {names}',
    take: 'Artikel übernehmen',
    taking: 'Der Artikel wird übernommen.',
    open: 'Artikel öffnen',
  },
}

/** The same keys in every language; a missing or superfluous one does not compile. */
export type ReturnsMessages = { [K in keyof typeof returnsDe]: DeepText<(typeof returnsDe)[K]> }
type DeepText<T> = T extends string ? string : { [K in keyof T]: DeepText<T[K]> }
