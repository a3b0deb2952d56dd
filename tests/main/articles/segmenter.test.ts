import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { segment } from '#main/articles/segmenter'

import { hostileText } from './hostile-text'

/** Each line is a text; "|" stands where it is cut, in place of the white space. */
const cases: Record<string, string[]> = {
  uk: [
    'Це коштує 5 тис. грн. | Ми заплатили.',
    'Проф. Іваненко прийшов. | Він мовчав.',
    'У 2022 р. м. Київ мав 3 млн. жителів. | Це багато.',
    'Шановні колеги, прошу вас. | вношу пропозицію визначити законопроект.',
  ],
  fr: [
    'M. Dupont est venu. | Il est reparti.',
    '« Oui. » | Elle sourit.',
    'M. Dupont et Mme Durand sont arrivés à 14 h. | Ils repartent le 1er mai.',
    '« Pourquoi ? » demanda-t-il. | Personne ne répondit.',
  ],
  de: [
    'Am 3. und 4. Mai tagt der 2. Senat des Bundesverfassungsgerichts in Karlsruhe. | Das teilte Prof. Dr. h. c. mult. Hans-Jürgen Papier mit.',
    'Die Inflation lag im 1. Quartal bei 2,3 Prozent, im 2. bei 2,1. | Für das 3. Quartal erwartet die EZB ca. 2,0 Prozent.',
    '„Wir haben das nie gesagt. | Wirklich nie!“, rief sie.',
    'Er fragte: „Wer war das?“ und ging.',
    '„Kommen Sie rein!“, sagte er. | „Was wollen Sie?“',
    'Mehr unter www.tagesschau.de/inland/a-b.html. | Anfragen an presse@bmi.bund.de.',
    'Die Datei heißt Bericht_2024.pdf. | Sie hat 3.400 Seiten.',
    'Das Treffen beginnt um 19.30 Uhr. | Es endet gegen 22 Uhr.',
    'Er wurde am 12.03.1965 in St. Gallen geboren. | Heute lebt er in Frankfurt a. M. mit seiner Familie.',
    'J. F. Kennedy und Ludwig XIV. sind Beispiele. | Elisabeth II. starb 2022.',
    'Die Kosten stiegen um 4 Mio. Euro auf 1,2 Mrd. Euro. | Das sind rd. 30 Prozent.',
    'Vgl. dazu § 5 Abs. 2 S. 1 GG i. V. m. Art. 20 Abs. 3. | Das Gericht folgte dem.',
    'Der 1. FC Köln verlor 1:3. | Trainer Steffen Baumgart war bedient.',
    'Warum? | Weil es so ist.',
    'Sie zögerte … dann sprach sie. | Alle schwiegen … | Niemand rührte sich.',
    '(Das war 2019.) | Danach kam Corona.',
    'Die Polizei (Tel. 110) ist informiert. | Sie ermittelt u. a. wegen Diebstahls.',
    'Er arbeitet bei der Meyer GmbH & Co. KG in Papenburg. | Die Firma baut Schiffe.',
    'Sie sagte, er sei „ein Lügner!“. | Er widersprach.',
    'Der Zug fährt ab Gleis 7. | Bitte einsteigen!',
    'Platz 3. | Das ist die Bilanz.',
    'Im Jahr 2010. | Danach war Schluss.',
    'Er lebte im 18. Jahrhundert, sie im 19. | Beide kamen aus Wien.',
    'Das kostet z.B. 5 €, d.h. mehr als früher. | Usw. usf.',
    'Laut dpa (Stand: 5. Mai, 12 Uhr) gab es keine Verletzten. | Die Feuerwehr war vor Ort.',
    '„Das geht so nicht“, sagte Merz. | „Wir brauchen eine Lösung. | Und zwar bald.“',
    'Sie gewann Gold, Silber usw. | Danach trat sie zurück.',
    'Die Anhörung ist am Mi., 3. April, um 10 Uhr. | Dann folgt die Abstimmung.',
    'Nr. 7 lebt. | Der Film läuft ab 12. Dezember.',
    'Im Bundestag sitzen u. a. Abg. Müller (SPD) und Abg. Schmidt (CDU/CSU). | Beide stimmten zu.',
    'Er gilt als Nr. 1. | Niemand bezweifelt das.',
    'Das Gesetz tritt am 1. Januar 2025 in Kraft. | 1. Lesung war im Mai.',
    'Der Kurs fiel auf 12,50 Euro je Aktie. | Das ist der tiefste Stand seit dem 11. September 2001.',
    'Er fährt einen Golf Bj. 1998. | Den hat er geerbt.',
    'So sprach Zar Peter I. zu seinem Volk. | Es jubelte.',
    'Wer kommt? | Wer geht?! | Niemand weiß es...',
    'Das Spiel endete 2:1 n. V. im Stadion. | Die Fans feierten.',
    'Geöffnet Mo. bis Fr. von 9 bis 17 Uhr. | Eintritt frei.',
    'Die Temperatur sank auf -5 °C. | Das ist kalt.',
    'Yahoo! und Google streiten. | Wer gewinnt, ist offen.',
    'Er rief „Halt!“ und lief weg. | Niemand folgte ihm.',
    'Das ist lt. Ministerium falsch. | Die Zahlen (vgl. Tab. 3) stimmen nicht.',
    'Sie kam 1999 nach Dtl. und blieb. | Ihr Vater starb i. J. 2003.',
    'Am 8. März 2022 sprach er im Fernsehen. | Am 21. September galt das nicht mehr.',
    'Die Grenze ist mehr als 7.000 Kilometer lang. | Niemand bewacht sie.',
    'Der 17. Juni war ein Feiertag. | Gefeiert wurde er im Westen.',
    'Sie wohnt im 3. Stock. | Der Aufzug ist kaputt.',
    'Gewählt wurde am 9. 10. 2022 in Niedersachsen.',
    'Er wurde 19. | Seine Schwester lebt noch.',
    'Der Brief stammt von 1914. | Unterschrieben ist er nicht.',
    'Das steht auf S. 12. | Dort fehlt die Quelle.',
    'Nach Art. 5 Abs. 1 GG ist die Presse frei. | Das gilt auch hier.',
    'Viele, z. B. die Fischer, d. h. fast alle, sind dagegen. | Das zeigt eine Umfrage.',
    'Es gab Kaffee, Kuchen usw. | Die Kosten trug der Verein.',
    'Es gab Kaffee, Kuchen usw. für alle.',
    'Dr. h. c. Karl Meier und Prof. Ina Beck widersprachen. | Beide lehren in Jena.',
    'J. D. Vance sprach zuerst. | Ihm folgte Olaf S.',
    'Friedrich II. gewann den Krieg. | Er verlor den Frieden.',
    'Der 1. FC Union verlor 0:2. | Trainer war Urs Fischer.',
    '„Wir gehen jetzt. | Das reicht“, sagte er.',
    '„Stimmt das?“, fragte sie. | Niemand antwortete.',
    '„Kommst du?“ fragte sie leise.',
    'Er rief: „Halt!“ | Dann war es still.',
    'Sie sagte: „Das ist falsch.“ | Er schwieg.',
    '»Ja«, sagte er. | »Nein.«',
    'Der Zeuge (er war 17!) ging fort. | Sein Anwalt blieb.',
    'Das Amt schweigt. | (Auch auf Nachfrage.) | Es bleibt dabei.',
    'Er wollte … nein, er musste gehen. | Mehr sagte er nicht.',
    'Und dann … | Das Licht ging aus.',
    'Die Quote stieg auf 7,3 Prozent.[12] | Das ist viel.',
    'Mehr auf www.beispiel.de/a.html?b=1. | Fragen an post@beispiel.de bitte.',
    'Die Schüler:innen und Lehrer*innen streikten. | Das Amt drohte.',
    'Was nun?! | Niemand weiß es!!! | Wirklich niemand.',
    'Um 22.30 Uhr kam der Zug. | Am 13.6.2023 fuhr keiner.',
    'Das kostet 3 Mio. Euro. | Die Stadt zahlt die Hälfte.',
    'Der Verlust lag bei 4 Mrd. | Der Vorstand trat zurück.',
    'So ist es. | Das sagt auch der Rat.',
    'Das sagte auch Max. | Jan nickte.',
    'Sie lebt in einer WG. | Das gefällt ihr.',
    'Der Bericht bleibt intern. | Er hilft dir. | Das gilt bis Ende Jan. | Mitte Feb. 2022 war Schluss.',
    'Bonn (dpa) - Der Rat tagt am 9. November. | Das Programm steht.',
    'Fazit: Das Foto ist echt. | Der Ort stimmt nicht.',
    'Kapitel 2. Der Angriff. | Es war Nacht.',
    'Lt. Polizei kamen ca. 300 Leute. | Die Veranstalter zählten 2.000.',
    'Kaiser Karl V. regierte lange. | Er dankte 1556 ab.',
    'Alles klar? | – Ja.',
    'Er ist Jg. 1980. | Die Zahl stieg auf rd. 500. | Das ZDF. | Danach die ARD.',
    'Sie kam auf Platz 3. | Trainer Meier war zufrieden.',
    'Der Rat stimmte in 2. Lesung zu. | Grüne enthielten sich.',
    'Es waren 3,5 Prozent. | 2021 waren es 4. | 2022 folgte das Ende.',
  ],
  en: [
    'Mr. Smith met Gov. Brown at 5 p.m. on Jan. 5 in Washington, D.C. | They talked for hours.',
    'The U.S. Senate voted 51-49. | Sen. Warren (D., Mass.) objected.',
    '"Did he say that?" she asked. | "He did."',
    'He works at Acme Inc. in Boston. | It was founded in 1999.',
    'See Fig. 3 and pp. 12-14. | Then turn to No. 7.',
    'Mr. Smith went to Washington on Jan. 5. | He stayed there.',
    'The U.S. Army moved at 6 a.m. | Nobody saw it.',
    'She lives in the U.S. | He does not.',
    '"Stop!" she said. | "That is enough."',
    'See fig. 2 on p. 4. | It shows the bridge.',
    'Prices rose 3.5 percent in Sept. 2021. | They fell later.',
    'J. R. R. Tolkien wrote it. | He taught at Oxford.',
    'Smith & Co. sold it. | Jones Inc. bought it.',
    'He was wrong.[3] | She was right. [4] | Both knew.',
    'wikiHow grew. | iPhones sold out.',
    'i saw it. | it was red.',
    'He spoke at 10 a.m. Monday. | Crowds cheered.',
    'Sales rose 5 pct. in Q1. | Apple Inc. gained.',
    'Try www.example.co.nz. | Names are welcome.',
  ],
  es: ['El Sr. Pérez vino. | ¿Quién más?', 'Pagó 1.200 euros a la Sra. Gil. | Después se fue.'],
  ru: ['Он родился в 1952 г. в Москве. | Это известно.', 'Пришли Иванов, Петров и др. | Потом ушли.'],
  ja: ['これは文です。 | これも文です。'],
}

