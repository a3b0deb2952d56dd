import iconv from 'iconv-lite'

import { docxOf, pdfOf, zipOf } from '../../../support/evidence-files'

/** The articles of the corpus as files: what programs write, in the smallest form that still is one. */
export const sources: Readonly<Record<string, { fileName: string; bytes: Buffer }>> = {
  'web-news': page(
    'de',
    `<nav><a href="/">Start</a><a href="/sport">Sport</a></nav><article><header><span class="kicker">Hochwasser an der Elbe</span>
<h1>Dresden rüstet sich für den Scheitel</h1><p class="lead">Am Mittwoch sollen 7,5 Meter erreicht werden. Die Stadt sperrt Straßen.</p>
<p class="byline">Von Mia Lorenz</p></header>
<p>Der Pegel der Elbe stieg am 2. Juni auf 6,12 Meter. Das sind rd. 80&nbsp;cm mehr als am Vortag, teilte das Landesamt mit.</p>
<figure><img src="http://127.0.0.1:9/a.jpg" alt=""><figcaption>Sandsäcke am Terrassenufer. <span class="credit">Foto: dpa</span></figcaption></figure>
<h2>Schulen bleiben zu</h2><p>Betroffen sind u.&nbsp;a. die 14. Grundschule und das Gymnasium am Ufer. „Wir gehen kein Risiko ein“, sagte Bürgermeister Dr. Jan Krause.</p>
<blockquote><p>„Wer kann, soll zu Hause bleiben. Das Wasser kommt schneller als 2013.“</p><footer>Jan Krause, Bürgermeister, 2. Juni 2025</footer></blockquote>
<p>Ob die Brücken offen bleiben, ist unklar. Die Entscheidung fällt am Dienstag um 18.30 Uhr.</p></article><footer>Impressum</footer>`,
  ),
  'web-table': page(
    'de',
    `<main><h1>Wo die Mieten am stärksten steigen</h1>
<p>Die Mieten stiegen 2024 im Schnitt um 4,1 Prozent.<sup id="r1"><a href="#fn-1">1</a></sup> Am teuersten bleibt München.</p>
<table><caption>Angebotsmieten je Quadratmeter</caption><thead><tr><th>Stadt</th><th>Miete</th></tr></thead>
<tbody><tr><td>München</td><td>21,90 Euro</td></tr><tr><td>Leipzig</td><td>9,40 Euro</td></tr></tbody></table>
<p>Gemessen wurde im 4. Quartal. Neubauten sind nicht dabei, da sie nach §&nbsp;556f BGB ausgenommen sind.</p>
<ol class="notes"><li id="fn-1">Angebotsmieten ohne Nebenkosten. Quelle ist das Institut selbst. <a href="#r1">↑</a></li></ol></main>`,
  ),
  'web-english': page(
    'en',
    `<article><h1>Senate passes the $1.2 trillion bill</h1><div class="byline">By Ann Lee and Tom Ruiz</div>
<p>WASHINGTON — The U.S. Senate voted 69-30 on Aug. 10. Sen. Mitch McConnell (R-Ky.) voted for it.</p>
<p>“This is a big deal,” he said. “It will not come again.”</p><h2>What comes next</h2>
<ul><li>The House returns on Sept. 20.</li><li>The president signs, or vetoes, by Oct. 1.</li></ul>
<p>Nobody knows, e.g., what the courts will do. St. Louis has already sued.</p></article>`,
  ),
  'web-russian-quote': page(
    'de',
    `<article><h1>Moskau bestreitet eine neue Mobilmachung</h1>
<p>Der Kreml wies Berichte über eine zweite Welle am 5. Oktober zurück. Sprecher Dmitri Peskow nannte sie „Unsinn“.</p>
<blockquote>«Никакой новой волны не будет. Об этом говорили и на ул. Ильинка.»<footer>Dmitri Peskow, Sprecher des Kreml</footer></blockquote>
<p>Unabhängig prüfen ließ sich das nicht. Die Zahlen stammen v. a. aus Moskau.</p></article>`,
  ),
  'markdown-plain': text(
    'a.md',
    `---
title: Radweg
author: Redaktion
---

# Radweg am Kanal wird breiter

Der Radweg wird ab 3. April auf **4,50 m** verbreitert.
Das kostet [1,3 Mio. Euro](https://example.org/etat).

## Zeitplan

- Abschnitt 1: bis Ende Mai
- Abschnitt 2: bis Ende Juli

> „Endlich Platz für alle!“

Die Stadt rechnet mit 2.400 Radfahrern am Tag. Heute sind es ca. 1.500.
`,
  ),
  'markdown-notes': text(
    'b.md',
    `# Wie viele Lehrer fehlen

Es fehlen 12.300 Lehrkräfte.[^1] Das sagt die KMK, nicht die GEW.[^2]

| Land | Stellen |
|------|--------:|
| NRW  |   3.600 |

[^1]: Stand: 1. Oktober 2024.
[^2]: Vgl. GEW, S. 12.

Bis zum Schuljahr 2030/31 sollen es 8.000 sein. Ob das gelingt?
`,
  ),
  'word-news': word(
    wordParagraph('Kliniken im Land schreiben Verluste', 'Title') +
      wordParagraph('Sieben von zehn Häusern machen Minus. Das Land will helfen.', 'Subtitle') +
      wordParagraph(
        'Die Kliniken verloren 2023 zusammen 148 Mio. Euro. Das geht aus einem Bericht vom 12. 3. 2024 hervor, der dieser Redaktion vorliegt.',
      ) +
      wordParagraph('Streit um die Notaufnahmen', 'Heading1') +
      wordItem('Greiz schließt nachts.') +
      wordItem('Zeulenroda bleibt offen.') +
      `<w:tbl><w:tr>${wordCell('Klinik')}${wordCell('Verlust')}</w:tr><w:tr>${wordCell('Greiz')}${wordCell('6,2 Mio. Euro')}</w:tr></w:tbl>` +
      wordParagraph('„So geht es nicht weiter.“', 'Quote') +
      '<w:p><w:r><w:t xml:space="preserve">Die Ministerin schweigt. Ihr Sprecher verwies auf die Sitzung am 21. März.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
    `<w:footnotes><w:footnote w:id="2">${wordParagraph('Die Sitzung ist nicht öffentlich. Das Protokoll folgt.')}</w:footnote></w:footnotes>`,
  ),
  'word-changes': word(
    wordParagraph('Bahn baut Strecke nach Chemnitz aus', 'Title') +
      '<w:p><w:r><w:t xml:space="preserve">Die Strecke wird bis </w:t></w:r><w:del w:author="A"><w:r><w:delText>2030</w:delText></w:r></w:del><w:ins w:author="A"><w:r><w:t>2032</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> zweigleisig. Sie kostet 540 Millionen Euro.</w:t></w:r></w:p>' +
      '<w:p><w:r><w:t xml:space="preserve">Der Bund zahlt </w:t></w:r><w:moveFrom><w:r><w:t>alles</w:t></w:r></w:moveFrom><w:r><w:t xml:space="preserve">75 Prozent. Den Rest trägt das Land.</w:t></w:r></w:p>',
  ),
  'word-english': word(
    wordParagraph('Council approves the bike plan', 'Title') +
      wordParagraph('The council voted 7-2 on Tuesday. Mayor J. P. Owens, Jr. did not vote.') +
      wordParagraph('“Why now?” asked Ms. Day. No one answered.'),
  ),
  'open-document-news': openDocument(
    '<text:p text:style-name="Title">Wolf reißt 14 Schafe bei Jena</text:p><text:p>Der Angriff geschah in der Nacht zum 6.<text:s/>Mai. Das bestätigte das Umweltministerium.</text:p>' +
      '<text:h text:outline-level="1">Der Zaun war zu niedrig</text:h><text:p>Vorgeschrieben sind 90 cm; gemessen wurden 70.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Messung des Landratsamts.</text:p></text:note-body></text:note> Der Halter bekommt deshalb kein Geld.</text:p>' +
      '<text:list><text:list-item><text:p>Es ist der 3. Fall in diesem Jahr.</text:p></text:list-item><text:list-item><text:p>Zwei weitere werden geprüft.</text:p></text:list-item></text:list>',
  ),
  'open-document-table': openDocument(
    `<text:h text:outline-level="1">Wer wie viel Strom verbraucht</text:h><text:p>Der Verbrauch sank um 2,3 Prozent. Das lag am milden Winter.</text:p><table:table>${openRow('Haushalte', '128 TWh')}${openRow('Industrie', '195 TWh')}</table:table><text:p>Alle Zahlen sind vorläufig. Endgültige kommen im 2. Halbjahr.</text:p>`,
  ),
  'rich-text-news': text(
    'a.rtf',
    String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}}{\stylesheet{\s0 Normal;}{\s1\fs32 heading 1;}{\s9\fs40 Title;}}
