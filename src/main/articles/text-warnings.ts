import { invisibleCharacters } from '#shared/invisible-characters'
import type { Words } from '#shared/errors'

/** Something about a text that its reader should know and cannot see. */
export interface TextWarning extends Words {
  code: string
  count: number
  /** UTF-16 offsets of the first places in the stored text. */
  offsets: number[]
}

export const MAX_OFFSETS = 20

interface Finding {
  code: string
  count: number
  offsets: number[]
}

/** What becomes of a text on its way in: one kind of line end, composed letters, whole characters. Its words stay. */
export function normaliseText(text: string): { text: string; repaired: Finding } {
  const wellFormed = text.toWellFormed()
  const normal = wellFormed.replaceAll(/\r\n?/g, '\n').normalize('NFC')
  if (wellFormed === text) return { text: normal, repaired: { code: 'repaired', count: 0, offsets: [] } }
  const count = halfCharacters(text)
  const offsets = offsetsOf(normal, (code) => code === 0xfffd).slice(0, MAX_OFFSETS)
  return { text: normal, repaired: { code: 'repaired', count, offsets } }
}

function halfCharacters(text: string): number {
  return [...text.matchAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g)].length
}

function offsetsOf(text: string, isMeant: (code: number) => boolean): number[] {
  const offsets: number[] = []
  for (let at = 0; at < text.length; at++) if (isMeant(text.charCodeAt(at))) offsets.push(at)
  return offsets
}

export function textWarnings(text: string, repaired: Finding, guessedEncoding: string | null): TextWarning[] {
  const findings = new Map<string, Finding>()
  const note = (code: string, at: number) => {
    const finding = findings.get(code) ?? { code, count: 0, offsets: [] }
    finding.count++
    if (finding.offsets.length < MAX_OFFSETS) finding.offsets.push(at)
    findings.set(code, finding)
  }
  for (const { at } of invisibleCharacters(text)) note(codeOf(text.charCodeAt(at)), at)
  for (const at of offsetsOf(text, (code) => code === 0xad)) note('soft hyphen', at)
  if (repaired.count > 0) findings.set('repaired', repaired)
  else for (const at of offsetsOf(text, (code) => code === 0xfffd)) note('replacement', at)
  const warnings = [...findings.values()].map((finding) => ({ ...finding, ...words(finding) }))
  if (guessedEncoding !== null) warnings.unshift(encodingWarning(guessedEncoding))
  return warnings
}

function codeOf(unit: number): string {
  if (unit === 0) return 'nul'
  if (unit < 0xa0) return 'control'
  const isMark = unit === 0x061c || unit === 0x200e || unit === 0x200f
  if (isMark || (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069)) return 'bidi'
  if (unit >= 0xfffe) return 'noncharacter'
  return 'zero-width'
}

function words({ code, count }: Finding): Words {
  const one = count === 1
  const n = { de: count.toLocaleString('de'), en: count.toLocaleString('en') }
  switch (code) {
    case 'nul':
      return {
        de: one
          ? 'Ein Nullzeichen im Text, sichtbar gemacht.'
          : `${n.de} Nullzeichen im Text, sichtbar gemacht.`,
        en: one
          ? 'One NUL character in the text, made visible.'
          : `${n.en} NUL characters in the text, made visible.`,
      }
    case 'control':
      return {
        de: one
          ? 'Ein Steuerzeichen im Text, sichtbar gemacht.'
          : `${n.de} Steuerzeichen im Text, sichtbar gemacht.`,
        en: one
          ? 'One control character in the text, made visible.'
          : `${n.en} control characters in the text, made visible.`,
      }
    case 'bidi':
      return {
        de: `${one ? 'Ein Zeichen ändert' : `${n.de} Zeichen ändern`} die Schreibrichtung und damit, wie der Text aussieht. Vergleichen Sie die Stelle mit dem Original.`,
        en: `${one ? 'One character changes' : `${n.en} characters change`} the writing direction and so what the text looks like. Compare the place with the original.`,
      }
    case 'zero-width':
      return {
        de: `${one ? 'Ein unsichtbares Zeichen' : `${n.de} unsichtbare Zeichen`} im Text. Die Suche findet die betroffenen Wörter vielleicht nicht.`,
        en: `${one ? 'One invisible character' : `${n.en} invisible characters`} in the text. A search may miss the words concerned.`,
      }
    case 'soft hyphen':
      return {
        de: `${one ? 'Ein weicher Trennstrich' : `${n.de} weiche Trennstriche`} im Text. Die Suche findet die betroffenen Wörter vielleicht nicht.`,
        en: `${one ? 'One soft hyphen' : `${n.en} soft hyphens`} in the text. A search may miss the words concerned.`,
      }
    case 'repaired':
      return {
        de: `${one ? 'Ein halbes Zeichen war' : `${n.de} halbe Zeichen waren`} beschädigt und steht nun als � im Text. Vergleichen Sie die Stelle mit dem Original.`,
        en: `${one ? 'One half character was' : `${n.en} half characters were`} damaged and now stands as � in the text. Compare the place with the original.`,
      }
    case 'noncharacter':
      return {
        de: `${one ? 'Ein Zeichen' : `${n.de} Zeichen`} im Text, die kein Zeichensatz kennt, sichtbar gemacht.`,
        en: `${one ? 'One code' : `${n.en} codes`} in the text that no character set knows, made visible.`,
      }
    default:
      return {
        de: `${one ? 'Ein Zeichen war' : `${n.de} Zeichen waren`} schon in der Vorlage unlesbar (�). Vergleichen Sie die Stelle mit dem Original.`,
        en: `${one ? 'One character was' : `${n.en} characters were`} unreadable before the import (�). Compare the place with the original.`,
      }
  }
}

function encodingWarning(encoding: string): TextWarning {
  return {
    code: 'encoding guessed',
    count: 1,
    offsets: [],
    de: `Die Datei sagt nicht, wie sie kodiert ist; gelesen wurde sie als ${encoding}. Prüfen Sie Umlaute und Anführungszeichen.`,
    en: `The file does not say how it is encoded; it was read as ${encoding}. Check accents and quotation marks.`,
  }
}
