import { invisibleCharacters } from '#shared/invisible-characters'

/**
 * For documents that people read: characters that leave no trace, or turn the direction of what stands around them,
 * are named in brackets. What remains is valid in XML 1.0.
 */
export function legible(text: string): string {
  let told = ''
  let from = 0
  for (const { at, symbol } of invisibleCharacters(text)) {
    told += `${text.slice(from, at)}[${symbol}]`
    from = at + 1
  }
  return (told + text.slice(from)).replaceAll('\r\n', '\n').replaceAll('\r', '\n')
}
