import type { RevisionSentence } from '#main/revisions/sentence-context'

/**
 * Articles with labelled edits. Each sentence of the text before knows its number; each after it, which one it was and
 * whether it still claims the same, as the edit that made it knows, not as any comparison finds.
 */
export interface EditedSentence extends RevisionSentence {
  /** Number of the sentence before that it is, null for a new one. */
  origin: number | null
  /** Words and context are those of its origin: its check may be carried. */
  isSame: boolean
  /** Part of a quotation that goes over several sentences. */
  isLinked: boolean
}

export interface EditedArticle {
  before: EditedSentence[]
  after: EditedSentence[]
  edits: { kind: EditKind; origins: number[] }[]
  /** Unchanged, but what says so changed with an edit: kept or not, both are right. */
  doubtful: Set<number>
}

export const EDIT_KINDS = [
  'number',
  'negation',
  'date',
  'name',
  'unit',
  'modal',
  'quotation mark',
  'speaker',
  'speaker of a quotation',
  'kind of block',
  'subhead',
  'headline',
  'split',
  'join',
  'move',
  'delete',
  'duplicate',
  'look-alike twin',
  'punctuation',
  'white space',
  'look-alike character',
  'invisible character',
  'new sentence',
] as const
export type EditKind = (typeof EDIT_KINDS)[number]

/** Numbers from 0 up to 1, the same for the same seed. */
export function randomOf(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const pick = <T>(list: readonly T[]): T => {
    const found = list[below(list.length)]
    if (found === undefined) throw new Error('There is nothing to pick from')
    return found
  }
  return { below, pick, chance: (share: number) => next() < share }
}
type Random = ReturnType<typeof randomOf>

interface Language {
  names: string[]
  places: string[]
  things: string[]
  months: string[]
  sentences: ((word: Filler) => string)[]
  twins: string[]
  subheads: string[]
  quotes: string[]
  said: (name: string) => string
  headline: (word: Filler) => string
  negate: [RegExp, string]
  unnegate: [RegExp, string]
  modal: [RegExp, string]
  unit: [RegExp, string]
}

interface Filler {
  name: () => string
  place: () => string
  thing: () => string
  number: () => string
  date: () => string
}

const GERMAN: Language = {
  names: [
    'Karin Lenz',
    'Murat Özdemir',
    'Jana Krüger',
    'Oleg Petrow',
    'Marie Weiß',
    'Anton Dvořák',
    'Ines Roth',
  ],
  places: ['Berlin', 'Köln', 'Dresden', 'Kasachstan', 'Bayern', 'Moskau', 'Graz', 'Zürich'],
  things: ['Brücke', 'Steuer', 'Miete', 'Reserve', 'Fähre', 'Förderung', 'Abgabe', 'Prüfung'],
  months: ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August'],
  sentences: [
    (w) =>
      `Die ${w.thing()} in ${w.place()} kostete am ${w.date()} rund ${w.number()} Prozent mehr als geplant.`,
    (w) => `${w.name()} will nach eigenen Angaben keine ${w.thing()} einführen.`,
    (w) => `In ${w.place()} können ${w.number()} Menschen die ${w.thing()} nicht bezahlen.`,
    (w) =>
      `Seit ${w.date()} gilt die ${w.thing()} für alle Betriebe mit mehr als ${w.number()} Beschäftigten.`,
    (w) =>
      `Die „${w.thing()}“ soll laut ${w.name()} noch in diesem Jahr ${w.number()} Kilometer lang werden.`,
    (w) => `Nach ${w.place()} kamen am ${w.date()} etwa ${w.number()} Tonnen Getreide.`,
    (w) => `${w.name()} muss die ${w.thing()} vor dem ${w.date()} nicht zurückzahlen.`,
    (w) => `Das Amt in ${w.place()} prüft die ${w.thing()}, und es rechnet mit ${w.number()} Euro.`,
  ],
  twins: [
    'Das ist falsch.',
    'Belege dafür gibt es nicht.',
    'Eine Antwort steht aus.',
    'So steht es im Bericht.',
  ],
  subheads: ['Was die Stadt plant', 'Wer zahlen soll', 'Wie es weitergeht', 'Streit im Rat'],
  quotes: [
    'Wir bauen sie bis Ende Mai fertig',
    'Das Geld reicht nicht',
    'Niemand wird einberufen',
    'Es gibt 12 Anträge',
  ],
  said: (name) => `sagte ${name} am Montag.`,
  headline: (w) => `${w.place()} streitet über ${w.number()} Millionen für die ${w.thing()}`,
  negate: [
    / (soll|will|muss|können|gilt|kamen|kostete|rechnet|prüft|gibt|bauen|reicht|wird)(?= )/u,
    ' $1 nicht',
  ],
  unnegate: [/ (?:nicht|keine)(?= )/u, ''],
  modal: [/ (?:soll|will|muss|können)(?= )/u, ' dürfte'],
  unit: [/Prozent|Kilometer|Tonnen|Euro|Menschen|Millionen/u, 'Milliarden'],
}

