import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const electronStandIn = ['--import', new URL('./tests/support/electron/register.mjs', import.meta.url).href]

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['tests/{main,shared}/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 30_000,
        },
      },
      {
        plugins: [vue()],
        test: { name: 'dom', include: ['tests/renderer/**/*.test.ts'], environment: 'jsdom' },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/{hosts,e2e}/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          // After the others: a browser beside them would make both wait.
          sequence: { groupOrder: 1 },
          execArgv: electronStandIn,
          env: { STAND_IN_KEEP_ALIVE: '1' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          server: { deps: { external: [/\/out\//, /support\/electron/] } },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
