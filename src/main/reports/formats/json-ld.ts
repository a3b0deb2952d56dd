/** JSON-LD that can stand in a page: nothing in it ends a script, and it reads back as the same. */
export function jsonLd(value: unknown): string {
  const text = JSON.stringify(value, null, 2)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return `${text}\n`
}
