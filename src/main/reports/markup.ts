import { invisibleCharacters } from '#shared/invisible-characters'

/** Text that is safe to stand in a document: made by `markup` alone. */
export interface Markup {
  readonly safe: string
}

type Part = Markup | string | number | false | null | undefined
export type Content = Part | readonly Part[]

/**
 * A piece of a document. Everything that is put in is escaped, but pieces made by `markup` itself; nothing is left out
 * in silence: characters without a trace on the page are named.
 */
export function markup(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let safe = strings[0] ?? ''
  contents.forEach((content, position) => {
    safe += Array.isArray(content) ? content.map(render).join('') : render(content as Part)
    safe += strings[position + 1] ?? ''
  })
  return { safe }
}

export function join(parts: readonly Markup[], separator: string): Markup {
  return { safe: parts.map(({ safe }) => safe).join(escape(separator)) }
}

/** For what is known to be safe: paths of our marks, the style sheet. */
export function trusted(safe: string): Markup {
  return { safe }
}

/**
 * Words that others wrote: apart from the direction of the text around them, in their own language ('' where nobody
 * knows it), with the characters that leave no trace made visible.
 */
export function written(text: string, language?: string): Markup {
  return language === undefined
    ? markup`<bdi>${visible(text)}</bdi>`
    : markup`<bdi lang="${language}">${visible(text)}</bdi>`
}

function visible(text: string): Markup {
  let safe = ''
  let from = 0
  for (const { at, symbol } of invisibleCharacters(text)) {
    safe += `${escape(text.slice(from, at))}<span class="invisible">${escape(symbol)}</span>`
    from = at + 1
  }
  return { safe: safe + escape(text.slice(from)) }
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'object') return part.safe
  if (typeof part === 'number') return String(part)
  return plain(part)
}

/** For attributes and the title, which hold no elements: symbols stand among the words. */
function plain(text: string): string {
  let safe = ''
  let from = 0
  for (const { at, symbol } of invisibleCharacters(text)) {
    safe += escape(text.slice(from, at)) + escape(symbol)
    from = at + 1
  }
  return safe + escape(text.slice(from))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** A CSS string of any text: letters, digits and spaces as they are, what has no shape as a space, the rest by number. */
export function cssString(text: string): string {
  const spelt = text
    .replace(/\p{C}/gu, ' ')
    .replace(/[^\p{L}\p{N} ]/gu, (character) => `\\${(character.codePointAt(0) ?? 0x20).toString(16)} `)
  return `"${spelt}"`
}
