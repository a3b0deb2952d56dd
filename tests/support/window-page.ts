import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

import type { RunningHost } from './browser-host'

/** A browser as large as our window; it has the cookie of a host whose start link was followed. */
export async function windowContext(
  browser: Browser,
  host: RunningHost,
  locale = 'de-DE',
): Promise<BrowserContext> {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } })
  await context.addCookies(
    host
      .asWindow()
      .cookie?.split('; ')
      .filter((cookie) => cookie !== '')
      .map((cookie) => {
        const [name = '', value = ''] = cookie.split('=')
        return { name, value, url: host.origin }
      }) ?? [],
  )
  return context
}

/** Collects what a page should never do: complain on its console, fail, reach beyond its host. */
export function complaintsOf(page: Page, host: RunningHost, complaints: string[] = []): string[] {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== host.origin && !['data:', 'blob:'].includes(protocol)) complaints.push(request.url())
  })
  return complaints
}

/**
 * axe finds nothing. `without` names rules that do not hold for what stands open; where a report is previewed, its frame
 * is left out: it lets no script in, not even this one, and the report's own markup is tested apart.
 */
export async function expectAccessible(
  page: Page,
  { without = [], withFrames = true }: { without?: string[]; withFrames?: boolean } = {},
): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (!withFrames) axe.options({ iframes: false })
  const { violations } = await axe.disableRules(without).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}