\pard\s9 Freibad \'f6ffnet erst im Juli\par
\pard\s1 Risse im Becken\par
\pard\s0 Bei der Pr\'fcfung am 28. April fielen Risse auf. Die Sanierung kostet mind. 90.000 Euro.\par
\trowd\cellx10\cellx20\pard\intbl Erwachsene\cell 4,50 \'80\cell\row\trowd\cellx10\cellx20\pard\intbl Kinder\cell 2,00 \'80\cell\row
\pard\s0 Die Preise bleiben gleich.{\super\chftn{\footnote \pard\plain{\super\chftn} Ausgenommen sind Saisonkarten.}} Das beschloss der Rat mit 12:9 Stimmen.\par}`,
  ),
  'rich-text-cyrillic': {
    fileName: 'b.rtf',
    bytes: Buffer.from(
      String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}{\stylesheet{\s9 Title;}}\pard\s9\f1 ${inHex('Мэр Риги подал в отставку')}\par\pard\f1 ${inHex('Мэр объявил об этом 5 марта 2025 г. на заседании думы. Он проработал 2 года.')}\par\pard ${inHex('Преемник пока неизвестен. Решение примут на ул. Ратслаукумс, д. 1.')}\par}`,
      'latin1',
    ),
  },
  'mail-html': text(
    'a.eml',
    [
      'From: Polizei <presse@polizei.example>',
      'Subject: Brand',
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<h1>Brand in Lagerhalle gel=C3=B6scht</h1><p>Die Feuerwehr l=C3=B6schte den Brand =',
      'gegen 4.15 Uhr. Verletzt wurde niemand.</p><p>Der Schaden betr=C3=A4gt lt. Polizei 250.000 Euro. =',
      'Die Ursache ist unklar.</p>',
      '',
    ].join('\r\n'),
  ),
  'mail-plain': {
    fileName: 'b.eml',
    bytes: iconv.encode(
      [
        'From: Firma <presse@beispiel.example>',
        'Subject: Zahlen',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: 8bit',
        '',
        'Sehr geehrte Damen und Herren,',
        '',
        'unser Umsatz stieg im 1. Halbjahr um 12,4 Prozent. Die Hauptversammlung ist am 14. August.',
        '',
        'Fragen? Schreiben Sie an presse@beispiel.example.',
        '',
        '> Wann ist die Hauptversammlung?',
        '',
      ].join('\r\n'),
      'latin1',
    ),
  },
  'saved-page': text(
    'a.mhtml',
    [
      'From: <Saved by Blink>',
      'Snapshot-Content-Location: https://www.example.org/bild.html',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; type="text/html"; boundary="----b"',
      '',
      '------b',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: 8bit',
      'Content-Location: https://www.example.org/bild.html',
      '',
      '<html lang="de"><head><meta charset="utf-8"></head><body><article><h1>Museum zeigt verschollenes Bild</h1>',
      '<p>Das Bild galt seit 1945 als verschollen. Es stammt von Caspar D. Friedrich, geb. 1774 in Greifswald.</p>',
      '<p>Zu sehen ist es ab 1. Advent. Der Eintritt kostet 12 Euro, ermäßigt 6.</p></article></body></html>',
      '------b',
      'Content-Type: text/css',
      '',
      'p { color: red }',
      '------b--',
      '',
    ].join('\r\n'),
  ),
  'pdf-pages': {
    fileName: 'a.pdf',
    bytes: pdfOf([
      'Drucksache 17/204\nDer Ausschuss tagte am 3. Mai. Er sprach von 1.250 Anmeldungen und einer Verhand-\nlungssache.',
      'Drucksache 17/205\nDie Kosten tr\xe4gt das Amt. Das sind 4 Mio. Euro.',
    ]),
  },
  'text-latin-1': {
    fileName: 'a.txt',
    bytes: iconv.encode(
      'Größere Straßen für Zürich\r\n\r\nDer Stadtrat will 3 Straßen verbreitern. Das kostet 7,5 Mio. Franken und dauert bis Ende März 2027.\r\n\r\nDie Grünen sind dagegen. Sie sammeln Unterschriften.\r\n',
      'windows-1252',
    ),
  },
}

