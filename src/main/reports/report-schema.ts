import { z } from 'zod'

import {
  Hand,
  ReportAnchor,
  ReportAnswer,
  ReportBlock,
  ReportChange,
  ReportClaim,
  ReportComment,
  ReportContact,
  ReportEvidence,
  ReportFile,
  ReportModel,
  ReportOriginal,
  ReportPerson,
  ReportRevision,
  ReportScale,
  ReportSecondRead,
  ReportSentence,
  ReportSignOff,
  ReportSource,
  ReportVerdict,
} from './report-model'

/** What a writer or the public gets: claims with what they rest on, without the sentences around them. */
const excerpt = {
  ...ReportModel.pick({ format: true, version: true, changes: true, integrity: true }).shape,
  kind: z.enum(['public fact check', 'correction list']),
  article: ReportModel.shape.article.omit({ deadline: true, assignee: true }),
  sources: z.array(ReportSource),
}

export const ReportExcerpt = z.strictObject({
  ...excerpt,
  signOff: ReportSignOff.nullable(),
  claims: z.array(ReportClaim),
})

const VerdictWithoutHands = ReportVerdict.omit({ by: true })
const FileWithoutHands = ReportFile.omit({ capturedBy: true })
const EvidenceWithoutHands = z.strictObject({
  ...ReportEvidence.omit({ by: true }).shape,
  file: FileWithoutHands.nullable(),
})
const ClaimWithoutHands = z.strictObject({
  ...ReportClaim.omit({ by: true, secondRead: true, answers: true }).shape,
  attribution: VerdictWithoutHands.nullable(),
  content: VerdictWithoutHands.nullable(),
  evidence: z.array(EvidenceWithoutHands),
  contacts: z.array(ReportContact.omit({ by: true })),
})

export const ReportExcerptWithoutHands = z.strictObject({
  ...excerpt,
  signOff: ReportSignOff.omit({ by: true }).nullable(),
  claims: z.array(ClaimWithoutHands),
})

/** What the parts are called in the published schema, and what they mean. */
const parts: readonly [z.ZodType, string, string][] = [
  [ReportModel, 'CheckingFile', 'The whole record of one revision of an article.'],
  [
    ReportExcerpt,
    'Excerpt',
    'A correction list or public fact check that names the people who worked on it.',
  ],
  [ReportExcerptWithoutHands, 'ExcerptWithoutHands', 'The same, naming nobody.'],
  [Hand, 'Hand', 'A person who did something.'],
  [ReportRevision, 'Revision', 'One text of the article, who brought it and who last signed it off.'],
  [ReportChange, 'Change', 'What a revision did to sentences of the one before.'],
  [
    ReportBlock,
    'Block',
    'A paragraph, headline, quote or the like. Offsets are UTF-16 units of the text, end exclusive.',
  ],
  [ReportSentence, 'Sentence', 'The unit of checking; claims stand in the sentence in which they begin.'],
  [ReportComment, 'Comment', 'A remark between colleagues.'],
  [
    ReportClaim,
    'Claim',
    'One checkable statement. attribution: was it said? content: is it true, as of when?',
  ],
  [
    ReportAnchor,
    'Anchor',
    'Where in the text a claim stands. Offsets are UTF-16 units of the text, end exclusive.',
  ],
  [
    ReportOriginal,
    'Original',
    'The words that were said, where they were said in another language than the article’s.',
  ],
  [ReportVerdict, 'Verdict', 'An answer that is in force unless the claim is reopened.'],
  [ReportAnswer, 'Answer', 'What the writer or the editor says to a proposed correction.'],
  [ReportScale, 'Scale', 'The rating scale a verdict was given on, with its version.'],
  [ReportEvidence, 'Evidence', 'Ties a claim to one exact place of a source.'],
  [ReportFile, 'File', 'A stored file, and what its bytes said when the report was made.'],
  [ReportContact, 'Contact', 'Somebody was asked about the claim.'],
  [ReportSecondRead, 'SecondRead', 'A second person read what the hash names.'],
  [ReportSignOff, 'SignOff', 'The article was released as the hash names it.'],
  [ReportSource, 'Source', 'A reusable record of where something can be looked up.'],
  [ReportPerson, 'Person', 'What a person did for this revision, in figures.'],
]

/** The JSON Schema that every report in JSON fits. */
export function reportSchema(): Record<string, unknown> {
  const named = z.registry<{ id: string; description: string }>()
  for (const [part, id, description] of parts) named.add(part, { id, description })
  const { $schema, ...schema } = z.toJSONSchema(
    z.union([ReportModel, ReportExcerpt, ReportExcerptWithoutHands]),
    { target: 'draft-7', metadata: named },
  )
  return {
    $schema,
    title: 'Belegt report',
    description:
      'A report of Belegt in JSON. All texts are words as they were written; instants are ISO 8601 in UTC, days may be coarse (2022, 2022-03).',
    ...schema,
  }
}
