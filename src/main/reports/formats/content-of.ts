import type { ReportKind } from '#shared/model'

import { reportHtml } from '../report-html'
import type { WrittenFormat } from '../report-writer'
import { correctionsPieces } from './corrections-pieces'
import { csv } from './csv'
import { filePieces } from './file-pieces'
import { markdown } from './markdown'
import type { ReportPieces } from './pieces'
import { piecesHtml } from './pieces-html'
import { publicPieces } from './public-pieces'
import { reportJson } from './report-json'
import type { ReportRequest } from './report-request'
import { changeTable, claimTable, integrityTable, sourceTable } from './report-table'
import { webAnnotation } from './web-annotation'

/** The report in the format asked for: text, or bytes. */
export async function contentOf(format: WrittenFormat, request: ReportRequest): Promise<string | Buffer> {
  switch (format) {
    case 'html':
      return html(request)
    case 'md':
      return markdown(pieces[request.kind](request))
    // The writers of office files are large and seldom needed: they are loaded when they are.
    case 'docx':
      return (await import('./word')).word(pieces[request.kind](request), request)
    case 'draft':
      return (await import('./draft')).draft(request)
    case 'xlsx':
      return (await import('./spreadsheet')).spreadsheet([
        claimTable(request),
        sourceTable(request),
        ...changeTable(request),
        integrityTable(request),
      ])
    case 'csv':
      return csv(claimTable(request), request.language)
    case 'webannotation':
      return webAnnotation(request)
    case 'json':
      return reportJson(request)
  }
}

const pieces: Readonly<Record<ReportKind, (request: ReportRequest) => ReportPieces>> = {
  file: filePieces,
  corrections: correctionsPieces,
  public: publicPieces,
}

/** The checking file has a document of its own, set as a ledger. */
function html(request: ReportRequest): string {
  return request.kind === 'file' ? reportHtml(request) : piecesHtml(pieces[request.kind](request), request)
}
