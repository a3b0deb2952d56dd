// Abbreviations: from the lists of sentencex (MIT, © 2025 Santhosh Thottingal) and the sentence break suppressions of
// CLDR (Unicode-3.0), with additions of our own. The other lists are our own.
import { type LanguageRules, words } from './language-rules'

export const french: LanguageRules = {
  neverFinal: words(`
    m mm mme mmes mlle mlles dr drs me mgr pr prof st ste sts cf ca env av bd boul pl apr dept dép tél fig réf
    ex hab ing lt gén capt cdt adj sgt mr mrs ms sté éd trad vs resp préf ital angl lat al
    janv févr avr juil oct nov déc
  `),
  sometimesFinal: words('etc inc ltd co corp jr sr cie md st univ assoc éd éds'),
  beforeNumber: words('art chap ch fig n no nos p pp par sect t tom vol al op tab num'),
  unit: words('km cm mm kg h min sec'),
  multiPart: new Map([
    ['c.-à-d', 'never'],
    ['p.ex', 'never'],
    ['av.j.-c', 'word'],
    ['apr.j.-c', 'word'],
    ['j.-c', 'word'],
    ['a.k.a', 'never'],
    ['u.s', 'sometimes'],
    ['u.s.a', 'sometimes'],
    ['i.e', 'never'],
    ['s.a', 'sometimes'],
    ['n.b', 'never'],
    ['p.s', 'never'],
    ['r.p', 'never'],
    ['s.m', 'never'],
    ['d.c', 'sometimes'],
  ]),
  starters: words(`
    à afin ainsi alors après au aucun aujourd'hui auparavant aussi autour aux avant avec bien c'est ce cela celle celui cependant certains ces cet
    cette chaque comme contrairement dans de depuis dès deux des dont du durant elle elles en enfin ensuite entre est et il ils
    je jusqu'à la le les leur leurs lors lorsque lui ma mais malgré même mes mon ne néanmoins nos notre nous on or ou
    où outre par parmi pendant plus plusieurs pour pourtant puis quand quant que quel quelle quelques qui sa sans selon
    seul ses si son sous suite sur ta toutefois tous tout toute toutes très trois tu un une vers voici voilà vos votre vous y
    l'on l'un s'il qu'il d'autres
  `),
  months: words(`
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    janv févr avr juil sept oct nov déc
  `),
  headings: words('chapitre section partie article annexe leçon titre'),
  titles: words('m mme mlle dr'),
  afterTime: new Set(),
  lowerCaseSentences: false,
  neverShort: new Set(),
  nounsAreCapital: false,
  ordinals: false,
  beforeOrdinal: new Set(),
  afterOrdinal: new Set(),
}
