import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

import { thirdPartyNotices } from './scripts/third-party-notices'

const at = (path: string) => resolve(import.meta.dirname, path)

/**
 * What pdf.js asks for by name while it draws or reads: its worker, character maps, standard fonts, decoders for images;
 * with their licences.
 */
const PDF_FILES = [
  ['legacy/build', /^pdf\.worker\.min\.mjs$/, 'worker'],
  ['cmaps', /\.bcmap$|^LICENSE/, 'cmaps'],
  ['standard_fonts', /\.(?:pfb|ttf)$|^LICENSE/, 'standard_fonts'],
  ['wasm', /_nowasm_fallback\.js$|^LICENSE/, 'wasm'],
] as const

function pdfFiles(): Plugin {
  return {
    name: 'pdf-files',
    generateBundle() {
      for (const [from, names, to] of PDF_FILES) {
        const folder = at(`node_modules/pdfjs-dist/${from}`)
        for (const name of readdirSync(folder).filter((each) => names.test(each))) {
          this.emitFile({
            type: 'asset',
            fileName: `pdf/${to}/${name}`,
            source: readFileSync(join(folder, name)),
          })
        }
      }
    },
  }
}

// The writer of zips names its own loader as the build names the one it adds; two of a name are a fault in a module.
const ownLoader = {
  name: 'own-loader',
  transform: (code: string, id: string) =>
    id.includes('/fflate/esm/index.mjs')
      ? code.replaceAll(/(?<!__w=)\brequire(?=\(| = createRequire)/g, 'ownRequire')
      : undefined,
}

export default defineConfig({
  main: {
    plugins: [ownLoader, thirdPartyNotices()],
    build: {
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: at('src/main/hosts/electron/index.ts'),
          host: at('src/main/hosts/browser/index.ts'),
          cli: at('src/main/hosts/command-line/index.ts'),
          'import-worker': at('src/main/articles/import-worker.ts'),
          'text-worker': at('src/main/evidence/text-worker.ts'),
          'report-worker': at('src/main/reports/report-worker.ts'),
          'backup-worker': at('src/main/backups/backup-worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [vue(), pdfFiles(), thirdPartyNotices([at('node_modules/pdfjs-dist')])],
    build: { minify: true, rolldownOptions: { input: at('src/renderer/index.html') } },
  },
})
