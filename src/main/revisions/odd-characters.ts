import { invisibleCharacters } from '#shared/invisible-characters'

/** Letters that look like Latin ones, each before the one it looks like. */
const LOOKS_LIKE = new Map(
  [
    'аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ѵv кk',
    'АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ЅS ІI ЈJ ԌG ԚQ ԜW ҮY',
    'αa ιi κk νv οo ρp υu χx γy ϲc ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC',
    'ıi ɑa ɡg օo ցg հh ոn սu',
  ]
    .flatMap((line) => line.split(' '))
    .map(([letter, latin]) => [letter, latin] as const),
)

/** What a text looks like: two texts with the same looks cannot be told apart on the page. */
export function looksOf(text: string): string {
  const shown = [...withoutInvisible(text)].map((letter) => LOOKS_LIKE.get(letter) ?? letter).join('')
  return shown
    .normalize('NFKC')
    .replace(/[’‘ʼ‛`´′]/g, "'")
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/[„“”‟″]/g, '"')
}

/** Soft hyphens, fillers, variation selectors and tags show nothing either. */
const HIDDEN =
  /\u00ad|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0|[\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]/gu

export function withoutInvisible(text: string): string {
  let shown = ''
  let from = 0
  for (const { at } of invisibleCharacters(text)) {
    shown += text.slice(from, at)
    from = at + 1
  }
  return (shown + text.slice(from)).replace(HIDDEN, '')
}

/** The characters of a text that show nothing, by name, in order. */
export function invisibleNames(text: string): string[] {
  const named = invisibleCharacters(text).map(({ at, symbol }) => ({ at, name: symbol }))
  const hidden = [...text.matchAll(HIDDEN)].map(({ index, 0: character }) => ({
    at: index,
    name: character === '\u00ad' ? 'SHY' : codePoint(character),
  }))
  return [...named, ...hidden].sort((a, b) => a.at - b.at).map(({ name }) => name)
}

/** Letters of a word that pose as Latin ones, and forms of letters that are not the plain ones. */
export function posingLetters(text: string): string[] {
  return [...withoutInvisible(text)].filter(
    (letter) =>
      LOOKS_LIKE.has(letter) || (/[\p{L}\p{N}]/u.test(letter) && letter.normalize('NFKC') !== letter),
  )
}

/** "а (U+0430)": a character as what it is. */
export function named(character: string): string {
  return `${character} (${codePoint(character)})`
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
