/** Words that decide what a sentence claims, German and English. Lower case. */

const set = (...lines: string[]) => new Set(lines.flatMap((line) => line.split(' ')))

const NEGATIONS = set(
  'nicht nichts nie niemals niemand niemanden niemandem niemandes nirgends nirgendwo weder kein keine keinen keinem',
  'keiner keines keins keinerlei keineswegs keinesfalls ohne kaum nein mitnichten außer',
  'not no never none nobody nothing nowhere neither nor without cannot hardly scarcely barely except',
)

const QUANTIFIERS = set(
  'alle allen aller alles jede jeder jedes jeden jedem sämtliche sämtlichen manche manchen mancher einige einigen',
  'einiger wenige wenigen weniger viele vielen vieler viel meisten mehrere mehreren beide beiden etwa rund fast knapp',
  'mindestens höchstens wenigstens maximal minimal nur lediglich immer oft selten häufig stets manchmal meist',
  'ungefähr circa ca gut bis über unter genau exakt teils teilweise ganz gesamte gesamten überwiegend hälfte mehrheit minderheit',
  'all every each some any few many much most several both about around almost nearly roughly at least only always',
  'often rarely seldom usually sometimes mostly approximately exactly partly entire whole half majority minority just over under up',
)

const MODALS = set(
  'kann kannst können könnt konnte konnten könne könnte könnten muss müssen musste mussten müsse müsste müssten soll',
  'sollen sollte sollten solle darf dürfen durfte durften dürfe dürfte dürften will wollen wollte wollten wolle mag',
  'mögen möge möchte möchten würde würden werde wird werden wohl vielleicht möglicherweise vermutlich wahrscheinlich',
  'angeblich mutmaßlich offenbar anscheinend sicher gewiss bestimmt sei seien wäre wären habe hätte hätten laut',
  'can could may might must shall should will would ought need perhaps maybe possibly probably likely unlikely',
  'allegedly reportedly apparently supposedly certainly surely definitely presumably',
)

const COMPARATIVES = set(
  'mehr weniger minder höher höhere höheren niedriger niedrigere größer größere größeren kleiner kleinere kleineren',
  'besser bessere schlechter schlechtere älter ältere jünger jüngere länger längere kürzer kürzere früher frühere',
  'später spätere stärker stärkere schwächer schwächere schneller langsamer teurer billiger günstiger am als wie',
  'größte größten kleinste kleinsten höchste höchsten niedrigste beste besten schlechteste älteste ältesten jüngste',
  'letzte letzten steigt stieg steigen stiegen gestiegen sinkt sank sinken sanken gesunken fällt fiel fallen fielen wächst',
  'wuchs wachsen gewachsen schrumpft schrumpfte erhöht erhöhte senkt senkte gesenkt zunahm abnahm halb so ebenso gleich',
  'more less fewer higher lower larger smaller bigger better worse older younger longer shorter earlier later stronger',
  'weaker faster slower than as least largest smallest highest lowest best worst oldest youngest last rose fell',
  'rise rises fall falls risen fallen grow grows grew grown shrink shrank increase increases increased decrease decreases',
  'decreased drop drops dropped equal same',
)

const SMALL_NUMBERS = 'ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf'
/** Counted, in order, in parts and in times; "ein" is left out, since it mostly is the article. */
const NUMBER_WORDS = new RegExp(
  `^(?:${[
    `null|eins|(?!ein$)(?:${SMALL_NUMBERS})(?:mal|fach\\p{L}*)?|\\p{L}*(?:zehn|zig|ßig|hundert|tausend)|dutzende?n?`,
    '(?:erst|zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt|\\p{L}*(?:zehnt|zigst|ßigst|hundertst))e[nrms]?',
    '\\p{L}*(?:drittel|viertel|fünftel|achtel|zehntel)s?|(?:ver|ge)?(?:doppel|dreifach|vierfach|vielfach|halbier)\\p{L}*',
    'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\p{L}*teen|twenty|thirty|forty|fifty',
    'sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|first|second|thirds?|fourth|fifths?|sixth|seventh|eighth',
    'ninth|tenths?|once|twice|thrice|quarters?|halves|halved?|halving|doubl\\p{L}*|tripl\\p{L}*|quadrupl\\p{L}*',
  ].join('|')})$`,
  'u',
)

const UNITS = set(
  '% ‰ ° € $ £ prozent prozentpunkt prozentpunkte prozentpunkten promille euro cent dollar pfund franken rubel kopeken',
  'million millionen milliarde milliarden billion billionen mio mrd tsd hundert tausend meter metern kilometer',
  'kilometern zentimeter millimeter km m cm mm hektar quadratmeter quadratkilometer liter kubikmeter l gramm kilogramm',
  'kilo tonne tonnen kg g t grad celsius watt kilowatt megawatt gigawatt kilowattstunden kwh mw gw stunde stunden minute',
  'minuten sekunde sekunden percent percentage point points pounds rubles metre metres meter meters kilometres',
  'kilometers mile miles feet foot inch inches acres hectares litre litres gallons grams kilograms ton tons tonne tonnes',
  'degrees hour hours minutes seconds billions trillions ft lb lbs oz mi yd mph kph',
)

