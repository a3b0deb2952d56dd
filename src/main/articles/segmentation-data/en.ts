// Abbreviations: from the lists of sentencex (MIT, © 2025 Santhosh Thottingal) and the sentence break suppressions of
// CLDR (Unicode-3.0), with additions of our own. The other lists are our own.
import { type LanguageRules, words } from './language-rules'

export const english: LanguageRules = {
  neverFinal: words(`
    mr mrs ms messrs mme mlle dr prof profs rev revd hon pres gov sen sens rep reps gen col lt maj sgt cpl capt cmdr adm amb
    fr st ste mt ft pvt supt insp det assoc asst atty mgr msgr dept comdr ald hr vs viz cf ca approx i.e e.g al
    gens cols lts capts drs attys brig pfc sra dir
  `),
  sometimesFinal: words(`
    etc inc corp co cos ltd llc plc bros jr sr esq est ave blvd rd calif conn ariz ala colo fla kan ky 
    md mich minn mo mont neb nev okla penn tenn tex va vt wis wyo mon tue tues thu thurs fri 
    assn dist div intl natl univ ed eds hwy mfg
    jan feb mar apr jun jul aug sep sept oct nov dec Mass Ill Miss Wash Ore Ark Ind Pa Ga La Wed Sat Sun
  `),
  beforeNumber: words(`
    no nos art sec secs fig figs vol vols ch chap chs p pp par para eq eqs ex exs pt sect cl op ver num ext rs cap pl tab app
  `),
  unit: words('ft in lb lbs oz yd mi mph hr hrs min sec gal pt qt fl cm mm km kg sq'),
  multiPart: new Map([
    ['i.e', 'never'],
    ['p.s', 'never'],
    ['e.g', 'never'],
    ['a.m', 'word'],
    ['p.m', 'word'],
    ['ph.d', 'word'],
    ['b.c', 'sometimes'],
    ['a.d', 'sometimes'],
    ['b.c.e', 'word'],
    ['c.e', 'word'],
    ['u.s', 'sometimes'],
    ['u.k', 'sometimes'],
    ['u.n', 'sometimes'],
    ['u.s.a', 'sometimes'],
    ['u.a.e', 'sometimes'],
    ['e.u', 'sometimes'],
    ['d.c', 'sometimes'],
    ['l.a', 'sometimes'],
    ['n.e', 'sometimes'],
    ['ll.b', 'word'],
    ['ll.m', 'word'],
    ['ll.d', 'word'],
    ['m.d', 'sometimes'],
    ['b.a', 'sometimes'],
    ['m.a', 'sometimes'],
    ['m.b.a', 'sometimes'],
    ['et.al', 'never'],
    ['a.k.a', 'never'],
    ['op.cit', 'never'],
    ['r.i.p', 'word'],
  ]),
  starters: words(`
    actually additionally apparently basically consequently currently eventually finally generally hence initially
    nevertheless nonetheless occasionally often originally previously recently sometimes subsequently traditionally
    typically ultimately usually
    a about according after again all also although among an and another any are as at back because before both but by
    can could despite did do does during each even every few finally first following for former from further furthermore given
    had has have he her here hers his how however i if in indeed instead is it its just last later like many maybe
    meanwhile millions more moreover most much my nearly neither never next no none nor not nothing now of on once one
    only or other others our out over perhaps please several she should shortly similarly since so some soon still such
    take than that the their then there therefore these they this those though through thus to today together tomorrow
    two under unfortunately unless unlike until up upon very was we were what when where whether which while who whose
    why will with within without would yes yesterday yet you your start put let did let's it's he's she's that's there's
    they're we're i'm i've i'll don't didn't isn't
  `),
  months: words(`
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
  `),
  headings: words('chapter section part article appendix lesson'),
  titles: words('mr mrs ms dr prof sir president senator'),
  afterTime: words(
    'monday tuesday wednesday thursday friday saturday sunday est edt et pst pdt pt gmt bst cet utc local eastern',
  ),
  lowerCaseSentences: true,
  neverShort: new Set(),
  nounsAreCapital: false,
  ordinals: false,
  beforeOrdinal: new Set(),
  afterOrdinal: new Set(),
}
