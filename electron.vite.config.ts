import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: at('src/main/hosts/electron/index.ts'),
          host: at('src/main/hosts/browser/index.ts'),
          cli: at('src/main/hosts/command-line/index.ts'),
          'import-worker': at('src/main/articles/import-worker.ts'),
          'text-worker': at('src/main/evidence/text-worker.ts'),
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
    plugins: [vue()],
    build: { minify: true, rolldownOptions: { input: at('src/renderer/index.html') } },
  },
})
