/** Milliseconds of each run of `work`, after one run that does not count. */
export async function times(runs: number, work: (run: number) => unknown): Promise<number[]> {
  await work(-1)
  const measured: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now()
    await work(run)
    measured.push(performance.now() - start)
  }
  return measured
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Prints a table, numbers to three significant digits. */
export function report(title: string, rows: readonly Record<string, string | number>[]): void {
  console.log(`\n${title}`)
  console.table(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'number' ? Number(value.toPrecision(3)) : value,
        ]),
      ),
    ),
  )
}

const PHRASES = [
  'der Minister sagte',
  'die neue Regelung',
  'am 3. Mai',
  'in Berlin',
  'rund 1,2 Prozent der Betriebe',
  'z. B. in Bayern',
  'noch keine Frist kennen',
  'obwohl die Länder warten',
]

/** Running German text of so many sentences, ten to a paragraph, always the same. */
export function textOf(sentences: number): string {
  let seed = 7
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  const sentence = (index: number) => {
    const words = Array.from({ length: 3 + random(5) }, () => PHRASES[random(PHRASES.length)] ?? '')
    return `Satz ${String(index)} handelt davon, ${words.join(' ')}, heißt es dort.`
  }
  const paragraphs: string[] = ['Bericht über eine Messung']
  for (let from = 1; from < sentences; from += 10) {
    const count = Math.min(10, sentences - from)
    paragraphs.push(Array.from({ length: count }, (_, index) => sentence(from + index)).join(' '))
  }
  return paragraphs.join('\n\n')
}
