import type { DocumentComment, DocumentNote } from './document-lines'

const MAX_AUTHORS = 5

/** What was changed under the eyes of whoever follows changes, and by whom. */
export function changeNotes(count: number, authors: readonly string[], lines: number[]): DocumentNote[] {
  if (count === 0) return []
  const one = count === 1
  const shown = authors.slice(0, MAX_AUTHORS).map((author) => author.slice(0, 60).toWellFormed())
  const by = authors.length === 0 ? '' : ` (${shown.join(', ')}${authors.length > MAX_AUTHORS ? ', …' : ''})`
  return [
    {
      code: 'tracked changes',
      count,
      lines,
      de: `${one ? 'Eine nachverfolgte Änderung' : `${count.toLocaleString('de')} nachverfolgte Änderungen`}${by}. Geprüft wird der Text, in dem sie angenommen ${one ? 'ist' : 'sind'}; Gelöschtes steht nicht darin.`,
      en: `${one ? 'One tracked change' : `${count.toLocaleString('en')} tracked changes`}${by}. What is checked is the text with ${one ? 'it' : 'them'} accepted; what was deleted is not in it.`,
    },
  ]
}

export function commentNotes(comments: readonly DocumentComment[]): DocumentNote[] {
  const count = comments.length
  if (count === 0) return []
  const one = count === 1
  return [
    {
      code: 'comments',
      count,
      lines: [...new Set(comments.map(({ line }) => line))],
      de: `${one ? 'Ein Kommentar' : `${count.toLocaleString('de')} Kommentare`} im Dokument ${one ? 'ist' : 'sind'} nicht Teil des Textes.`,
      en: `${one ? 'One comment' : `${count.toLocaleString('en')} comments`} in the document ${one ? 'is' : 'are'} not part of the text.`,
    },
  ]
}

/** Text that is there and that nobody sees. */
export function hiddenNotes(lines: number[]): DocumentNote[] {
  if (lines.length === 0) return []
  const one = lines.length === 1
  return [
    {
      code: 'hidden text',
      count: lines.length,
      lines,
      de: `${one ? 'Eine Zeile' : `${lines.length.toLocaleString('de')} Zeilen`} des Dokuments ${one ? 'ist' : 'sind'} ausgeblendet oder weiß geschrieben und ${one ? 'steht' : 'stehen'} deshalb unter „kein Text“. Prüfen Sie, ob etwas davon zum Artikel gehört.`,
      en: `${one ? 'One line' : `${lines.length.toLocaleString('en')} lines`} of the document ${one ? 'is' : 'are'} hidden or written in white and therefore ${one ? 'counts' : 'count'} as “non-text”. Check whether any of it belongs to the article.`,
    },
  ]
}
