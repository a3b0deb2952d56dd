import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

import { mediaType, nameFitsType } from '#main/documents/media-type'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const riff = (form: string) => bytes(`RIFF\x10\0\0\0${form}....`)
const ftyp = (brand: string) => bytes(`\0\0\0\x18ftyp${brand}\0\0`)
/** 128 kbit/s at 44,100 Hz: 417 bytes a frame. */
const mp3 = Buffer.concat([bytes('\xff\xfb\x90\x00'), Buffer.alloc(413), bytes('\xff\xfb\x90\x00')])

describe('the type of a file', () => {
  it.each<[string, Buffer, string]>([
    ['PDF', bytes('%PDF-1.7\n'), 'application/pdf'],
    ['WebP', riff('WEBP'), 'image/webp'],
    ['WAV', riff('WAVE'), 'audio/wav'],
    ['AVI', riff('AVI '), 'video/x-msvideo'],
    ['BMP', bytes('BM\x36\0\0\0\0\0\0\0'), 'image/bmp'],
    ['HEIC', ftyp('heic'), 'image/heic'],
    ['AVIF', ftyp('avif'), 'image/avif'],
    ['MOV', ftyp('qt  '), 'video/quicktime'],
    ['M4A', ftyp('M4A '), 'audio/mp4'],
    ['MP4', ftyp('isom'), 'video/mp4'],
    ['WebM', bytes('\x1a\x45\xdf\xa3....B\x82\x84webm'), 'video/webm'],
    ['Matroska', bytes('\x1a\x45\xdf\xa3....B\x82\x88matroska'), 'video/x-matroska'],
    ['MP3 with a tag', bytes('ID3\x04\0\0'), 'audio/mpeg'],
    ['MP3 without a tag', mp3, 'audio/mpeg'],
    [
      'bytes that only begin like MP3',
      Buffer.concat([bytes('\xff\xfb\x90\x00'), Buffer.alloc(500)]),
      'application/octet-stream',
    ],
    ['gzip', gzipSync('abc'), 'application/gzip'],
    ['packed WARC', gzipSync('WARC/1.1\r\n'), 'application/warc+gzip'],
    ['a Windows program', bytes('MZ\x90\0\x03'), 'application/vnd.microsoft.portable-executable'],
    ['a text that begins like one', bytes('MZ berichtet aus Halle'), 'text/plain'],
    ['a shell script', bytes('#!/bin/sh\nrm -rf /'), 'text/x-shellscript'],
    [
      'SVG',
      bytes('<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>'),
      'image/svg+xml',
    ],
    ['XHTML', bytes('<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"/>'), 'text/html'],
    ['HTML after a comment', bytes('<!-- saved --><!DOCTYPE html><p>'), 'text/html'],
    ['XML', bytes('<?xml version="1.0"?><rss version="2.0"/>'), 'application/xml'],
    [
      'MHTML',
      bytes(
        'From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n',
      ),
      'multipart/related',
    ],
    ['JSON', bytes('[{"a":1}]'), 'application/json'],
    ['prose in brackets', bytes('[siehe oben] und so weiter'), 'text/plain'],
    ['CSV', bytes('a,b\n1,2\n3,"4,5"\n'), 'text/csv'],
    ['prose with commas', bytes('Ja, so ist es.\nNein, so nicht.\nDoch, gerade so.\n'), 'text/plain'],
    ['SRT', bytes('1\r\n00:00:01,000 --> 00:00:02,000\r\nHallo\r\n'), 'application/x-subrip'],
    ['UTF-16', Buffer.concat([bytes('\xff\xfe'), Buffer.from('Grüße', 'utf16le')]), 'text/plain'],
    ['nothing known', Buffer.from([1, 2, 0, 3]), 'application/octet-stream'],
  ])('is told from its bytes: %s', (_, head, expected) => {
    expect(mediaType(head)).toBe(expected)
  })

  it.each([
    ['akte.pdf', 'application/pdf', true],
    ['akte.PDF', 'image/png', false],
    ['rechnung.pdf.exe', 'application/pdf', true],
    ['bild.jpg', 'text/html', false],
    ['ohne-endung', 'text/html', true],
    ['x.constructor', 'text/html', true],
  ])('fits the name %s or not (%s: %s)', (name, type, fits) => {
    expect(nameFitsType(name, type)).toBe(fits)
  })
})
