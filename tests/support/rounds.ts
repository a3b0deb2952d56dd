/** How often a fault is tried: `inTests` times in every test run, `atRelease` times in `npm run gate`. */
export function rounds({ inTests, atRelease }: { inTests: number; atRelease: number }): number {
  return import.meta.env.MODE === 'gate' ? atRelease : inTests
}