function text(fileName: string, content: string) {
  return { fileName, bytes: Buffer.from(content) }
}

function page(language: string, body: string) {
  return text(
    'a.html',
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Seite</title></head><body>${body}</body></html>`,
  )
}

function wordParagraph(words: string, style = ''): string {
  const properties = style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${words}</w:t></w:r></w:p>`
}

function wordItem(words: string): string {
  return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr><w:r><w:t>${words}</w:t></w:r></w:p>`
}

function wordCell(words: string): string {
  return `<w:tc>${wordParagraph(words)}</w:tc>`
}

function word(body: string, footnotes?: string) {
  const more = footnotes === undefined ? [] : [{ name: 'word/footnotes.xml', content: footnotes }]
  return { fileName: 'a.docx', bytes: docxOf(body, more) }
}

function openRow(...cells: string[]): string {
  const inRow = cells.map((words) => `<table:table-cell><text:p>${words}</text:p></table:table-cell>`)
  return `<table:table-row>${inRow.join('')}</table:table-row>`
}

function openDocument(body: string) {
  const content = `<office:document-content><office:body><office:text>${body}</office:text></office:body></office:document-content>`
  const bytes = zipOf([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', isPacked: false },
    { name: 'content.xml', content },
  ])
  return { fileName: 'a.odt', bytes }
}

function inHex(words: string): string {
  return [...iconv.encode(words, 'windows-1251')]
    .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\'${byte.toString(16)}`))
    .join('')
}
