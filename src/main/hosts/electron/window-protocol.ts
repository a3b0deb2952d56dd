import type { Workstation } from '#main/core'

import type { BundleFile } from '../bundle-files'
import { isReportPath, reportPage } from '../report-page'
import { reportHeaders, windowHeaders } from '../window-policy'
import { ownUrl } from './window-origin'

/** Answers what windows load: files of the bundle by exact name, reports for the preview, and what is being printed. */
export function windowProtocol(
  bundle: ReadonlyMap<string, BundleFile>,
  call: Workstation['call'],
  printedPage: (path: string) => string | null,
): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    const asked = ownUrl(url)
    if (!asked) return refusal(404)
    if (method !== 'GET') return refusal(405)
    if (isReportPath(asked.pathname)) {
      const { status, headers, body } = await reportPage(call, asked.pathname, asked.searchParams)
      return new Response(body, { status, headers })
    }
    const printed = printedPage(asked.pathname)
    if (printed !== null) {
      return new Response(printed, {
        headers: { ...reportHeaders, 'content-type': 'text/html; charset=utf-8' },
      })
    }
    const file = bundle.get(asked.pathname)
    if (!file) return refusal(404)
    return new Response(new Uint8Array(file.content), {
      headers: { ...windowHeaders, 'content-type': file.mediaType },
    })
  }
}

function refusal(status: number): Response {
  return new Response('There is nothing here.', {
    status,
    headers: { ...windowHeaders, 'content-type': 'text/plain; charset=utf-8' },
  })
}