const ENGLISH: Language = {
  names: [
    'Karen Lenz',
    'Murat Ozdemir',
    'Jane Kruger',
    'Oleg Petrov',
    'Mary White',
    'Anthony Reid',
    'Ines Roth',
  ],
  places: ['London', 'Leeds', 'Boston', 'Kazakhstan', 'Bavaria', 'Moscow', 'Glasgow', 'Zurich'],
  things: ['bridge', 'tax', 'rent', 'reserve', 'ferry', 'subsidy', 'levy', 'inspection'],
  months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'],
  sentences: [
    (w) =>
      `The ${w.thing()} in ${w.place()} cost about ${w.number()} percent more on ${w.date()} than planned.`,
    (w) => `${w.name()} will not bring in a ${w.thing()}, according to a letter.`,
    (w) => `In ${w.place()}, ${w.number()} people can not pay the ${w.thing()}.`,
    (w) => `Since ${w.date()} the ${w.thing()} must cover all firms with more than ${w.number()} workers.`,
    (w) => `The “${w.thing()}” should be ${w.number()} miles long this year, ${w.name()} wrote.`,
    (w) => `On ${w.date()} some ${w.number()} tons of grain arrived in ${w.place()}.`,
    (w) => `${w.name()} may not repay the ${w.thing()} before ${w.date()}.`,
    (w) => `The office in ${w.place()} checks the ${w.thing()}, and it expects ${w.number()} pounds.`,
  ],
  twins: ['This is false.', 'There is no evidence for it.', 'An answer is pending.', 'So the report says.'],
  subheads: ['What the city plans', 'Who is to pay', 'What comes next', 'A row in the council'],
  quotes: [
    'We will finish it by the end of May',
    'The money is not enough',
    'Nobody will be called up',
    'There are 12 bids',
  ],
  said: (name) => `said ${name} on Monday.`,
  headline: (w) => `${w.place()} argues over ${w.number()} million for the ${w.thing()}`,
  negate: [/ (must|should|will|can|may|is|are)(?= )/u, ' $1 never'],
  unnegate: [/ not(?= )/u, ''],
  modal: [/ (?:must|should|will|can|may)(?= )/u, ' might'],
  unit: [/percent|miles|tons|pounds|people|million/u, 'billion'],
}

function fillerOf({ names, places, things, months }: Language, random: Random): Filler {
  return {
    name: () => random.pick(names),
    place: () => random.pick(places),
    thing: () => random.pick(things),
    number: () =>
      random.pick([
        `${String(1 + random.below(98))},${String(1 + random.below(9))}`,
        String(2 + random.below(997)),
      ]),
    date: () => `${String(1 + random.below(28))}. ${random.pick(months)} 20${String(10 + random.below(16))}`,
  }
}

