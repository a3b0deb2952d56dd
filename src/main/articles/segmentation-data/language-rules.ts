/**
 * What a scanner has to know about a language. All words are written without their full stop; abbreviations in lower
 * case unless said otherwise.
 */
export interface LanguageRules {
  /** Abbreviations that need something after them: a title, a reference, a conjunction. */
  neverFinal: ReadonlySet<string>
  /** Abbreviations that may close a sentence: they do when a word follows that opens one. */
  sometimesFinal: ReadonlySet<string>
  /** Abbreviations only before a number; elsewhere an ordinary word ("Art. 5", "dieser Art"). */
  beforeNumber: ReadonlySet<string>
  /** Units and the like: an ordinary word, but a number after them goes on with the sentence ("5 ft. 6 in."). */
  unit: ReadonlySet<string>
  /** Abbreviations of several parts, joined without spaces: "z.b", "n.chr". */
  multiPart: ReadonlyMap<string, 'never' | 'sometimes' | 'word'>
  /** Words that, with a capital, open a sentence far more often than they stand in one. Lower case. */
  starters: ReadonlySet<string>
  /** Names of months, full and short, lower case. */
  months: ReadonlySet<string>
  /** Words that make a heading of the number after them at the start of a sentence: "Kapitel 3. Der Anfang." */
  headings: ReadonlySet<string>
  /** Titles that stand before a name, lower case. */
  titles: ReadonlySet<string>
  /** Words, lower case, that go on after a time of day: "10 a.m. Monday". */
  afterTime: ReadonlySet<string>
  /** Informal texts write whole sentences in lower case. */
  lowerCaseSentences: boolean
  /**
   * Whole words that nothing is short for: a full stop after them ends a sentence also where the next one begins in lower
   * case, as in minutes that were taken down in a hurry. Lower case.
   */
  neverShort: ReadonlySet<string>
  /** Every noun is written with a capital, so a capital alone says little. */
  nounsAreCapital: boolean
  /** A number with a full stop is an ordinal: "der 3. Tag". */
  ordinals: boolean
  /** Lower-case words after which a number with a full stop is an ordinal. */
  beforeOrdinal: ReadonlySet<string>
  /** Words (lower case) that an ordinal belongs to wherever it stands. */
  afterOrdinal: ReadonlySet<string>
}

/** A readable way to write a set of words: separated by white space. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/))
}
