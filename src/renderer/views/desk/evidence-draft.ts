import type { Input } from '#shared/contract'
import type {
  Claim,
  ClaimId,
  Evidence,
  EvidenceFile,
  Question,
  Source,
  SourceType,
  Stance,
} from '#shared/model'

import { asksAttribution, openQuestion } from '../../components/desk/verdict-summary'

/** A new source as its fields hold it; empty strings stand for nothing. */
export interface SourceDraft {
  title: string
  type: SourceType
  authors: string
  publisher: string
  url: string
  issuedOn: string | null
  accessedOn: string | null
  language: string
}

export interface EvidenceDraft {
  query: string
  source: Pick<Source, 'id' | 'title' | 'type' | 'language'> | null
  newSource: SourceDraft | null
  stance: Stance
  question: Question
  locator: string
  passage: string
  passageLanguage: string
  note: string
  file: EvidenceFile | null
  /** Where the next file to be stored comes from, as far as it is known. */
  fileUrl: string
  fileArchiveUrl: string
  /** Name of a file that is being stored. */
  storing: string
}

export function newSourceDraft(title: string, today: string): SourceDraft {
  const isLink = /^https?:\/\//.test(title)
  return {
    title: isLink ? '' : title,
    type: 'web page',
    authors: '',
    publisher: '',
    url: isLink ? title : '',
    issuedOn: null,
    accessedOn: isLink ? today : null,
    language: '',
  }
}

/** Under this name what is typed outlives the form. */
export function evidenceDraftName(claimId: ClaimId, evidence: Pick<Evidence, 'id'> | null): string {
  return evidence ? `evidence ${evidence.id}` : `new evidence ${claimId}`
}

export function newEvidenceDraft(claim: Claim, evidence: Evidence | null): EvidenceDraft {
  const question = openQuestion(claim) ?? (asksAttribution(claim) ? 'attribution' : 'content')
  return {
    query: '',
    source: evidence?.source ?? null,
    newSource: null,
    stance: evidence?.stance ?? 'supports',
    question: evidence?.question ?? question,
    locator: evidence?.locator ?? '',
    passage: evidence?.passage ?? '',
    passageLanguage: evidence?.passageLanguage ?? '',
    note: evidence?.note ?? '',
    file: evidence?.file ?? null,
    fileUrl: '',
    fileArchiveUrl: '',
    storing: '',
  }
}

const orNull = (text: string): string | null => text.trim() || null

/** What both adding and correcting a piece of evidence send. */
export function evidenceFields(draft: EvidenceDraft) {
  return {
    stance: draft.stance,
    question: draft.question,
    locator: orNull(draft.locator),
    passage: orNull(draft.passage),
    passageLanguage: orNull(draft.passageLanguage),
    note: orNull(draft.note),
    fileHash: draft.file?.hash ?? null,
  }
}

/** null while no source is named. */
export function evidenceToAdd(claimId: ClaimId, draft: EvidenceDraft): Input<'evidence.add'> | null {
  const fields = { claimId, ...evidenceFields(draft) }
  if (draft.source) return { ...fields, sourceId: draft.source.id }
  if (!draft.newSource || draft.newSource.title.trim() === '') return null
  const { title, type, issuedOn, accessedOn, ...words } = draft.newSource
  return {
    ...fields,
    source: {
      title,
      type,
      issuedOn: issuedOn || null,
      accessedOn: accessedOn || null,
      authors: orNull(words.authors),
      publisher: orNull(words.publisher),
      url: orNull(words.url),
      language: orNull(words.language),
    },
  }
}
