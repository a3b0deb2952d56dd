import type { BlockKind } from '#shared/model'

import { findDate } from './attribution'

/** What a line is by its own words, wherever it stands. */

/** Buttons and labels of web pages that come along when an article is copied. */
const FURNITURE = new Set(
  `
  anzeige|werbung|advertisement|ad|sponsored|teilen|artikel teilen|beitrag teilen|drucken|artikel drucken|merken|artikel merken|speichern|kopieren
  link kopieren|copy link|share|share this article|save|print|email|e-mail|mail|per mail|facebook|twitter|x|whatsapp|telegram|linkedin|xing|pinterest|instagram
  bluesky|threads|reddit|pocket|flipboard|messenger|mastodon|kommentare|kommentieren|kommentar schreiben|comments|leave a comment|newsletter|abonnieren
  subscribe|sign up|login|log in|anmelden|einloggen|registrieren|menü|menu|suche|search|startseite|home|zurück|back|weiter|next|nach oben
  zum seitenanfang|zum inhalt springen|skip to content|skip to main content|artikel anhören|anhören|vorlesen|vorlesen lassen|listen|listen to this article|abspielen
  play|pause|video abspielen|video|audio|bild vergrößern|vergrößern|schließen|close|mehr anzeigen|weniger anzeigen|show more|show less|folgen|follow
  follow us|feedback|korrektur melden|fehler melden|cookie-einstellungen|datenschutz|impressum|privacy policy|externer inhalt|push-benachrichtigungen
  inhaltsverzeichnis|table of contents|auf einer seite lesen|auf facebook teilen|auf twitter teilen|auf x teilen|share on facebook|share on twitter|share on x
  published|veröffentlicht|close panel|share page|about sharing|zur merkliste hinzufügen|artikel verschenken|verschenken|zurücksetzen|beitrag|mehr
  merkliste|auf die merkliste|in die zwischenablage kopieren|url kopieren|artikel hören|breaking news|live|eilmeldung
  `
    .split(/[|\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== ''),
)

const AGENCY =
  /\b(?:dpa|d?apd|afp|apa?|reuters|epd|kna|sid|epa|imago|getty|picture[ -]alliance|shutterstock|istock|alamy|unsplash|pixabay|wikimedia|wikipedia|keystone|ddp|ukrinform|tass|zdf|ard|zumapress|anadolu|bloomberg|adobe ?stock|nasa|eyevine|laif|ostkreuz|afp-photo|pa media|pa wire)\b/iu

const AGENCY_ALONE = new RegExp(
  String.raw`^[([]?${AGENCY.source}(?:\s(?:images?|photos?|pictures?))?[)\]]?$`,
  'iu',
)

const CREDIT_LABEL =
  /^[([]?\s*(?<label>fotos?|foto credits?|bildquellen?|bildnachweise?|quellen?|bild(?:er)?|grafik(?:en)?|infografik|illustration|video|screenshot|copyright|credits?|photo(?:graph|graphs|s)?(?: credit| by)?|pictures?|images?(?: credit| source)?|sources?|graphics?|image source,?|chart|mit material von|reporting by|editing by|redaktion|agentur)\s*(?:[:/]|…|\.{3}|(?<=by|von|,)\s)\s*(?<rest>\S.*?)[)\]]?$/iu
const CAPTION_LABEL =
  /^(?:image caption,|(?:karte|archiv|symbolbild|symbolfoto|archivbild|archivfoto|bildunterschrift|im bild|bild oben|map|file photo|file picture|pictured|caption|infografik|grafik|diagramm|chart|bild|foto|photo|video|illustration|datawrapper)\b\s*[:|–-])\s*\S/iu
const LINK_NOTE =
  /^(?:[→►▶»>]+\s*)?(?:mehr (?:zu(?:m|r)?|über|dazu|lesen|infos?|aus|informationen)|lesen sie|lies (?:auch|hier|mehr)|weiterlesen|weitere (?:informationen|artikel|nachrichten|meldungen|infos)|auch interessant|auch lesenswert|das könnte (?:sie|dich)|siehe auch|sehen sie|hören sie|zum thema|read (?:more|also|next|the)|more (?:on|about|from)|see also|also read|related|further reading|recommended|you may (?:also )?(?:like|be interested)|watch:?|listen:?|click here|hier (?:klicken|geht es|finden sie|lesen sie)|passend dazu|zum (?:nachlesen|artikel|video|podcast)|links zum|hintergrund zum thema|empfehlung(?:en)? der redaktion)\b|\b(?:finden|lesen|sehen|hören) sie (?:.{0,60}\s)?(?:hier|in unserem (?:live)?blog)\b/iu
const WEB_ADDRESS = /^(?:https?:\/\/|www\.)\S+$/iu
const DATE_LABEL =
  /^[-–•|\s]*(?:stand:?\s+(?:vom\s+|am\s+)?(?=\d|\p{L}+\s\d{4})|(?:veröffentlicht|aktualisiert|zuletzt (?:aktualisiert|geändert)|erschienen|publiziert|published|updated|last (?:updated|modified)|posted|first published)\b|(?:datum|date):)/iu
const READING_TIME =
  /^(?:lesezeit|lesedauer|reading time|beitragslänge|artikel zum (?:hören|anhören)|videolänge|hördauer)\b.{0,30}$|^\d{1,3}[ -]?min(?:ute|uten|utes)?\.?(?: (?:read|lesezeit|lesedauer))?$|^\d{1,2}:\d{2}(?: min\.?)?$/iu

/** "Startseite > Politik > Ausland" */
const BREADCRUMBS = /^[^.!?]{2,40}(?:\s[>›»/|]\s[^.!?]{2,60}){2,}$/u
const BULLET = /^(?:[-•*·▪●◦‣–]|\u2043)\s+\S/u

export function ownKind(line: string): BlockKind | null {
  if (!/[\p{L}\p{N}]/u.test(line))
    return /^[\s\p{P}\p{S}]+$/u.test(line) && !isExclamation(line) ? 'non-text' : null
  if (isFurniture(line)) return 'non-text'
  if (line.length > 300) return null
  if (isCredit(line)) return 'credit'
  if (isCaption(line)) return 'caption'
  if (isLinkNote(line)) return 'link note'
  if (isDateLine(line)) return 'byline'
  return null
}

export function isBullet(line: string): boolean {
  return BULLET.test(line)
}

export function itemNumber(line: string): number | null {
  const match = /^(?:(\d{1,3})[.)]|\(?([a-z])\))\s+\S/u.exec(line)
  if (match?.[1] !== undefined) return Number(match[1])
  return match?.[2] === undefined ? null : match[2].charCodeAt(0) - 0x60
}

