import type { Output } from '#shared/contract'
import { UI_LANGUAGES, type UiLanguage } from '#shared/errors'

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
      headers: { ...reportHeaders, 'content-type': 'text/html; charset=utf-8' },
      body: refusalPage(reply.error.message, language),
    }
  }
  // The dispatcher has checked the value against the contract's output.
  const { mediaType, content } = reply.value as Output<'reports.render'>
  const type = /charset=/i.test(mediaType) ? mediaType : `${mediaType}; charset=utf-8`
  return { status: 200, headers: { ...reportHeaders, 'content-type': type }, body: content }
}

/** Why there is nothing to see, on the same paper as the report itself. */
function refusalPage(message: string, language: UiLanguage): string {
  const title = language === 'de' ? 'Der Bericht lässt sich nicht zeigen' : 'The report cannot be shown'
  const words = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>
:root { color-scheme: light; background: #fff }
body { max-width: 34rem; margin: 4rem auto; padding: 0 1.5rem; color: #1b1e22; font: 400 0.9375rem/1.5rem system-ui, sans-serif; overflow-wrap: break-word }
h1 { margin: 0 0 0.5rem; font-weight: 600; font-size: 1.125rem; line-height: 1.5rem }
p { margin: 0; color: #454b52 }
</style>
<main><h1>${title}</h1><p>${words}</p></main></html>
`
}

function optionsIn(query: URLSearchParams): unknown {
  try {
    return JSON.parse(query.get('options') ?? '{}')
  } catch {
    return null
  }
}
