import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[._-].*)?$/i
const PACKAGE = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/

/**
 * Writes beside what is built whose code went into it, with the licences. `packages`: folders of packages whose files are
 * taken over as they are.
 */
export function thirdPartyNotices(packages: readonly string[] = []): Plugin {
  return {
    name: 'third-party-notices',
    generateBundle(_, bundle) {
      const folders = new Set(packages)
      for (const part of Object.values(bundle)) {
        for (const id of part.type === 'chunk' ? part.moduleIds : part.originalFileNames) {
          const folder = PACKAGE.exec(id.replace(/^\0/, ''))?.[1]
          if (folder !== undefined) folders.add(folder)
        }
      }
      const notices = [...folders]
        .filter((folder) => existsSync(join(folder, 'package.json')))
        .map(noticeOf)
        .sort()
      const head = 'Belegt contains code, fonts and data of others, under these licences.\n\n'
      this.emitFile({
        type: 'asset',
        fileName: 'THIRD-PARTY-NOTICES.txt',
        source: head + [...new Set(notices)].join('\n'),
      })
    },
  }
}

function noticeOf(folder: string): string {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  // Every package has a name, a version and a licence.
  const { name, version, license } = JSON.parse(read('package.json')) as Record<string, string>
  const texts = readdirSync(folder).filter((file) => LICENCE_FILE.test(file))
  const line = '='.repeat(78)
  return [
    `${line}\n${name ?? folder} ${version ?? ''} (${license ?? ''})\n${line}`,
    ...texts.map(read),
    '',
  ].join('\n\n')
}
