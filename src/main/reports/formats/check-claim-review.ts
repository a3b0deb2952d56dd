import type { Words } from '#shared/errors'

/** One rule of schema.org's types or of Google's published requirements that a ClaimReview breaks. */
export interface Breach {
  /** Where, as a path: reviewRating.alternateName */
  field: string
  rule: string
  words: Words
}

export interface CheckedReview {
  /** Where it stands in the file: "", "[3]", "dataFeedElement[0].item[1]". */
  place: string
  breaches: Breach[]
  /** Properties that Google recommends and that it lacks. It is valid without them. */
  advice: Breach[]
}

type Fields = Readonly<Record<string, unknown>>

/** Everything in the file that calls itself a ClaimReview, with what is wrong with it. Works without a network. */
export function checkClaimReviews(root: unknown): CheckedReview[] {
  const found: CheckedReview[] = []
  // Not by recursion: the file says how deep it goes, not the stack.
  const open: { value: unknown; place: string; context: unknown }[] = [
    { value: root, place: '', context: null },
  ]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, place, context } = next
    if (Array.isArray(value)) {
      for (let at = value.length - 1; at >= 0; at -= 1) {
        open.push({ value: value[at], place: `${place}[${String(at)}]`, context })
      }
    } else if (isFields(value)) {
      const own = value['@context'] ?? context
      if (types(value).includes('ClaimReview')) {
        found.push({ place, breaches: breachesOf(value, own), advice: adviceFor(value) })
      } else {
        for (const key of Object.keys(value).reverse()) {
          open.push({ value: value[key], place: place === '' ? key : `${place}.${key}`, context: own })
        }
      }
    }
  }
  return found
}

function adviceFor(review: Fields): Breach[] {
  const missing = (['author', 'datePublished', 'itemReviewed'] as const).filter(
    (field) => review[field] === undefined,
  )
  return missing.map((field) => ({ field, rule: `no ${field}`, words: ADVICE[field] }))
}

function breachesOf(review: Fields, context: unknown): Breach[] {
  const breaches: Breach[] = []
  const breach = (field: string, rule: keyof typeof RULES) =>
    breaches.push({ field, rule, words: RULES[rule] })

  if (!/^https?:\/\/(www\.)?schema\.org\/?$/.test(vocabulary(context))) breach('@context', 'context')

  const claim = review.claimReviewed
  if (!isText(claim)) breach('claimReviewed', 'no claim')

  const url = review.url
  const address = webAddress(url)
  if (url === undefined) breach('url', 'no url')
  else if (!address) breach('url', 'not an address')
  else if (isHomePage(address)) breach('url', 'home page')

  const published = review.datePublished
  if (published !== undefined && !isDate(published)) breach('datePublished', 'no date')

  const author = review.author
  if (author !== undefined && !isPartyOrParties(author)) breach('author', 'not a party')
  else if (
    author !== undefined &&
    !parties(author).some((party) => isText(party.name) || webAddress(party.url))
  ) {
    breach('author', 'unnamed party')
  }

  rating(review.reviewRating, claim)
  reviewed(review.itemReviewed)
  return breaches

  function rating(value: unknown, reviewedClaim: unknown): void {
    if (!isFields(value)) return void breach('reviewRating', 'no rating')
    if (!types(value).some((type) => RATINGS.has(type))) breach('reviewRating', 'not a rating')
    const label = value.alternateName
    if (!isText(label)) breach('reviewRating.alternateName', 'no label')
    else if (isText(reviewedClaim) && holdsRating(reviewedClaim, label)) {
      breach('claimReviewed', 'rating in claim')
    }

    const names = ['ratingValue', 'worstRating', 'bestRating'] as const
    const given = names.filter((name) => value[name] !== undefined)
    if (given.length === 0) return
    for (const name of names) {
      if (value[name] === undefined) breach(`reviewRating.${name}`, 'number missing')
      else if (numberOf(value[name]) === null) breach(`reviewRating.${name}`, 'not a number')
    }
    const [point, worst, best] = names.map((name) => numberOf(value[name]))
    if (typeof worst === 'number' && worst < 1) breach('reviewRating.worstRating', 'worst below one')
    if (typeof worst === 'number' && typeof best === 'number' && best <= worst) {
      breach('reviewRating.bestRating', 'best not above worst')
    }
    if (typeof point !== 'number') return
    if (typeof worst === 'number' && point < worst) breach('reviewRating.ratingValue', 'below worst')
    if (typeof best === 'number' && point > best) breach('reviewRating.ratingValue', 'above best')
  }

  function reviewed(value: unknown): void {
    if (value === undefined) return
    for (const item of Array.isArray(value) ? value : [value]) {
      if (!isFields(item)) {
        breach('itemReviewed', 'not a claim')
        continue
      }
      if (!types(item).some((type) => ITEMS.has(type) || type.endsWith('Posting'))) {
        breach('itemReviewed', 'not a claim')
      }
      if (item.author !== undefined && !isPartyOrParties(item.author)) {
        breach('itemReviewed.author', 'not a party')
      } else if (parties(item.author).some(isPublisher)) {
        breach('itemReviewed.author', 'own claim')
      }
      const said = item.datePublished
      if (said !== undefined && !isDate(said)) breach('itemReviewed.datePublished', 'no date')
      else if (isText(said) && isText(published) && isDate(published) && dayOf(said) > dayOf(published)) {
        breach('itemReviewed.datePublished', 'after the review')
      }
      for (const field of ['appearance', 'firstAppearance'] as const) {
        for (const place of items(item[field])) {
          const link = isFields(place) ? place.url : place
          if (isFields(place) && link === undefined) continue
          if (!webAddress(link)) breach(`itemReviewed.${field}`, 'not an address')
          else if (address && sameAddress(webAddress(link), address)) {
            breach(`itemReviewed.${field}`, 'own page')
          }
        }
      }
    }
  }

  /** By name, or by the address of its site. */
  function isPublisher(claimant: Fields): boolean {
    return parties(author).some((publisher) => {
      const sameName =
        isText(claimant.name) && isText(publisher.name) && fold(claimant.name) === fold(publisher.name)
      const site = webAddress(publisher.url)
      const ofClaimant = webAddress(claimant.url)
      return (
        sameName ||
        (site !== null && ofClaimant !== null && isSite(ofClaimant) && hostOf(site) === hostOf(ofClaimant))
      )
    })
  }
}

