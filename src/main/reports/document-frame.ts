import { createHash } from 'node:crypto'

import type { UiLanguage } from '#shared/errors'

import { markup, trusted, type Markup } from './markup'
import type { ReportModel } from './report-model'

/** A document that needs nothing else: no script, nothing loaded, its one style sheet named by hash in its own policy. */
export function documentFrame({
  language,
  title,
  style,
  program,
  body,
}: {
  language: UiLanguage
  title: string
  style: string
  program: ReportModel['integrity']['program']
  body: Markup
}): string {
  const styleHash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; font-src data:; style-src 'sha256-${styleHash}'`
  const { safe } = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${program.name} ${program.version}">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
${body}
</body>
</html>
`
  return safe
}

/** As much of a title as a running head has room for. */
export function shortened(title: string): string {
  const characters = [...title]
  return characters.length <= 60 ? title : `${characters.slice(0, 59).join('')}…`
}
