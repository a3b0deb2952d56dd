import type { EvidenceFile } from '#shared/model'

/** Beside the report; links in it begin here. */
export const COPIES_FOLDER = 'evidence'
/** In it the checksums of all, for sha256sum -c. */
export const CHECKSUMS = `${COPIES_FOLDER}/SHA256SUMS`
/** Compares them all with these and with the report, without Belegt. */
export const CHECK_SCRIPT = `${COPIES_FOLDER}/check.sh`

/** What a copy is called behind the dot is said by its bytes, never by the name it came under. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/json': 'json',
  'application/rtf': 'rtf',
  'application/zip': 'zip',
  'application/wacz': 'wacz',
  'application/warc': 'warc',
  'application/warc+gzip': 'warc.gz',
  'application/gzip': 'gz',
  'application/epub+zip': 'epub',
  'application/x-7z-compressed': '7z',
  'application/x-subrip': 'srt',
  'application/vnd.rar': 'rar',
  'application/vnd.sqlite3': 'sqlite',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'audio/flac': 'flac',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tif',
  'image/webp': 'webp',
  'message/rfc822': 'eml',
  'multipart/related': 'mhtml',
  'text/csv': 'csv',
  'text/plain': 'txt',
  'text/vtt': 'vtt',
  'text/x-shellscript': 'sh.txt',
  'video/mp4': 'mp4',
  'video/ogg': 'ogv',
  'video/x-msvideo': 'avi',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-matroska': 'mkv',
  // A page of others would run its scripts where it is opened: these show as their source.
  'text/html': 'html.txt',
  'image/svg+xml': 'svg.txt',
  'application/xml': 'xml.txt',
}

/** "evidence/003-9f2c….pdf": the number it has in the report (0 for a file without one), and its SHA-256. */
export function copyPath(
  { hash, mediaType }: Pick<EvidenceFile, 'hash' | 'mediaType'>,
  number: number,
): string {
  const extension = EXTENSIONS[mediaType] ?? 'bin'
  return `${COPIES_FOLDER}/${String(number).padStart(3, '0')}-${hash}.${extension}`
}
