import type { Output } from '#shared/contract'
import { UI_LANGUAGES } from '#shared/errors'

import type { Workstation } from '#main/core'

import { reportHeaders } from './window-policy'

export interface Page {
  status: number
  headers: Record<string, string>
  body: string
}

const ARTICLE_PATH = /^\/reports\/([0-9a-f-]{36})$/

export function isReportPath(path: string): boolean {
  return ARTICLE_PATH.test(path)
}

/** The report of an article as the document the preview frames: the very content an export writes. */
export async function reportPage(
  call: Workstation['call'],
  path: string,
  query: URLSearchParams,
): Promise<Page> {
  const articleId = ARTICLE_PATH.exec(path)?.[1]
  const language = UI_LANGUAGES.find((known) => known === query.get('language')) ?? 'de'
  const reply = await call({
    name: 'reports.render',
    // Whatever the address says is checked like any other call.
    input: {
      articleId,
      format: 'html',
      language,
      kind: query.get('kind') ?? 'file',
      options: optionsIn(query),
      withFiles: query.has('files'),
    },
    language,
  })
  if (!reply.ok) {
    return {
      status: reply.error.code === 'not_found' || reply.error.code === 'invalid_input' ? 404 : 500,
      headers: { ...reportHeaders, 'content-type': 'text/plain; charset=utf-8' },
      body: reply.error.message,
    }
  }
  // The dispatcher has checked the value against the contract's output.
  const { mediaType, content } = reply.value as Output<'reports.render'>
  const type = /charset=/i.test(mediaType) ? mediaType : `${mediaType}; charset=utf-8`
  return { status: 200, headers: { ...reportHeaders, 'content-type': type }, body: content }
}

function optionsIn(query: URLSearchParams): unknown {
  try {
    return JSON.parse(query.get('options') ?? '{}')
  } catch {
    return null
  }
}
