import { deflateRawSync, crc32 } from 'node:zlib'

import type { EvidenceFile } from '#shared/model'
import type { Input } from '#shared/contract'
import type { Call } from '#shared/rpc'

const CHUNK_BYTES = 1024 * 1024

export async function storeFile(
  call: Call,
  bytes: Uint8Array,
  name: string,
  origin: Omit<Input<'evidenceFiles.begin'>, 'name' | 'sizeInBytes'> = {},
): Promise<EvidenceFile> {
  const { uploadId } = await call('evidenceFiles.begin', { name, sizeInBytes: bytes.length, ...origin })
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = Buffer.from(bytes.subarray(at, at + CHUNK_BYTES)).toString('base64')
    await call('evidenceFiles.append', { uploadId, bytes: chunk })
  }
  return call('evidenceFiles.finish', { uploadId })
}

/** A PDF with one line of text to a page. `catalog` and `extra` add what a hostile one has. */
export function pdfOf(
  pages: readonly string[],
  { catalog = '', extra = [] }: { catalog?: string; extra?: readonly string[] } = {},
): Buffer {
  const objects: string[] = []
  const first = 4
  const kids = pages.map((_, at) => `${String(first + at * 2)} 0 R`).join(' ')
  objects.push(`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`)
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${String(pages.length)} >>`)
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  pages.forEach((text, at) => {
    const lines = text.split('\n').map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`)
    const content = `BT /F1 11 Tf 14 TL 50 750 Td ${lines.join(' ')} ET`
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${String(first + at * 2 + 1)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    )
    objects.push(`<< /Length ${String(content.length)} >>\nstream\n${content}\nendstream`)
  })
  return pdfOfObjects([...objects, ...extra])
}

/** Numbers the objects from 1, the first of which is the catalogue, and adds the table of their places. */
function pdfOfObjects(objects: readonly string[]): Buffer {
  let body = '%PDF-1.7\n'
  const offsets = objects.map((object, at) => {
    const offset = body.length
    body += `${String(at + 1)} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const xref = body.length
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  body += `xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n${lines}`
  body += `trailer\n<< /Size ${String(objects.length + 1)} /Root 1 0 R >>\nstartxref\n${String(xref)}\n%%EOF\n`
  return Buffer.from(body, 'latin1')
}

interface ZipEntry {
  name: string
  content: string | Buffer
  /** Unix mode, for symbolic links. */
  mode?: number
  /** What the directory says instead of the truth. */
  declaredSize?: number
  encrypted?: boolean
  /** OpenDocument wants its first entry as it is. */
  isPacked?: boolean
}

/** A zip with whatever names, modes and lies a test wants. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const {
    name,
    content,
    mode = 0o100644,
    declaredSize,
    encrypted = false,
    isPacked = true,
  } of entries) {
    const bytes = Buffer.from(content)
    const packed = isPacked ? deflateRawSync(bytes) : bytes
    const method = isPacked ? 8 : 0
    const nameBytes = Buffer.from(name)
    const size = declaredSize ?? bytes.length
    const flags = 0x800 | (encrypted ? 1 : 0)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(crc32(bytes), 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(size, 22)
    local.writeUInt16LE(nameBytes.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(0x031e, 4)
    central.writeUInt16LE(20, 6)
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(method, 10)
    central.writeUInt32LE(crc32(bytes), 16)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(size, 24)
    central.writeUInt16LE(nameBytes.length, 28)
    central.writeUInt32LE((mode << 16) >>> 0, 38)
    central.writeUInt32LE(offset, 42)
    locals.push(local, nameBytes, packed)
    directory.push(central, nameBytes)
    offset += local.length + nameBytes.length + packed.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, central, end])
}

const WORD_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

export function docxOf(body: string, more: readonly ZipEntry[] = []): Buffer {
  return zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: 'word/document.xml',
      content: `<?xml version="1.0"?><w:document ${WORD_NAMESPACE}><w:body>${body}</w:body></w:document>`,
    },
    ...more,
  ])
}

/** A record of a web archive: an answer of a web server. */
export function warcOf(
  pages: readonly { url: string; type: string; body: string; status?: number }[],
): Buffer {
  return Buffer.concat(
    pages.map(({ url, type, body, status = 200 }, at) => {
      const content = Buffer.from(body)
      const http = Buffer.concat([
        Buffer.from(
          `HTTP/1.1 ${String(status)} OK\r\nContent-Type: ${type}\r\nContent-Length: ${String(content.length)}\r\n\r\n`,
        ),
        content,
      ])
      const head = `WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: ${url}\r\nWARC-Date: 2026-11-25T09:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-00000000000${String(at)}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${String(http.length)}\r\n\r\n`
      return Buffer.concat([Buffer.from(head), http, Buffer.from('\r\n\r\n')])
    }),
  )
}

/** A PDF of one line whose letters are told by a character map that the file only names, as many East Asian ones do. */
export function eastAsianPdf({
  map,
  ordering,
  font,
  bytes,
}: {
  map: string
  ordering: string
  font: string
  /** The line in hexadecimal digits. */
  bytes: string
}): Buffer {
  const content = `BT /F1 12 Tf 50 750 Td <${bytes}> Tj ET`
  return pdfOfObjects([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    `<< /Type /Font /Subtype /Type0 /BaseFont /${font} /Encoding /${map} /DescendantFonts [6 0 R] >>`,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>',
    `<< /Length ${String(content.length)} >>\nstream\n${content}\nendstream`,
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /${font} /CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement 2 >> /FontDescriptor 7 0 R >>`,
    `<< /Type /FontDescriptor /FontName /${font} /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /StemV 80 /CapHeight 700 >>`,
  ])
}
