import { findBrowser } from '#main/hosts/browser/find-browser'

/** The Chromium for tests: the one named by CHROMIUM_PATH, else the plainest one on this machine. */
export function chromiumPath(): string {
  const found = findBrowser({ preferred: ['chromium-headless-shell'] })
  if (found) return found
  throw new Error('These tests need Chromium, Chrome or Edge. Install one or name it in CHROMIUM_PATH.')
}
