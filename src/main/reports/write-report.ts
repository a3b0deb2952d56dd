import { contentOf } from './formats/content-of'
import { reportRequest } from './formats/report-request'
import type { WritingRequest } from './report-writer'

export function writeReport({
  format,
  model,
  kind,
  language,
  options,
  logo,
}: WritingRequest): Promise<string | Buffer> {
  return contentOf(format, reportRequest(model, kind, language, options, logo))
}
