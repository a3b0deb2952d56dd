import type { UiLanguage } from '#shared/errors'

import { documentFrame, shortened } from './document-frame'
import type { Logo } from './logo'
import { markup } from './markup'
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
export function reportHtml(
  model: ReportModel,
  language: UiLanguage,
  { house, logo }: { house: string | null; logo: Logo | null },
): string {
  const words = reportWords[language]
  const { article, integrity } = model
  const marks = reportMarks()
  const dates = reportDates(language, integrity.timeZone)
  const typesetting: Typesetting = { words, dates, marks, language: article.language }
  const overview = reportOverview(model, typesetting, { house, logo })
  const appendix = reportAppendix(model, typesetting)
  const style = reportStyle({
    head: `${house ?? 'Belegt'} · ${words.report}`,
    title: shortened(article.title),
    page: words.page,
    of: words.of,
  })
  const body = markup`${overview.titleBlock()}
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
${marks.shapes()}`
  return documentFrame({
    language,
    title: `${words.report}: ${article.title}`,
    style,
    program: integrity.program,
    body,
  })
}