/** "?!" and "…" are said by somebody, "***" is drawn. */
function isExclamation(line: string): boolean {
  return /^[?!…]+$/u.test(line) || /\p{Extended_Pictographic}/u.test(line)
}

function isFurniture(line: string): boolean {
  const words = line
    .toLowerCase()
    .replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .trim()
  return (
    FURNITURE.has(words) ||
    READING_TIME.test(line) ||
    (line.length < 120 && BREADCRUMBS.test(line) && !AGENCY.test(line))
  )
}

function isCredit(line: string): boolean {
  const labelled = CREDIT_LABEL.exec(line)?.groups
  if (labelled) {
    const label = (labelled['label'] ?? '').toLowerCase()
    const rest = labelled['rest'] ?? ''
    if (label.startsWith('quelle') || label.startsWith('source') || label.startsWith('image source'))
      return rest.length <= 200
    if (AGENCY.test(rest) && rest.length <= 100) return true
    // "Bild: Ein Mann steht am Ufer" describes the picture, "Bild: Max Mustermann" names its maker.
    const words = rest.split(/\s+/)
    const isSentence = words.some(
      (word) => /^\p{Ll}/u.test(word) && !/^(?:von|van|de|und|and|via|of|by|der|für|the|via)$/u.test(word),
    )
    return words.length <= 8 && !isSentence && !/[.!?]$/.test(rest)
  }
  if (/^[([]?\s*(?:©|\(c\)\s|copyright\s)/iu.test(line)) return line.length <= 150
  const isShort = line.length <= 60 && line.split(/\s+/).length <= 6
  if (!isShort || !AGENCY.test(line)) return false
  return /^[^.!?]*\p{L}\/\p{L}[^.!?]*$/u.test(line) || AGENCY_ALONE.test(line)
}

function isCaption(line: string): boolean {
  return CAPTION_LABEL.test(line)
}

function isLinkNote(line: string): boolean {
  if (WEB_ADDRESS.test(line)) return true
  const match = LINK_NOTE.exec(line)
  if (!match || line.length > 160) return false
  // "Mehr zu verdienen ist sein Ziel." begins like a link and goes on as a sentence.
  const isAddress =
    /^[^\p{L}]*(?:lesen sie|lies|read|sehen sie|hören sie|hier|see also|siehe)|\bin unserem (?:live)?blog\b/iu.test(
      line,
    )
  return !/[.!?]$/.test(line) || isAddress
}

function isDateLine(line: string): boolean {
  if (line.length > 90) return false
  const found = findDate(line)
  if (DATE_LABEL.test(line))
    return !/[!?]$/.test(line) && (found !== null || /\b\d{1,2}[:.]\d{2}\b/.test(line))
  if (!found) return false
  const around = `${line.slice(0, found.start)} ${line.slice(found.end)}`
  const rest = around
    .replaceAll(/\b\d{1,2}[:.]\d{2}\b/g, '')
    .replaceAll(
      /\b(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|bst|uhr|um|at|am|pm|a\.m\.|p\.m\.|cet|est|gmt|mez|mesz|et|utc)\b/giu,
      '',
    )
  return !/[\p{L}\p{N}]/u.test(rest)
}

/** "Der Hafen von Rostock. Foto: dpa": where the credit at the end of a caption begins. */
export function creditAtEnd(line: string): number | null {
  if (line.length > 600) return null
  const labelled =
    /(?<=[.!?”“"»)]|\s[|–—-]|\S)\s+(?<credit>[([]?(?:foto|bild|grafik|photo|image|credit|picture|photograph|bildquelle|©)\s*(?::|(?<=©))\s*[^.:]{2,80}[)\]]?|\((?:foto|photo|bild)[^()]{2,80}\))$/iu.exec(
      line,
    )
  const credit = labelled?.groups?.['credit']
  return credit !== undefined && isCredit(credit) ? line.length - credit.length : null
}
