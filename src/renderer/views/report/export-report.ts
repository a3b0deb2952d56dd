import type { UiLanguage } from '#shared/errors'
import type { ArticleId } from '#shared/model'

import type { useReportStore } from '../../stores/report-store'
import { saveDocument } from './save-document'

interface Exported {
  fileNames: string[]
  /** Claims that have no ClaimReview, and why. */
  withheld: { number: number; reason: string }[]
}

/** Makes the report as it is wanted, and hands its files to the person. */
export async function exportReport(
  report: ReturnType<typeof useReportStore>,
  articleId: ArticleId,
  language: UiLanguage,
): Promise<Exported> {
  if (report.format !== 'claimreview') {
    const rendered = await report.render(articleId, language, report.format)
    saveDocument(rendered)
    return { fileNames: [rendered.fileName], withheld: [] }
  }
  const { files, withheld } = await report.claimReviews(articleId, language)
  for (const { fileName, content } of files) {
    saveDocument({ fileName, content, mediaType: 'application/ld+json', encoding: 'text' })
  }
  return { fileNames: files.map(({ fileName }) => fileName), withheld }
}
