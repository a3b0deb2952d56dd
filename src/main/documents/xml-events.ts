import { unreadable } from './unreadable'

export type XmlEvent =
  | { type: 'open'; name: string; attributes: string; isEmpty: boolean }
  | { type: 'close'; name: string }
  | { type: 'text'; text: string }

const TAG =
  /<(\/?)([A-Za-z_][\w:.-]*)([^<>]*?)(\/?)>|<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<\?[^>]*\?>|<!DOCTYPE/gi

/** What stands in an XML part, in one pass and without a tree. A document type is refused: only attacks need one. */
export function* xmlEvents(xml: string): Generator<XmlEvent> {
  let at = 0
  for (const match of xml.matchAll(TAG)) {
    if (match.index > at) yield { type: 'text', text: entities(xml.slice(at, match.index)) }
    at = match.index + match[0].length
    const [whole, closing, name, attributes = '', empty, verbatim] = match
    if (whole.toUpperCase() === '<!DOCTYPE') throw documentType()
    if (verbatim !== undefined) yield { type: 'text', text: verbatim }
    if (name === undefined) continue
    if (closing === '/') yield { type: 'close', name }
    else yield { type: 'open', name, attributes, isEmpty: empty === '/' }
  }
}

/** The value of an attribute, by its whole name. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return value ? entities(value[1] ?? value[2] ?? '') : undefined
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function entities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED[name] ?? whole
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : ''
  })
}

function documentType() {
  return unreadable({
    de: 'Dieses Dokument enthält eine Dokumenttyp-Angabe (DOCTYPE), wie sie nur Angriffe brauchen. Sein Text wird nicht gelesen.',
    en: 'This document declares a document type (DOCTYPE), which only attacks need. Its text is not read.',
  })
}
