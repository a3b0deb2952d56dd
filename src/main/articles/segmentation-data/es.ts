// Abbreviations: from the lists of sentencex (MIT, © 2025 Santhosh Thottingal) and the sentence break suppressions of
// CLDR (Unicode-3.0), with additions of our own. The other lists are our own.
import { type LanguageRules, words } from './language-rules'

export const spanish: LanguageRules = {
  neverFinal: words(`
    sr sra sres sras srta srtas d dª dña don dr dra dres dras prof profe profa lic lcdo lcda ldo lda ing arq abg mag mtro mtra
    gral gen cnel capt tte sgto cmdte alm mons pbro fr sto sta san av avda avd c/ cra cll transv diag pza plza pl
    ed eds cf ca aprox admón admon tel tfno teléf dir dpto depto prov núm nro nº izq izda dcha sec
    ej esp máx mín pág págs párr párrf vol vs fig fdo excmo excma ilmo ilma hno hnos
    trad art mr mrs jr
  `),
  sometimesFinal: words('etc cía cia co inc ltd corp jr sr ud uds vd vds km'),
  beforeNumber: words(
    'art arts cap caps cap fig lib No núm nro n p pp ene feb mar abr may jun jul ago sep sept set oct nov dic pág págs párrf párr t tom tomo vol vols sec inc ext v',
  ),
  unit: words('cm mm kg km h min seg'),
  multiPart: new Map([
    ['p.ej', 'never'],
    ['a.c', 'sometimes'],
    ['d.c', 'sometimes'],
    ['a.m', 'sometimes'],
    ['p.m', 'sometimes'],
    ['ee.uu', 'sometimes'],
    ['e.u', 'sometimes'],
    ['ff.aa', 'sometimes'],
    ['cc.oo', 'sometimes'],
    ['rr.hh', 'sometimes'],
    ['ss.mm', 'never'],
    ['s.m', 'never'],
    ['s.s', 'never'],
    ['s.a', 'sometimes'],
    ['s.l', 'sometimes'],
    ['b.c', 'sometimes'],
    ['u.s', 'sometimes'],
    ['jj.oo', 'sometimes'],
    ['aa.vv', 'sometimes'],
    ['p.d', 'never'],
    ['n.b', 'never'],
    ['ee.u', 'never'],
    ['c.a', 'sometimes'],
    ['a.de.c', 'never'],
  ]),
  starters: words(`
    a actualmente además afortunadamente algunas asimismo cualquier finalmente generalmente inicialmente lamentablemente
    originalmente principalmente recientemente solamente únicamente
    además ahora al algunos ambos ante antes aquel así aun aunque bajo cada casi como con contra cuando cuya de del
    desde después dicha dicho dos durante él el ella ellas ello ellos en entonces entre era es esa ese eso esta están
    estas este esto estos fue ha hace hacia hasta hay hoy incluso la las le les lo los luego más me mi mientras mis
    mucho muchos muy nada nadie ni ningún no nos nosotros nuestra nuestro o otra otro otros para pero poco por porque
    posteriormente pues que qué quien quién se según ser si sí sin sobre sólo solo son su sus también tal tampoco tan
    tanto te todas todo todos tras tres tu tú un una unas uno unos usted varios y ya yo
  `),
  months: words(`
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    ene feb mar abr may jun jul ago sep sept oct nov dic
  `),
  headings: words('capítulo sección parte artículo anexo lección título'),
  titles: words('sr sra dr dra don doña'),
  afterTime: new Set(),
  lowerCaseSentences: false,
  neverShort: new Set(),
  nounsAreCapital: false,
  ordinals: false,
  beforeOrdinal: new Set(),
  afterOrdinal: new Set(),
}
