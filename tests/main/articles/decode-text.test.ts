import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'

import { decodeText } from '#main/articles/decode-text'
import { MAX_TEXT_BYTES } from '#shared/limits'

const german = 'Größe „zählt“ – sagt Müller.\r\nKöln, 8. März.\n'
const russian = 'Она пошла домой. Президент сказал, что мобилизации не будет.\n'

const bytes = (...values: number[]) => Uint8Array.from(values)
const ascii = (text: string) => Buffer.from(text, 'latin1')

describe('decodeText', () => {
  it.each([
    ['UTF-8', false, Buffer.from(german), german],
    ['UTF-8', false, Buffer.from(`\ufeff${german}`), german],
    ['UTF-16LE', false, iconv.encode(german, 'utf16le', { addBOM: true }), german],
    ['UTF-16BE', false, iconv.encode(german, 'utf16be', { addBOM: true }), german],
    ['UTF-32LE', false, iconv.encode(german, 'utf32le', { addBOM: true }), german],
    ['UTF-32BE', false, iconv.encode(german, 'utf32be', { addBOM: true }), german],
    ['UTF-16LE', true, iconv.encode(german, 'utf16le'), german],
    ['UTF-16BE', true, iconv.encode(russian, 'utf16be'), russian],
    ['UTF-32LE', true, iconv.encode(german, 'utf32le'), german],
    ['windows-1252', true, iconv.encode(german, 'windows-1252'), german],
    ['Windows-1251', true, iconv.encode(russian, 'windows-1251'), russian],
    ['KOI8-R', true, iconv.encode(russian, 'koi8-r'), russian],
    [
      'Windows-1250',
      true,
      iconv.encode('Zażółć gęślą jaźń, powiedział.', 'windows-1250'),
      'Zażółć gęślą jaźń, powiedział.',
    ],
    [
      'CP932',
      true,
      iconv.encode('大統領は今日、すべて順調だと述べた。', 'shift_jis'),
      '大統領は今日、すべて順調だと述べた。',
    ],
    [
      'MacRoman',
      true,
      iconv.encode('Größe ist gut, sagte Müller in Köln.', 'macroman'),
      'Größe ist gut, sagte Müller in Köln.',
    ],
  ])('reads %s (guessed: %s)', (encoding, isGuessed, given, text) => {
    expect(decodeText(given)).toEqual({ text, encoding, isGuessed })
  })

  it('keeps what follows a stray NUL', () => {
    expect(decodeText(ascii('Erster Satz.\0 Zweiter Satz.'))).toEqual({
      text: 'Erster Satz.\0 Zweiter Satz.',
      encoding: 'UTF-8',
      isGuessed: false,
    })
  })

  it('never reads UTF-7', () => {
    expect(decodeText(ascii('+ADw-script+AD4- und Text')).text).toBe('+ADw-script+AD4- und Text')
  })

  it.each([
    [
      'a Word document (DOCX)',
      Buffer.concat([bytes(0x50, 0x4b, 3, 4, 20, 0), ascii('\0\0[Content_Types].xml word/document.xml')]),
    ],
    ['an archive (ZIP)', Buffer.concat([bytes(0x50, 0x4b, 3, 4, 20, 0), ascii('bericht.txt')])],
    ['a document of an old Word or Excel', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
    ['an image (JPEG)', bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0x10)],
    ['an image (PNG)', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a)],
  ])('refuses %s by name and says what to do', (name, given) => {
    expect(() => decodeText(given)).toThrow(
      expect.objectContaining({
        code: 'unreadable',
        message: expect.stringMatching(
          new RegExp(
            `^This file is ${name.replace(/[()]/g, '.')}\\. What is read as an article is text.* Open the file, copy its text and paste it\\.$`,
          ),
        ) as string,
      }),
    )
  })

  it('believes what a file declares, unless its bytes say better', () => {
    expect(decodeText(iconv.encode(german, 'iso-8859-15'), { declared: 'iso-8859-15' }).encoding).toBe(
      'iso-8859-15',
    )
    expect(decodeText(iconv.encode(russian, 'koi8-r'), { declared: 'koi8-r' }).text).toBe(russian)
    expect(decodeText(iconv.encode(german, 'windows-1252'), { declared: 'ISO-8859-1' }).text).toBe(german)
    expect(decodeText(Buffer.from(german), { declared: 'windows-1252' })).toEqual({
      text: german,
      encoding: 'UTF-8',
      isGuessed: false,
    })
    expect(decodeText(ascii('+ADw-b+AD4- und \xe4'), { declared: 'utf-7' }).text).toBe('+ADw-b+AD4- und ä')
  })

  it('refuses binary data of no known kind', () => {
    const noise = Uint8Array.from({ length: 4_096 }, (_, at) => (at * 167 + 13) % 256)

    expect(() => decodeText(noise)).toThrow(/binary data, not readable text/)
  })

  it('refuses a file one byte over the limit, and takes one that just fits', () => {
    const fits = new Uint8Array(MAX_TEXT_BYTES).fill(0x61)

    expect(decodeText(fits).text.length).toBe(MAX_TEXT_BYTES)
    expect(() => decodeText(new Uint8Array(MAX_TEXT_BYTES + 1).fill(0x61))).toThrow(
      expect.objectContaining({ code: 'unreadable' }),
    )
  })
})
