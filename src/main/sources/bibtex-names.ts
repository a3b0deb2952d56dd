import type { SourceName } from '#shared/model'

/**
 * Names as BibLaTeX writes them: "von Neumann, John and {Stadt Wien}". Works on text that is already decoded but for
 * its braces, which tell an institution from a person.
 */

const PARTICLE = /^\p{Ll}/u
/** Words that no separator is taken for. */
const PLAIN = /^[\p{L}\p{M}.'’-]+( [\p{L}\p{M}.'’-]+)*$/u
const FAMILY_ALONE = /^\p{Lu}[\p{L}\p{M}]*$/u
const EXTENDED_KEYS = ['family', 'given', 'prefix', 'suffix', 'useprefix']

/** Splits where `at` finds a separator outside of braces; it tells how long the separator is. */
function splitOutside(text: string, at: (rest: string) => number): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let position = 0; position < text.length; position += 1) {
    const sign = text[position]
    if (sign === '{') depth += 1
    else if (sign === '}') depth = Math.max(0, depth - 1)
    const length = depth === 0 && /[\s,\u00a0]/.test(sign ?? '') ? at(text.slice(position, position + 40)) : 0
    if (length === 0) continue
    parts.push(text.slice(start, position))
    start = position + length
    position = start - 1
  }
  return [...parts, text.slice(start)].map((part) => part.trim())
}

const andLength = (rest: string) => /^\s+and\s/i.exec(rest)?.[0].length ?? 0
const commaLength = (rest: string) => (rest.startsWith(',') ? 1 : 0)
const spaceLength = (rest: string) => /^[\s\u00a0]+/.exec(rest)?.[0].length ?? 0

const bare = (text: string) => text.replaceAll(/[{}]/g, '').replaceAll(/\s+/g, ' ').trim()
const some = (parts: Record<string, string>): SourceName =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''))

export function readNames(text: string): SourceName[] {
  return (
    splitOutside(text, andLength)
      // "and others" ends a list that was cut short; it is nobody's name.
      .filter((part) => bare(part) !== '' && part !== 'others')
      .map(readName)
  )
}

function readName(text: string): SourceName {
  if (isBraced(text)) return { literal: bare(text) }
  const pieces = splitOutside(text, commaLength)
  if (pieces.every((piece) => EXTENDED_KEYS.some((key) => piece.replaceAll(' ', '').startsWith(`${key}=`))))
    return extendedName(pieces)
  const [first = '', second, third] = pieces
  if (second === undefined) return westernName(splitOutside(first, spaceLength))
  const words = splitOutside(first, spaceLength)
  const particles = leadingParticles(words)
  const family = bare(words.slice(particles.length).join(' '))
  const [suffix, given] = third === undefined ? ['', bare(second)] : [bare(second), bare(third)]
  return some({ family, given, nonDroppingParticle: bare(particles.join(' ')), suffix })
}

/** "John von Neumann": the particle begins at the first small word, the family name after the last. */
function westernName(words: string[]): SourceName {
  const from = words.slice(0, -1).findIndex((word, index) => index > 0 && PARTICLE.test(word))
  if (from === -1) {
    const particles = leadingParticles(words)
    if (particles.length > 0)
      return some({
        family: bare(words.slice(particles.length).join(' ')),
        nonDroppingParticle: bare(particles.join(' ')),
      })
    return some({ given: bare(words.slice(0, -1).join(' ')), family: bare(words.at(-1) ?? '') })
  }
  const particles = leadingParticles(words.slice(from))
  return some({
    given: bare(words.slice(0, from).join(' ')),
    nonDroppingParticle: bare(particles.join(' ')),
    family: bare(words.slice(from + particles.length).join(' ')),
  })
}

/** Never all words: a name has a family name. */
function leadingParticles(words: readonly string[]): string[] {
  const end = words.findIndex((word, index) => !PARTICLE.test(word) || index === words.length - 1)
  return words.slice(0, Math.max(0, end))
}

function extendedName(pieces: readonly string[]): SourceName {
  const values = new Map(
    pieces.map((piece) => {
      const [key = '', ...rest] = piece.split('=')
      return [key.trim(), bare(rest.join('='))]
    }),
  )
  const prefix = values.get('prefix') ?? ''
  const isDropping = values.get('useprefix') === 'false'
  return some({
    family: values.get('family') ?? '',
    given: values.get('given') ?? '',
    suffix: values.get('suffix') ?? '',
    nonDroppingParticle: isDropping ? '' : prefix,
    droppingParticle: isDropping ? prefix : '',
  })
}

/** One pair of braces around all of it. */
function isBraced(text: string): boolean {
  if (!text.startsWith('{') || !text.endsWith('}')) return false
  let depth = 0
  for (let position = 0; position < text.length; position += 1) {
    if (text[position] === '{') depth += 1
    else if (text[position] === '}') depth -= 1
    if (depth === 0 && position < text.length - 1) return false
  }
  return depth === 0
}

/** `encode` makes a part safe inside of braces. */
export function writeNames(names: readonly SourceName[], encode: (text: string) => string): string {
  return names.map((name) => writeName(name, encode)).join(' and ')
}

function writeName(name: SourceName, encode: (text: string) => string): string {
  if (name.literal !== undefined) return `{${encode(name.literal)}}`
  const { family = '', given = '', droppingParticle, nonDroppingParticle = '', suffix = '' } = name
  const braced = (text: string) => `{${encode(text)}}`
  const isParticle = nonDroppingParticle
    .split(' ')
    .every((word) => word === '' || (PARTICLE.test(word) && PLAIN.test(word)))
  const isSimple =
    droppingParticle === undefined &&
    isParticle &&
    (given === '' ? FAMILY_ALONE.test(family) && nonDroppingParticle === '' && suffix === '' : family !== '')
  if (!isSimple) {
    const parts = [
      ['family', family],
      ['given', given],
      ['prefix', droppingParticle ?? nonDroppingParticle],
      ['suffix', suffix],
    ].filter(([, value]) => value !== '')
    const written = parts.map(([key = '', value = '']) => `${key}=${braced(value)}`)
    return [...written, ...(droppingParticle === undefined ? [] : ['useprefix=false'])].join(', ')
  }
  const plain = (text: string) => (PLAIN.test(text) && !/\band\b/i.test(text) ? encode(text) : braced(text))
  const last = PARTICLE.test(family) ? braced(family) : plain(family)
  const front = nonDroppingParticle === '' ? last : `${encode(nonDroppingParticle)} ${last}`
  if (given === '') return front
  return suffix === '' ? `${front}, ${plain(given)}` : `${front}, ${plain(suffix)}, ${plain(given)}`
}
