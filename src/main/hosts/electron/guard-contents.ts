import type { WebContents } from 'electron'

import { isReportPath } from '../report-page'
import { ownUrl } from './window-origin'

/** The window shows one page for good. Only the preview's frame changes, from report to report. */
export function guardContents(contents: WebContents, offerLink: (address: string) => void): void {
  contents.on('will-navigate', (details) => details.preventDefault())
  contents.on('will-redirect', (details) => details.preventDefault())
  contents.on('will-frame-navigate', (details) => {
    const url = ownUrl(details.url)
    if (details.isMainFrame || !url || !isReportPath(url.pathname)) details.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    offerLink(url)
    return { action: 'deny' }
  })
}