/** One article of some forty sentences and up to six edits of it. */
export function editedArticle(seed: number, only?: EditKind): EditedArticle {
  const random = randomOf(seed)
  const language = seed % 2 === 0 ? GERMAN : ENGLISH
  const before = articleOf(language, random)
  const editing: Editing = {
    language,
    random,
    sentences: before.map((sentence) => ({ ...sentence })),
    touched: new Set(),
    doubtful: new Set(),
  }
  const edits: EditedArticle['edits'] = []
  const wanted = only ? 1 : 1 + random.below(6)
  for (let tries = 0; edits.length < wanted && tries < 60; tries += 1) {
    const kind = only ?? random.pick(EDIT_KINDS)
    const origins = EDITS[kind](editing)
    if (origins) edits.push({ kind, origins })
  }
  return { before, after: editing.sentences, edits, doubtful: editing.doubtful }
}

function articleOf(language: Language, random: Random): EditedSentence[] {
  const filler = fillerOf(language, random)
  const sentences: EditedSentence[] = []
  let block = 0
  const add = (text: string, given: Partial<EditedSentence> = {}) =>
    sentences.push({
      text,
      kind: 'paragraph',
      speaker: null,
      role: null,
      saidOn: null,
      block,
      origin: sentences.length,
      isSame: true,
      isLinked: false,
      ...given,
    })
  const seen = new Set<string>()
  const fresh = () => {
    for (;;) {
      const text = random.pick(language.sentences)(filler)
      if (!seen.has(text)) {
        seen.add(text)
        return text
      }
    }
  }
  add(language.headline(filler), { kind: 'headline' })
  block += 1
  add(fresh(), { kind: 'lead' })
  block += 1
  const subheads = [...language.subheads]
  for (let paragraph = 0; paragraph < 9; paragraph += 1) {
    if (paragraph % 4 === 3) {
      add(subheads.shift() ?? '', { kind: 'subhead' })
      block += 1
    }
    if (paragraph % 3 === 1) {
      const speaker = filler.name()
      const said = { speaker, role: null, saidOn: null }
      add(`„${random.pick(language.quotes)} (${String(paragraph)}).“`, { kind: 'quote', ...said })
      block += 1
      add(`${speaker}, ${random.pick(['Rat', 'Amt', 'Council'])} ${String(paragraph)}`, {
        kind: 'attribution',
        ...said,
      })
      block += 1
    }
    const count = 2 + random.below(4)
    for (let at = 0; at < count; at += 1) {
      add(fresh())
      if (random.chance(0.12)) add(random.pick(language.twins))
    }
    if (paragraph % 4 === 2) {
      add(`“${random.pick(language.quotes)}, ${String(paragraph)}.`, { isLinked: true })
      add(`${random.pick(language.quotes)}”, ${language.said(filler.name())}`, { isLinked: true })
    }
    block += 1
  }
  return sentences
}

interface Editing {
  language: Language
  random: Random
  sentences: EditedSentence[]
  /** Origins that an edit has had its way with. */
  touched: Set<number>
  doubtful: Set<number>
}

type Edit = (editing: Editing) => number[] | null

/** Changes the words of one sentence; null when no sentence has what it takes. */
function rewording(change: (text: string, editing: Editing) => string): Edit {
  return (editing) => {
    const { random, sentences } = editing
    const able = sentences.filter(
      (each) =>
        isFree(editing, each) &&
        each.kind !== 'headline' &&
        each.kind !== 'subhead' &&
        each.kind !== 'attribution',
    )
    for (let tries = 0; tries < 20 && able.length > 0; tries += 1) {
      const sentence = random.pick(able)
      const text = change(sentence.text, editing)
      if (text === sentence.text) continue
      // A sentence beside it in one quotation may owe its speaker to the words that changed.
      if (sentence.isLinked) doubtLinked(editing, sentence)
      sentence.text = text
      sentence.isSame = false
      return touch(editing, [sentence])
    }
    return null
  }
}

