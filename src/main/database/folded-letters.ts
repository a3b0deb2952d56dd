const SPELT_OUT: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
}

/** Lower case without accents: "Müßiggang" and "MUSSIGGANG" fold to the same. */
export function foldedLetters(text: string): string {
  const small = text.toLowerCase()
  if (/^[\u0000-\u007f]*$/.test(small)) return small
  return small
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđı]/g, (letter) => SPELT_OUT[letter] ?? letter)
}