const RATINGS: ReadonlySet<string> = new Set(['Rating', 'AggregateRating', 'EndorsementRating'])
const PARTIES: ReadonlySet<string> = new Set([
  ...['Person', 'Organization', 'NewsMediaOrganization', 'GovernmentOrganization', 'NGO', 'Corporation'],
  ...['PoliticalParty', 'EducationalOrganization', 'LocalBusiness', 'FundingScheme', 'ResearchOrganization'],
])
const ITEMS: ReadonlySet<string> = new Set([
  ...['Claim', 'CreativeWork', 'Article', 'NewsArticle', 'OpinionNewsArticle', 'WebPage', 'WebContent'],
  ...['VideoObject', 'ImageObject', 'AudioObject', 'MediaObject', 'Message', 'Quotation', 'Report', 'Book'],
])

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function types({ '@type': type }: Fields): string[] {
  return items(type)
    .filter((each) => typeof each === 'string')
    .map((each) => each.replace(/^(https?:\/\/schema\.org\/|schema:)/, ''))
}

function items(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}

function vocabulary(context: unknown): string {
  const named = items(context)
    .map((each) => (isFields(each) ? each['@vocab'] : each))
    .find((each) => typeof each === 'string' && each.includes('schema.org'))
  return typeof named === 'string' ? named : ''
}

function parties(value: unknown): Fields[] {
  return items(value).filter(isFields)
}

function isPartyOrParties(value: unknown): boolean {
  const all = items(value)
  return (
    all.length > 0 && all.every((each) => isFields(each) && types(each).some((type) => PARTIES.has(type)))
  )
}

function webAddress(value: unknown): URL | null {
  if (!isText(value) || !/^https?:\/\//i.test(value.trim())) return null
  return URL.canParse(value) ? new URL(value) : null
}

function isHomePage({ pathname, search }: URL): boolean {
  return /^\/(index\.\w+)?$/.test(pathname) && search === ''
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^www\./, '')
/** An account at a network is not the network. */
const isSite = ({ pathname }: URL) => pathname === '/'

function sameAddress(one: URL | null, other: URL): boolean {
  return (
    one !== null &&
    one.origin === other.origin &&
    one.pathname === other.pathname &&
    one.search === other.search
  )
}

/** schema.org takes a number or the text of one. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : null
}

const DATE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$/

function isDate(value: unknown): boolean {
  const [, year, month, day] = (typeof value === 'string' && DATE.exec(value.trim())) || []
  if (year === undefined) return false
  if (month === undefined) return true
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return (
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    (day === undefined || (Number(day) >= 1 && Number(day) <= last))
  )
}

/** A coarse date counts from its beginning. */
function dayOf(date: string): string {
  return date.trim().slice(0, 10)
}

const HEADINGS = /^\s*(fakten-?check|fact[ -]?check|faktenfuchs|debunked)\b\s*[:–—-]/i
const COMMON_LABELS =
  /^\s*["“„([]?(false|true|mostly false|mostly true|half true|misleading|fake|hoax|pants on fire|falsch|richtig|wahr|teilweise falsch|größtenteils (?:falsch|richtig)|irreführend|fehlender kontext|manipuliert|unbelegt)["”“)\]]?\s*[:–—!]/i

