import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

export interface BundleFile {
  mediaType: string
  content: Buffer
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
}

/**
 * The files of the built window by the path they are asked for. Only what was there at the start is served, by exact
 * name, so no request is ever turned into a path on the disk.
 */
export function readBundle(folder: string): ReadonlyMap<string, BundleFile> {
  const files = new Map<string, BundleFile>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const mediaType = mediaTypes[extname(entry.name)]
    if (!entry.isFile() || !mediaType) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, path).split(sep).join('/')}`, { mediaType, content: readFileSync(path) })
  }
  const page = files.get('/index.html')
  if (!page) throw new Error(`The built window is missing in ${folder}`)
  return files.set('/', page)
}
