import type { ClaimKind, Question, SourceKind, SourceType, Stance } from '#shared/model'

/** A half-finished check of the sample article, as a checker might leave it at lunch. */
export interface SampleSource {
  type: SourceType
  kind: SourceKind
  title: string
  container: string | null
  publisher: string | null
  issuedOn: string | null
  url: string | null
  language: string
}

export interface SampleEvidence {
  source: SampleSource
  stance: Stance
  question: Question
  locator: string | null
  passage: string
  language: string
}

export interface SampleVerdict {
  question: Question
  ratingId: string
  conclusion: string
  reasoning: string
  asOf: string
  correction: string | null
}

export interface SampleClaim {
  /** The words of the article it stands on. They lie in one sentence. */
  words: string
  /** As the checker put it; null for the words themselves. */
  wording: string | null
  kind: ClaimKind
  evidence: SampleEvidence[]
  verdicts: SampleVerdict[]
}

const speech: SampleSource = {
  type: 'web page',
  kind: 'primary',
  title: 'Glückwunsch zum Internationalen Frauentag',
  container: 'Wortlaut der Ansprache vom 8. März 2022',
  publisher: 'Pulse19',
  issuedOn: '2022-03-08',
  url: 'https://pulse19.ru/131008-vladimir-putin-pozdravil-zhenshhin-rossii-s-mezhdunarodnym-zhenskim-dnjom',
  language: 'ru',
}

const decree: SampleSource = {
  type: 'document',
  kind: 'primary',
  title: 'Erlass Nr. 647 über die Verkündung der Teilmobilmachung in der Russischen Föderation',
  container: 'CIS Legislation',
  publisher: 'Präsident der Russischen Föderation',
  issuedOn: '2022-09-21',
  url: 'https://cis-legislation.com/document.fwx?rgn=143659',
  language: 'ru',
}

const border: SampleSource = {
  type: 'article',
  kind: 'secondary',
  title: 'Kazakh Interior Minister Says 200,000 Russians Have Entered Country Since Mobilization',
  container: 'RFE/RL',
  publisher: null,
  issuedOn: '2022-10-04',
  url: 'https://www.rferl.org/a/kazakhstan-200-000-russians-enter-country-mobilization/32064860.html',
  language: 'en',
}

export const sampleClaims: readonly SampleClaim[] = [
  {
    words: 'Zusätzliche Reservisten werden nicht einberufen.',
    wording: 'Es werden keine zusätzlichen Reservisten einberufen.',
    kind: 'quote',
    evidence: [
      {
        source: speech,
        stance: 'supports',
        question: 'attribution',
        locator: 'Absatz zu den Soldaten im Einsatz',
        passage: 'Не будет проводиться и дополнительный призыв резервистов из запаса.',
        language: 'ru',
      },
      {
        source: decree,
        stance: 'contradicts',
        question: 'content',
        locator: 'Ziffer 1',
        passage: 'Объявить с 21 сентября 2022 г. в Российской Федерации частичную мобилизацию.',
        language: 'ru',
      },
    ],
    verdicts: [
      {
        question: 'attribution',
        ratingId: 'said',
        conclusion: 'Die Ansprache ist im Wortlaut belegt, die Übersetzung gibt den Sinn wieder.',
        reasoning: '',
        asOf: '2022-03-08',
        correction: null,
      },
      {
        question: 'content',
        ratingId: 'wrong',
        conclusion: 'Seit dem Erlass vom 21. September 2022 gilt die Zusage nicht mehr.',
        reasoning:
          'Bis zum 21. September 2022 war kein Erlass bekannt, der Reservisten einberief. Der Erlass Nr. 647 ordnet in Ziffer 2 ausdrücklich die Einberufung von Bürgern im Zuge der Mobilmachung an.',
        asOf: '2022-09-21',
        correction: null,
      },
    ],
  },
  {
    words: 'Mehr als 200.000 Menschen sind binnen zwei Wochen aus Russland nach Kasachstan eingereist.',
    wording: null,
    kind: 'statement',
    evidence: [
      {
        source: border,
        stance: 'supports',
        question: 'content',
        locator: 'Absatz 1',
        passage:
          '200,000 Russian citizens have entered the country since Russian President Vladimir Putin announced a partial mobilization on September 21',
        language: 'en',
      },
    ],
    verdicts: [],
  },
  {
    words: '147.000 wieder aus',
    wording: '147.000 russische Staatsbürger reisten bis zum 4. Oktober 2022 wieder aus.',
    kind: 'reported speech',
    evidence: [],
    verdicts: [],
  },
  {
    words: 'Schöner als Samara ist Almaty in jedem Fall.',
    wording: null,
    kind: 'statement',
    evidence: [],
    verdicts: [
      {
        question: 'content',
        ratingId: 'opinion',
        conclusion: 'Eine Wertung der Autorin.',
        reasoning: '',
        asOf: '2022-10-05',
        correction: null,
      },
    ],
  },
]

/** Sentences that state nothing checkable. */
export const sampleNoClaims: readonly string[] = [
  'Von Lena Brandt, Almaty',
  'Ein Versprechen für sechs Monate',
  'Mehr zur Teilmobilmachung in Russland',
]
