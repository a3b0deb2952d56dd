import { defineConfig } from 'vitest/config'

/** Benchmarks measure, they do not judge: `npm run bench`, never part of `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/bench/**/*.bench.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
