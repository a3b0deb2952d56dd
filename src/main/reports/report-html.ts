import { createHash } from 'node:crypto'

import type { UiLanguage } from '#shared/errors'

import { markup, trusted } from './markup'
import { reportAppendix } from './report-appendix'
import { reportDates } from './report-dates'
import { reportLedger, type Typesetting } from './report-ledger'
import { reportMarks } from './report-marks'
import type { ReportModel } from './report-model'
import { reportOverview } from './report-overview'
import { reportStyle } from './report-style'
import { reportWords } from './report-words'

/**
 * The checking file as one document that needs nothing else: no script, nothing loaded, its one style sheet named by
 * hash in its own policy. What is open stands before what was found.
 */
export function reportHtml(model: ReportModel, language: UiLanguage): string {
  const words = reportWords[language]
  const { article, integrity } = model
  const marks = reportMarks()
  const dates = reportDates(language, integrity.timeZone)
  const typesetting: Typesetting = { words, dates, marks, language: article.language }
  const overview = reportOverview(model, typesetting)
  const appendix = reportAppendix(model, typesetting)
  const style = reportStyle({
    head: `Belegt · ${words.report}`,
    title: shortened(article.title),
    page: words.page,
    of: words.of,
  })
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
<meta name="generator" content="${integrity.program.name} ${integrity.program.version}">
<title>${words.report}: ${article.title}</title>
<style>${trusted(style)}</style>
</head>
<body>
${overview.titleBlock()}
<main>
${overview.remaining()}
${overview.coverageFigures()}
${overview.identity()}
<section aria-labelledby="sentences">
<h2 id="sentences">${words.ledger.title}</h2>
${reportLedger(model.blocks, typesetting)}
</section>
${appendix.nonText()}
${appendix.sources()}
${appendix.scales()}
${appendix.people()}
${appendix.authenticity()}
</main>
${marks.shapes()}
</body>
</html>
`
  return safe
}

/** As much of a title as a running head has room for. */
function shortened(title: string): string {
  const characters = [...title]
  return characters.length <= 60 ? title : `${characters.slice(0, 59).join('')}…`
}
