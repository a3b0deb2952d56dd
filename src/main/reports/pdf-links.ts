/**
 * What prints makes every link a whole address, and so those into the evidence folder lead to where the page lay while it
 * was printed. They are set back to what the report says. A PDF names its parts by their offset, so its length stays.
 */
export function withRelativeLinks(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1').replace(PRINTED_LINK, (_, place: string, path: string) => {
    return `/URI (${path})${' '.repeat(place.length)}`
  })
  return Buffer.from(text, 'latin1')
}

const PRINTED_LINK = /\/URI \(((?:file|app):\/\/[^()\s]*?\/)(evidence\/\d+-[0-9a-f]{64}\.[a-z0-9.]+)\)/g