function doubtLinked({ sentences, doubtful }: Editing, { block }: EditedSentence): void {
  for (const each of sentences) {
    if (each.block === block && each.isLinked && each.origin !== null) doubtful.add(each.origin)
  }
}

function isFree({ touched }: Editing, { origin }: EditedSentence): boolean {
  return origin !== null && !touched.has(origin)
}

function touch({ touched }: Editing, sentences: readonly EditedSentence[]): number[] {
  const origins = sentences.flatMap(({ origin }) => (origin === null ? [] : [origin]))
  for (const origin of origins) touched.add(origin)
  return origins
}

/** Sentences that can be moved, copied or taken out without touching a quotation. */
function plain(editing: Editing): EditedSentence[] {
  return editing.sentences.filter(
    (each) => isFree(editing, each) && each.kind === 'paragraph' && !each.isLinked,
  )
}

/** Replaces a letter by one that looks like it. */
const LOOK_ALIKES: Record<string, string> = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  i: 'і',
  A: 'А',
  B: 'В',
  K: 'К',
  M: 'М',
}
const INVISIBLE = ['\u200b', '\u00ad', '\u2060', '\ufeff', '\u200e', '\u202e', '\u200d']

/** Puts a sentence behind another one of the same section, in its block. */
function insertIn(editing: Editing, sentence: EditedSentence, near: number): boolean {
  const { random, sentences } = editing
  const section = sectionOf(sentences, near)
  const places = sentences.flatMap((each, at) =>
    each.kind === 'paragraph' &&
    !each.isLinked &&
    at !== near &&
    at !== near - 1 &&
    sectionOf(sentences, at) === section &&
    each.text !== sentence.text &&
    sentences[at + 1]?.text !== sentence.text
      ? [at]
      : [],
  )
  if (places.length === 0) return false
  const place = random.pick(places)
  sentences.splice(place + 1, 0, { ...sentence, block: sentences[place]?.block ?? 0 })
  return true
}

function sectionOf(sentences: readonly EditedSentence[], at: number): number {
  return sentences.slice(0, at + 1).findLastIndex(({ kind }) => kind === 'subhead')
}

