// Abbreviations: from the lists of sentencex (MIT, © 2025 Santhosh Thottingal) and the sentence break suppressions of
// CLDR (Unicode-3.0), with additions of our own. The other lists are our own.
import { type LanguageRules, words } from './language-rules'

export const german: LanguageRules = {
  neverFinal: words(`
    abg abs adr allg amtl anh anl anm aufl ausg ausgeg bearb beil bes betr bez bezgl bgm bspw bsp bzgl bzw ca chr dipl
    doz dr dres dt ebd ehem einschl engl entspr erg erw ev evtl exkl fam fr frl frz gebr geb ged gef gegr gem
    ges gesch gest gez ggf ggfs ggü griech habil hj hr hrn hrsg inf ing inh inkl insb insbes insges int ital
    jew jr jur kath kfm kgl kl kt lat lic lt ltd med mind mt nachm nat niederl nordd nr obb
    od oec oberstlt offz orig österr pfr pol prof prot proz pt quant rer resp röm russ schw seb sog soz spec spez
    st staatl stellv str stv südd teilw theol tel u übers ung ungar univ urspr usf vgl verb verf verh versch vorm vors
    vs westl wg wiss wwe  zzgl zus zw zzt bez dep gov rep mr mrs ms mme mult obgm bgmstr regbez vet pharm
    sr kgl prinzl zit apl oö nö bd Mag geh gymn hptm lfd o
    
  `),
  sometimesFinal: words(`
    usw etc co corp inc mio mrd tsd mill md jh jhd jhdt jahrh std sek stck dgl dergl uvm uva uam usf
    gmbh ag kg u.a o.ä zb hbf ff
  `),
  beforeNumber: words(`
    Art abs abb abschn absatz anm aufl az bd bde bl blg buchst drucks eg fig fn gl hft kap lfg lit nr nrn no para pos ps rdnr rn
    rz s sp tab taf tz vers ziff zif zi § az hs jan feb febr mär mrz apr jun jul aug sep sept okt nov dez max min
  `),
  unit: words('cm mm km kg std min sek st pf eur'),
  multiPart: new Map([
    ['z.b', 'never'],
    ['d.h', 'never'],
    ['i.d.r', 'never'],
    ['s.o', 'sometimes'],
    ['s.u', 'sometimes'],
    ['u.a', 'sometimes'],
    ['u.ä', 'sometimes'],
    ['o.ä', 'sometimes'],
    ['u.v.m', 'sometimes'],
    ['u.v.a', 'sometimes'],
    ['u.a.m', 'sometimes'],
    ['u.s.w', 'sometimes'],
    ['n.chr', 'sometimes'],
    ['v.chr', 'sometimes'],
    ['a.d', 'never'],
    ['i.d', 'never'],
    ['i.a', 'never'],
    ['i.v', 'never'],
    ['i.e', 'never'],
    ['o.g', 'never'],
    ['z.t', 'never'],
    ['z.zt', 'never'],
    ['z.hd', 'never'],
    ['v.a', 'never'],
    ['m.e', 'never'],
    ['a.a', 'never'],
    ['a.m', 'never'],
    ['b.w', 'sometimes'],
    ['u.u', 'never'],
    ['o.j', 'sometimes'],
    ['d.j', 'sometimes'],
    ['d.ä', 'sometimes'],
    ['i.r', 'sometimes'],
    ['a.d', 'sometimes'],
    ['h.c', 'never'],
    ['e.v', 'sometimes'],
    ['i.s', 'never'],
    ['s.a', 'never'],
    ['m.a', 'sometimes'],
    ['b.a', 'sometimes'],
    ['d.c', 'sometimes'],
    ['u.s', 'sometimes'],
    ['u.s.a', 'sometimes'],
    ['l.a', 'sometimes'],
    ['k.o', 'sometimes'],
    ['p.s', 'never'],
    ['g.g.a', 'never'],
    ['p.a', 'sometimes'],
    ['o.k', 'sometimes'],
    ['u.z', 'never'],
    ['i.ü', 'never'],
    ['i.b', 'never'],
    ['ph.d', 'sometimes'],
    ['v.l', 'never'],
    ['v.r', 'never'],
    ['v.l.n.r', 'never'],
    ['a.o', 'never'],
    ['a.n', 'never'],
    ['d.i', 'never'],
    ['e.g', 'never'],
    ['f.d', 'never'],
    ['g.r', 'never'],
    ['p.m', 'sometimes'],
    ['u.dgl', 'sometimes'],
    ['u.ff', 'sometimes'],
  ]),
  starters: words(`
    aber ab abends acht alle allein allen aller allerdings alles als also am an andere anders anfang angeblich angesichts
    auch auf aufgrund aus außer außerdem bald bei beide beiden beim beispielsweise bereits besonders bis bisher bislang
    da dabei dadurch dafür dagegen daher dahinter damals damit danach dann daneben daran darauf daraufhin daraus darin
    darüber darum darunter das dass dasselbe davon davor dazu dem demnach denen denn dennoch der deren derselbe derzeit
    des deshalb dessen deswegen dich die dies diese dieselbe diesem diesen dieser dieses dir doch dort drei du durch
    ebenfalls ebenso ein eine einem einen einer eines einige einiger einst endlich entsprechend er erst erstmals es
    etwa etwas euch euer falls fast ferner folglich früher fünf für ganz gegen gegenüber gemeinsam genau gestern
    gleichzeitig hat hatte heute hier hierbei hierfür hierzu hingegen hinter hinzu ich ihm ihn ihnen ihr ihre ihrem
    ihren ihrer im immer immerhin in indem infolge ins insbesondere insgesamt inzwischen ist ja je jede jeder jedes
    jedem jeden jedoch jene jener jenes jetzt kein keine keiner kann können kurz laut lediglich letztlich liegt man manche
    manchmal mehr mehrere mein meine meist meistens mit mittlerweile nach nachdem nächste neben nein nicht nichts nie
    niemand noch nun nur ob obwohl oder offenbar offensichtlich oft ohne schließlich schon seine seit seitdem seither sein
    seinem seinen seiner sich sie sind so sobald sodass sofort sogar solche sollte somit sondern sonst soweit sowie
    später statt stattdessen trotz trotzdem über überall übrigens um und uns unser unsere unter viele vielleicht vier
    vom von vor vorher vorher während wann war waren warum was wegen weil weiter weitere weiterhin welche welcher
    wenig wenige wenn wer werden wessen wichtig wie wieder will wir wird wo wobei wodurch wohl wurde wurden zehn zu
    zudem zuerst zuletzt zum zunächst zur zurzeit zusätzlich zuvor zwar zwei zwischen zwischenzeitlich anschließend
    nachher insofern hinzukommt möglicherweise natürlich leider gerade gibt geht dank dazu seitens zumal zuletzt jeweils
  `),
  months: words(`
    januar jänner februar feber märz april mai juni juli august september oktober november dezember
    jan feb febr mär mrz apr jun jul aug sep sept okt nov dez
  `),
  headings: words('kapitel abschnitt teil artikel anhang lektion'),
  titles: words('herr frau dr prof'),
  afterTime: new Set(),
  lowerCaseSentences: false,
  neverShort: new Set(),
  nounsAreCapital: true,
  ordinals: true,
  beforeOrdinal: words(`
    der die das dem den des am im zum zur vom beim ins ans ab bis jeder jede jedes jeden jedem dieser diese dieses diesem diesen
    seinem seinen seiner seine sein ihrem ihren ihrer ihre ihr mein meine meinem meinen meiner unser unsere unserem unseren
    unserer euer eure dein deine ein eine einen einem einer kein keine keinen jene jener erste seit
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
  `),
  afterOrdinal: words(`
    jahrhundert jahrhunderts jahrhunderte jahrhunderten jahrtausend jahrtausends jh jhd liga bundesliga handelsklasse fc sc sv fsv fck vfl vfb tsv
    lauf runde minute auflage ausgabe platz klasse stock etage obergeschoss untergeschoss og ug tag tages woche monat
    geburtstag mal welt weltkrieg weltkriegs halbzeit spieltag spieltages spieltags lebensjahr semester bezirk armee division
    regiment bataillon kammer senat strafsenat strafkammer zivilkammer zivilsenat wahlperiode legislaturperiode
    bundestag todestag jahrestag hochzeitstag kongress parteitag kilometer etappe satz kapitel
    instanz lesung generation ordnung welle jahrgang quartal halbjahr hälfte stunde sekunde version amtszeit spielzeit
    bauabschnitt startplatz rang gang akt band bild buch hauptsatz rate ebene zone gruppe serie
    instanz grad preis sieger oktett sinfonie symphonie saison staffel folge reihe dynastie
    korps panzerdivision infanteriedivision division brigade flotte vorsitzende vorsitzender bürgermeister
  `),
}