/** The label before or behind the claim, or alone; inside a sentence it is a word like others. */
function holdsRating(claim: string, label: string): boolean {
  const text = fold(claim)
  const rating = fold(label).replace(/[.!]+$/, '')
  if (HEADINGS.test(claim) || COMMON_LABELS.test(claim)) return true
  if (rating === '') return false
  if (text.replace(/[.!?]+$/, '') === rating) return true
  const behind = text.startsWith(rating) ? text.slice(rating.length) : ''
  const before = text.replace(/[.!]+$/, '').endsWith(rating)
    ? text.replace(/[.!]+$/, '').slice(0, -rating.length)
    : ''
  return (
    /^["”“)\]]?\s*[:–—-]\s/.test(behind) ||
    /(?:[:–—]|\s-)\s*$/.test(before) ||
    text.includes(`(${rating})`) ||
    text.includes(`[${rating}]`)
  )
}

function fold(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

const ADVICE = {
  author: {
    de: 'Empfohlen: Nennen Sie den Herausgeber des Faktenchecks.',
    en: 'Recommended: name the publisher of the fact check.',
  },
  datePublished: {
    de: 'Empfohlen: Nennen Sie den Tag, an dem der Faktencheck erschien.',
    en: 'Recommended: give the day on which the fact check was published.',
  },
  itemReviewed: {
    de: 'Empfohlen: Nennen Sie, wer die Behauptung wann und wo aufgestellt hat.',
    en: 'Recommended: say who made the claim, when and where.',
  },
} satisfies Record<string, Words>

const RULES = {
  context: {
    de: '@context muss https://schema.org sein.',
    en: '@context must be https://schema.org.',
  },
  'no claim': {
    de: 'Die geprüfte Behauptung fehlt.',
    en: 'The claim that was reviewed is missing.',
  },
  'no url': {
    de: 'Die öffentliche Adresse des Faktenchecks fehlt.',
    en: 'The public address of the fact check is missing.',
  },
  'not an address': {
    de: 'Das ist keine vollständige Adresse mit http oder https.',
    en: 'This is no complete address with http or https.',
  },
  'home page': {
    de: 'Die Adresse führt auf eine Startseite statt auf den Faktencheck.',
    en: 'The address leads to a home page instead of the fact check.',
  },
  'no date': {
    de: 'Das ist kein Datum nach ISO 8601 (zum Beispiel 2022-03-08).',
    en: 'This is no date in ISO 8601 (for example 2022-03-08).',
  },
  'after the review': {
    de: 'Die Behauptung wäre nach ihrer Prüfung aufgestellt worden.',
    en: 'The claim would have been made after it was reviewed.',
  },
  'not a party': {
    de: 'Hier muss eine Person oder Organisation stehen (@type Person oder Organization).',
    en: 'A person or an organisation must stand here (@type Person or Organization).',
  },
  'unnamed party': {
    de: 'Der Herausgeber hat weder Namen noch Adresse.',
    en: 'The publisher has neither a name nor an address.',
  },
  'no rating': { de: 'Die Bewertung fehlt.', en: 'The rating is missing.' },
  'not a rating': {
    de: 'Die Bewertung muss vom Typ Rating sein.',
    en: 'The rating must be of the type Rating.',
  },
  'no label': {
    de: 'Die Bewertung in Worten (alternateName) fehlt.',
    en: 'The rating in words (alternateName) is missing.',
  },
  'rating in claim': {
    de: 'Die Bewertung steht in der Behauptung. Dort gehört nur hin, was behauptet wurde.',
    en: 'The rating stands inside the claim. Only what was claimed belongs there.',
  },
  'number missing': {
    de: 'Wer Zahlen nennt, nennt alle drei: ratingValue, worstRating, bestRating.',
    en: 'Who gives numbers gives all three: ratingValue, worstRating, bestRating.',
  },
  'not a number': { de: 'Das ist keine Zahl.', en: 'This is not a number.' },
  'worst below one': {
    de: 'Der schlechteste Wert muss mindestens 1 sein.',
    en: 'The worst value must be at least 1.',
  },
  'best not above worst': {
    de: 'Der beste Wert muss über dem schlechtesten liegen.',
    en: 'The best value must be above the worst.',
  },
  'below worst': {
    de: 'Der Wert liegt unter dem schlechtesten.',
    en: 'The value is below the worst.',
  },
  'above best': { de: 'Der Wert liegt über dem besten.', en: 'The value is above the best.' },
  'not a claim': {
    de: 'Was geprüft wurde, muss ein Claim oder ein Werk sein (@type Claim oder CreativeWork).',
    en: 'What was reviewed must be a claim or a work (@type Claim or CreativeWork).',
  },
  'own claim': {
    de: 'Die Behauptung stammt vom Herausgeber selbst. Geprüft werden nur Behauptungen anderer.',
    en: 'The claim is the publisher’s own. Only claims of others are reviewed.',
  },
  'own page': {
    de: 'Als Fundort der Behauptung ist der Faktencheck selbst genannt.',
    en: 'The fact check itself is named as the place of the claim.',
  },
} satisfies Record<string, Words>