const EDITS: Record<EditKind, Edit> = {
  number: rewording((text, { random }) =>
    text.replace(/\d+(?:,\d)?/u, (number) =>
      number.includes(',') && random.chance(0.5)
        ? number.replace(',', '')
        : `${number}${String(random.below(10))}`,
    ),
  ),
  negation: rewording((text, { language, random }) =>
    random.chance(0.5) ? text.replace(...language.unnegate) : text.replace(...language.negate),
  ),
  date: rewording((text, { language, random }) =>
    text.replace(new RegExp(language.months.join('|'), 'u'), (month) =>
      random.pick(language.months.filter((each) => each !== month)),
    ),
  ),
  name: rewording((text, { language, random }) =>
    text.replace(new RegExp([...language.names, ...language.places].join('|'), 'u'), (name) =>
      random.pick(language.names.filter((each) => each !== name)),
    ),
  ),
  unit: rewording((text, { language }) => text.replace(...language.unit)),
  modal: rewording((text, { language }) => text.replace(...language.modal)),
  'quotation mark': rewording((text, { random }) =>
    /[„“”]/u.test(text)
      ? text.replaceAll(/[„“”]/gu, '')
      : text.replace(/(?<= )\p{L}+(?= )/u, (word) => (random.chance(0.5) ? `„${word}“` : `"${word}"`)),
  ),
  punctuation: rewording((text, { random }) =>
    random.chance(0.5)
      ? text.replace(/\.(?=[“”]?$)/u, random.pick(['?', '!', ' …']))
      : text.replace(/ (?=\p{L})/u, ', '),
  ),
  'look-alike character': rewording((text, { random }) => {
    const places = [...text].flatMap((letter, at) => (LOOK_ALIKES[letter] ? [at] : []))
    if (places.length === 0) return text
    const place = random.pick(places)
    return [...text].map((letter, at) => (at === place ? (LOOK_ALIKES[letter] ?? letter) : letter)).join('')
  }),
  'invisible character': rewording((text, { random }) => {
    const at = random.below(text.length + 1)
    return `${text.slice(0, at)}${random.pick(INVISIBLE)}${text.slice(at)}`
  }),
  'white space': (editing) => {
    const { random } = editing
    const able = editing.sentences.filter((each) => isFree(editing, each) && each.text.includes(' '))
    if (able.length === 0) return null
    const sentence = random.pick(able)
    const space = random.pick(['  ', '\n', '\u00a0', '\t', ' \n ', '\u202f'])
    sentence.text = random.chance(0.3)
      ? sentence.text.replaceAll(' ', space)
      : sentence.text.replace(' ', space)
    return touch(editing, [sentence])
  },
  speaker: (editing) => {
    const { random, language, sentences } = editing
    const quotes = sentences.filter((each) => isFree(editing, each) && each.kind === 'quote')
    if (quotes.length === 0) return null
    const quote = random.pick(quotes)
    const attribution = sentences[sentences.indexOf(quote) + 1]
    if (!attribution || !isFree(editing, attribution)) return null
    const speaker = random.pick(language.names.filter((name) => name !== quote.speaker))
    attribution.text = attribution.text.replace(quote.speaker ?? '', speaker)
    for (const each of [quote, attribution]) Object.assign(each, { speaker, isSame: false })
    return touch(editing, [quote, attribution])
  },
  'speaker of a quotation': (editing) => {
    const { random, language, sentences } = editing
    const ends = sentences.filter(
      (each, at) =>
        each.isLinked &&
        each.text.includes('”') &&
        isFree(editing, each) &&
        isFree(editing, sentences[at - 1] ?? each),
    )
    if (ends.length === 0) return null
    const end = random.pick(ends)
    const begin = sentences[sentences.indexOf(end) - 1]
    if (!begin?.isLinked) return null
    const name = language.names.find((each) => end.text.includes(each)) ?? ''
    end.text = end.text.replace(name, random.pick(language.names.filter((each) => each !== name)))
    end.isSame = false
    begin.isSame = false
    return touch(editing, [begin, end])
  },
  'kind of block': (editing) => {
    const { random, sentences } = editing
    const able = plain(editing)
    if (able.length === 0) return null
    const { block } = random.pick(able)
    const here = sentences.filter((each) => each.block === block)
    if (!here.every((each) => isFree(editing, each))) return null
    const kind = random.pick(['quote', 'list item', 'caption'] as const)
    for (const each of here) Object.assign(each, { kind, isSame: false })
    return touch(editing, here)
  },
  subhead: (editing) => {
    const { random, sentences } = editing
    const subheads = sentences.filter((each) => isFree(editing, each) && each.kind === 'subhead')
    if (subheads.length === 0) return null
    const subhead = random.pick(subheads)
    const from = sentences.indexOf(subhead)
    const next = sentences.findIndex(({ kind }, at) => at > from && kind === 'subhead')
    subhead.text = `${subhead.text} ${random.pick(['nicht', 'wirklich', 'falsch', 'today'])}`
    const section = sentences.slice(from, next === -1 ? sentences.length : next)
    for (const each of section) if (each.kind !== 'caption') each.isSame = false
    return touch(editing, section)
  },
  headline: (editing) => {
    const { random, sentences } = editing
    const headline = sentences[0]
    if (headline?.kind !== 'headline' || !isFree(editing, headline)) return null
    headline.isSame = false
    if (random.chance(0.9)) {
      headline.text = headline.text.replace(/\d+(?:,\d)?/u, (number) => `${number}1`)
      return touch(editing, [headline])
    }
    // What the headline says of everything under it is turned round.
    headline.text = random.pick([
      `${headline.text}?`,
      `Falsch: ${headline.text}`,
      `${headline.text} – a myth`,
    ])
    for (const each of sentences)
      if (!['headline', 'subhead', 'caption'].includes(each.kind)) each.isSame = false
    return touch(editing, sentences)
  },
  split: (editing) => {
    const able = plain(editing).filter(({ text }) => /, (?:und|and) /u.test(text))
    if (able.length === 0) return null
    const sentence = editing.random.pick(able)
    const [first = '', second = ''] = sentence.text.split(/, (?:und|and) /u)
    const at = editing.sentences.indexOf(sentence)
    const part = { ...sentence, isSame: false }
    editing.sentences.splice(
      at,
      1,
      { ...part, text: `${first}.` },
      { ...part, text: second.charAt(0).toUpperCase() + second.slice(1) },
    )
    return touch(editing, [sentence])
  },
  join: (editing) => {
    const { random, sentences } = editing
    const able = plain(editing).filter((each) => {
      const next = sentences[sentences.indexOf(each) + 1]
      return (
        next?.block === each.block && next.kind === 'paragraph' && !next.isLinked && isFree(editing, next)
      )
    })
    if (able.length === 0) return null
    const first = random.pick(able)
    const at = sentences.indexOf(first)
    const second = sentences[at + 1]
    if (!second) return null
    const text = `${first.text.replace(/\.$/u, '')}, und ${second.text}`
    sentences.splice(at, 2, { ...first, text, isSame: false })
    return touch(editing, [first, second])
  },
  move: (editing) => {
    // Which of two twins was moved cannot be seen by anyone.
    const able = plain(editing).filter(({ text }) => !editing.language.twins.includes(text))
    if (able.length === 0) return null
    const sentence = editing.random.pick(able)
    const at = editing.sentences.indexOf(sentence)
    if (editing.sentences.filter(({ block }) => block === sentence.block).length < 2) return null
    if (!insertIn(editing, sentence, at)) return null
    editing.sentences.splice(editing.sentences.indexOf(sentence), 1)
    return touch(editing, [sentence])
  },
  delete: (editing) => {
    const able = plain(editing)
    if (able.length === 0) return null
    const sentence = editing.random.pick(able)
    editing.sentences.splice(editing.sentences.indexOf(sentence), 1)
    return touch(editing, [sentence])
  },
  duplicate: (editing) => {
    const able = plain(editing)
    if (able.length === 0) return null
    const sentence = editing.random.pick(able)
    const copy = { ...sentence, origin: null, isSame: false }
    if (!insertIn(editing, copy, editing.sentences.indexOf(sentence))) return null
    return touch(editing, [sentence])
  },
  'look-alike twin': (editing) => {
    const able = plain(editing).filter(({ text }) => /\d/u.test(text))
    if (able.length === 0) return null
    const sentence = editing.random.pick(able)
    const twin = {
      ...sentence,
      origin: null,
      isSame: false,
      text: sentence.text.replace(/\d/u, (digit) => String((Number(digit) + 1) % 10)),
    }
    if (!insertIn(editing, twin, editing.sentences.indexOf(sentence))) return null
    // Half of the time the twin takes its place.
    if (editing.random.chance(0.5)) editing.sentences.splice(editing.sentences.indexOf(sentence), 1)
    return touch(editing, [sentence])
  },
  'new sentence': (editing) => {
    const able = plain(editing)
    if (able.length === 0) return null
    const near = editing.random.pick(able)
    const text = `Neu ist das: ${String(editing.random.below(100_000))} Fälle wurden gezählt.`
    const sentence = { ...near, text, origin: null, isSame: false }
    return insertIn(editing, sentence, editing.sentences.indexOf(near)) ? [] : null
  },
}
