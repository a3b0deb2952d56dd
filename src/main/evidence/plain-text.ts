import type { TextPart } from './text-parts'

/** Subtitles: each one is a part, labelled with the time it is shown at. */
export function subtitleParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  for (const block of text.replaceAll('\r\n', '\n').split(/\n{2,}/)) {
    const lines = block.split('\n')
    const timing = lines.findIndex((line) => line.includes('-->'))
    const time = /(?:\d{1,3}:)?\d\d:\d\d/.exec(lines[timing] ?? '')?.[0]
    if (time === undefined) continue
    const words = lines
      .slice(timing + 1)
      .join('\n')
      .replace(/<[^<>\n]{0,200}>/g, '')
    parts.push({ label: time.length === 5 ? `00:${time}` : time, text: words })
  }
  return parts
}
