/** What pasted text says in place of an encoding: it came as characters. */
export const PASTED = 'Unicode'

/** What a person can have a file read in: what newsrooms get, the usual first. */
const READABLE = [
  'UTF-8',
  'windows-1252',
  'ISO-8859-1',
  'ISO-8859-15',
  'UTF-16LE',
  'UTF-16BE',
  'windows-1250',
  'windows-1251',
  'KOI8-R',
  'KOI8-U',
  'CP866',
  'windows-1253',
  'windows-1254',
  'windows-1256',
  'Shift_JIS',
  'GB18030',
  'Big5',
  'EUC-KR',
]

/** What a text can be read as instead, with what it was read as; none where the file itself says how it is written. */
export function otherEncodings(encoding: string): string[] {
  if (encoding === PASTED) return []
  const others = READABLE.filter((each) => each.toLowerCase() !== encoding.toLowerCase())
  return others.length === READABLE.length
    ? [encoding, ...others]
    : READABLE.map((each) => (others.includes(each) ? each : encoding))
}
