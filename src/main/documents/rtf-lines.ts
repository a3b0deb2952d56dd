import { lineCollector, NOTHING_SAID, type DocumentText } from './document-lines'
import { rtfBytesText } from './rtf-text'

/** The paragraphs of an RTF document. What they are has to be told by their words. */
export function rtfLines(bytes: Uint8Array): DocumentText {
  const { lines, add } = lineCollector()
  for (const paragraph of rtfBytesText(bytes).split('\n')) add(paragraph, null)
  return {
    lines,
    about: NOTHING_SAID,
    notes: [
      {
        code: 'layout lost',
        count: 1,
        lines: [],
        de: 'Aus einem RTF-Dokument kommen nur die Wörter. Überschriften, Zitate und Listen sind erschlossen; Fußnoten und Kopfzeilen stehen vielleicht nicht darin. Vergleichen Sie mit dem Original.',
        en: 'Only the words come from an RTF document. Headings, quotations and lists are inferred; notes and running heads may be missing. Compare with the original.',
      },
    ],
  }
}