describe('segment', () => {
  describe.each(Object.entries(cases))('%s', (language, texts) => {
    it.each(texts)('%s', (marked) => {
      const parts = marked.split(' | ')
      const text = parts.join(' ')

      const sentences = segment(text, language).map(({ start, end }) => text.slice(start, end))

      expect(sentences).toEqual(parts)
    })
  })

  it.each(['\n', '\r\n', '\r', '\v', '\f', '\u2028', '\u2029'])(
    'ends a sentence at the line break %j',
    (lineBreak) => {
      const text = `Bahn streicht Züge${lineBreak}Grund ist der Sturm`

      expect(segment(text, 'de').map(({ start, end }) => text.slice(start, end))).toEqual([
        'Bahn streicht Züge',
        'Grund ist der Sturm',
      ])
    },
  )

  it('takes a tag with a region, and any other language by the rules of the platform', () => {
    const text = 'Am 8. März. Dann nicht.'

    expect(segment(text, 'de-AT')).toEqual(segment(text, 'de'))
    expect(segment('Første setning. Andre setning.', 'nb')).toHaveLength(2)
    expect(segment('One. Two.', 'not a language')).toHaveLength(2)
  })

  it('puts every character that is not white space into exactly one sentence', () => {
    fc.assert(
      fc.property(
        hostileText,
        fc.constantFrom('de', 'en', 'es', 'fr', 'ru', 'uk', 'ja', 'xx'),
        (text, language) => {
          let at = 0
          for (const { start, end } of segment(text, language)) {
            expect(text.slice(at, start).trim()).toBe('')
            expect(end).toBeGreaterThan(start)
            expect(text.slice(start, end)).toBe(text.slice(start, end).trim())
            at = end
          }
          expect(text.slice(at).trim()).toBe('')
        },
      ),
      { numRuns: 500 },
    )
  })

  it('cuts at the same places with and without characters that cannot be seen', () => {
    const invisible = fc.constantFrom('\u00ad', '\u200b', '\u202e', '\u2066', '\u0000', '\u200d')
    fc.assert(
      fc.property(
        fc.constantFrom(...(cases['de'] ?? [])).map((marked) => marked.replaceAll(' | ', ' ')),
        fc.array(fc.tuple(fc.nat(100), invisible), { minLength: 1, maxLength: 6 }),
        (plain, marks) => {
          const places = marks.map(([place, mark]) => [place % (plain.length + 1), mark] as const)
          let text = ''
          for (let at = 0; at <= plain.length; at++) {
            for (const [place, mark] of places) if (place === at) text += mark
            text += plain.charAt(at)
          }

          const seen = segment(text, 'de').map(({ start, end }) =>
            text.slice(start, end).replaceAll(/[\u00ad\u200b\u202e\u2066\u0000\u200d]/g, ''),
          )

          expect(seen.map((each) => each.trim())).toEqual(
            segment(plain, 'de').map(({ start, end }) => plain.slice(start, end)),
          )
        },
      ),
    )
  })

  it.each([
    '.',
    ' ',
    '"',
    '„',
    '(',
    '1. ',
    'Dr. ',
    'a',
    'z. B. ',
    '?!',
    '… ',
    'Satz eins. ',
    'A.B.',
    '[1] ',
    '\u00ad',
    '. - ',
  ])('takes time in step with the length of %j over and over', (unit) => {
    const seconds = (language: string) => {
      const text = unit.repeat(Math.ceil(200_000 / unit.length))
      const start = performance.now()
      segment(text, language)
      return (performance.now() - start) / 1_000
    }

    expect(seconds('de')).toBeLessThan(2)
    expect(seconds('it')).toBeLessThan(4)
  })
})
