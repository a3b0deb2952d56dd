import { AppError } from '#shared/errors'
import { MAX_LOGO_BYTES } from '#shared/limits'
import type { ReportLogo } from '#shared/model'

/** The mark of the house, as it goes into a report. */
export interface Logo extends ReportLogo {
  base64: string
}

const MAX_LOGO_SIDE = 4_000

/** What it is is told from its bytes: PNG or JPEG, of a size that a page can bear. Anything else is refused. */
export function readLogo(bytes: Buffer): ReportLogo {
  if (bytes.length > MAX_LOGO_BYTES) throw refused(tooLarge)
  const found = pngSize(bytes) ?? jpegSize(bytes)
  if (!found) throw refused(otherKind)
  const { width, height } = found
  if (width === 0 || height === 0 || width > MAX_LOGO_SIDE || height > MAX_LOGO_SIDE) throw refused(tooWide)
  return { ...found, sizeInBytes: bytes.length }
}

type Found = Pick<ReportLogo, 'mediaType' | 'width' | 'height'>

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function pngSize(bytes: Buffer): Found | null {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(PNG_START)) return null
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null
  return { mediaType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** The size of a JPEG stands in the frame header, behind segments that each name their length. */
function jpegSize(bytes: Buffer): Found | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  for (let at = 2; at + 9 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame)
      return {
        mediaType: 'image/jpeg',
        width: bytes.readUInt16BE(at + 7),
        height: bytes.readUInt16BE(at + 5),
      }
    const length = bytes.readUInt16BE(at + 2)
    if (length < 2) return null
    at += 2 + length
  }
  return null
}

const otherKind = {
  de: 'Das Logo ist weder PNG noch JPEG und wurde nicht übernommen. Speichern Sie es als PNG und wählen Sie es noch einmal.',
  en: 'The logo is neither PNG nor JPEG and was not taken over. Save it as PNG and choose it again.',
}
const tooLarge = {
  de: 'Das Logo hat mehr als 1 MB und wurde nicht übernommen. Wählen Sie ein kleineres Bild.',
  en: 'The logo has more than 1 MB and was not taken over. Choose a smaller picture.',
}
const tooWide = {
  de: 'Das Logo ist leer oder breiter oder höher als 4.000 Pixel und wurde nicht übernommen. Verkleinern Sie es.',
  en: 'The logo is empty, or wider or higher than 4,000 pixels, and was not taken over. Make it smaller.',
}

function refused(words: typeof otherKind): AppError {
  return new AppError('unreadable', words)
}