const DATE_WORDS = set(
  'januar jänner februar feber märz april mai juni juli august september oktober november dezember montag dienstag',
  'mittwoch donnerstag freitag samstag sonnabend sonntag gestern vorgestern heute morgen übermorgen tag tage tagen',
  'woche wochen monat monate monaten monats jahr jahre jahren jahres jahrzehnt jahrhundert quartal abend nacht mittag',
  'vor nach seit ehemalige ehemaligen ehemaliger damalige damaligen damaliger bisherige bisherigen künftige künftigen',
  'january february march may june july october december monday tuesday wednesday thursday friday saturday sunday',
  'yesterday today tomorrow day days week weeks month months year years decade century evening night noon',
  'before after since until former future',
)

/** Words that begin sentences and name nothing. */
const FUNCTION_WORDS = set(
  'der die das den dem des ein eine einer eines einem einen er sie es wir ihr ich du man in im am an auf aus bei mit nach',
  'von vom vor zu zum zur um und oder aber doch denn wenn weil dass ob als wie wo wer was dann da dort hier diese dieser',
  'dieses diesen diesem jemand einmal sein seine ihre unser unsere durch für gegen während seit trotz auch nur so noch schon jetzt nun',
  'the a an he she it they we i you in on at by with from to of and or but so if when while because that this these those',
  'his her their our its for as after before since there here then now also',
)

/** What a headline says about everything under it. */
const TRUTH_WORDS =
  /^(?:falsch\p{L}*|richtig\p{L}*|stimmt|stimmen|wahr\p{L}*|unwahr\p{L}*|lügen?|gelogen|fakes?|mythos|mythen|gerüchte?\p{L}*|behaupt\p{L}*|irreführend\p{L}*|erfunden\p{L}*|gefälscht\p{L}*|fälschung\p{L}*|satire|glosse|kommentar|meinung|faktencheck|widerlegt|belegt|unbelegt\p{L}*|angeblich\p{L}*|false|wrong|true|untrue|lies?|hoax\p{L}*|myths?|rumou?rs?|claims?|claimed|misleading|fabricated|forged|debunked|alleged\p{L}*|opinion|fact-check|unproven)$/u

const SPEECH_WORDS =
  /^(?:sag\p{L}*|erklär\p{L}*|teilt\p{L}*|beton\p{L}*|berichte\p{L}*|schrieb\p{L}*|schreib\p{L}*|fragt\p{L}*|antwort\p{L}*|meint\p{L}*|kritisier\p{L}*|warnt\p{L}*|forder\p{L}*|erzähl\p{L}*|behaupt\p{L}*|kündigt\p{L}*|fügt\p{L}*|sprach\p{L}*|sprich\p{L}*|laut|zufolge|heißt|hieß|zitier\p{L}*|äußer\p{L}*|bestätig\p{L}*|versicher\p{L}*|beteuer\p{L}*|bekräftig\p{L}*|verkünde\p{L}*|ergänz\p{L}*|dementier\p{L}*|twitter\p{L}*|poste\p{L}*|nannte\p{L}*|nennt|rief|ruft|said|says?|told|tells?|according|added|adds|wrote|writes?|asked|asks?|explain\p{L}*|warned|warns|claim\p{L}*|announc\p{L}*|stated?|states|replied|quoted?|confirm\p{L}*|insist\p{L}*|tweet\p{L}*|posted|argue\p{L}*|denie[ds]|noted|recalled|admit\p{L}*|promise\p{L}*|remark\p{L}*)$/u

export function isNegation(word: string): boolean {
  return NEGATIONS.has(word) || word.endsWith("n't") || word.endsWith('n’t')
}

/** "unmöglich" and "möglich", "legal" and "illegal". */
export function isOpposite(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return (
    short.length > 3 &&
    /^(?:un|in|im|il|ir|dis|miss|mis|non-?|nicht-?|a|anti-?|ent|de)$/u.test(long.slice(0, -short.length)) &&
    long.endsWith(short)
  )
}

export function isQuantifier(word: string): boolean {
  return QUANTIFIERS.has(word)
}

export function isModal(word: string): boolean {
  return MODALS.has(word)
}

export function isComparative(word: string): boolean {
  return COMPARATIVES.has(word)
}

export function isNumber(word: string): boolean {
  return /\p{N}/u.test(word) || NUMBER_WORDS.test(word)
}

export function isUnit(word: string): boolean {
  return UNITS.has(word) || /^\p{Sc}$/u.test(word)
}

export function isDate(word: string): boolean {
  return DATE_WORDS.has(word) || /^(?:1[5-9]|20)\d\d$|^\d{1,2}\.\d{1,2}\.|^\d{4}-\d\d/.test(word)
}

export function isFunctionWord(word: string): boolean {
  return (
    FUNCTION_WORDS.has(word) || isNegation(word) || isQuantifier(word) || isModal(word) || isComparative(word)
  )
}

export function saysWhetherTrue(word: string): boolean {
  return TRUTH_WORDS.test(word)
}

export function isSpeech(word: string): boolean {
  return SPEECH_WORDS.test(word)
}
