import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { contract, MAX_CALL_BYTES, MAX_TEXT_BYTES } from '#shared/contract'

import { ownFolder } from '../support/built'
import { belegt, openCalls, type Ended } from '../support/command-line'
import { zipOf } from '../support/evidence-files'
import { zipParts } from '../support/zip-parts'

const folder = ownFolder()
const at = (name: string) => join(folder.path, name)
const run = (args: string[], input?: string | Buffer): Promise<Ended> =>
  belegt(args, { cwd: folder.path, env: folder.env, ...(input === undefined ? {} : { input }) })
const inGerman = (args: string[], input = ''): Promise<Ended> =>
  belegt(args, { cwd: folder.path, env: { ...folder.env, LC_ALL: 'de_DE.UTF-8' }, input })
const lines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

const article = `Neue Brücke über die Elbe

Die Brücke ist 240 Meter lang. Sie kostete am 8. März 2022 noch 12 Mio. Euro.

„Wir bauen weiter.“
Jana Petersen, Bürgermeisterin am 8. März 2022

---
`

afterAll(() => folder.remove())

describe('belegt segment', () => {
  it('answers each text with its sentences, in order', async () => {
    const { status, stdout } = await run(
      ['segment'],
      [
        { id: 'a', lang: 'de', text: 'Am 8. März 2022. Dann mehr.' },
        { id: 7, lang: 'en', text: '' },
        { id: 'ü', lang: 'xx', text: 'One.\nTwo.' },
      ]
        .map((line) => `${JSON.stringify(line)}\r\n`)
        .join(''),
    )

    expect(status).toBe(0)
    expect(lines(stdout)).toEqual([
      {
        id: 'a',
        spans: [
          [0, 16],
          [17, 27],
        ],
      },
      { id: 7, spans: [] },
      {
        id: 'ü',
        spans: [
          [0, 4],
          [5, 9],
        ],
      },
    ])
  })

  it('names a line it cannot read, goes on, and ends with a failure', async () => {
    const { status, stdout } = await run(['segment'], '{"id":1}\n{"id":2,"lang":"de","text":"Ja."}')

    expect(status).toBe(1)
    expect(lines(stdout)).toEqual([
      { id: null, error: { code: 'invalid_input', message: 'This line is not {"id","lang","text"}.' } },
      { id: 2, spans: [[0, 3]] },
    ])
  })
})

describe('belegt import', () => {
  it('gives one line for each article and names the files it could not take', async () => {
    writeFileSync(at('a.txt'), article)
    writeFileSync(at('empty.txt'), ' \n')
    writeFileSync(at('b.txt'), 'One sentence. Another one.')
    writeFileSync(at('large.txt'), Buffer.alloc(MAX_TEXT_BYTES + 1, 'a'))

    const { status, stdout, stderr } = await run([
      ...['import', 'a.txt', 'empty.txt', 'missing.txt', '.', 'large.txt', 'b.txt'],
      ...['--library', 'import.belegt', '--json'],
    ])

    expect(status).toBe(1)
    expect(lines(stdout)).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        title: 'Neue Brücke über die Elbe',
        revision: 1,
        blocks: 4,
        sentences: 5,
        warnings: [],
      },
      expect.objectContaining({ title: expect.stringMatching(/^One sentence/), sentences: 2 }),
    ])
    expect(stderr.split('\n').map((line) => line.split(':')[0])).toEqual([
      'empty.txt',
      'missing.txt',
      '.',
      'large.txt',
      '',
    ])
    expect(stderr).toContain('limit is 20 MB')
  })

  it('does not double what is there unless asked to, and takes the files of an archive one by one', async () => {
    const library = ['--library', 'once.belegt', '--json']
    writeFileSync(at('once.txt'), article)
    const packed = zipOf([
      { name: 'texte/eins.txt', content: 'Ein Satz steht hier. Noch einer.' },
      { name: 'texte/seite.html', content: '<h1>Seite</h1><p>Ein ganz anderer Satz steht hier.</p>' },
      { name: 'texte/seite_files/stil.css', content: 'p {}' },
      { name: 'texte/bild.png', content: Buffer.from('89504e470d0a1a0a', 'hex') },
    ])
    writeFileSync(at('texte.zip'), packed)

    const first = await run(['import', 'once.txt', ...library])
    const again = await run(['import', 'once.txt', ...library])
    const anyway = await run(['import', 'once.txt', '--anyway', ...library])
    const archive = await run(['import', 'texte.zip', ...library])

    expect([first.status, again.status, anyway.status, archive.status]).toEqual([0, 1, 0, 1])
    expect([again.stdout, again.stderr]).toEqual([
      '',
      expect.stringContaining('is in the library already: “Neue Brücke über die Elbe”') as unknown,
    ])
    expect(lines(archive.stdout)).toMatchObject([{ sentences: 2 }, { title: 'Seite', sentences: 2 }])
    expect(archive.stderr).toMatch(/^texte\.zip: texte\/bild\.png: .*PNG/)
  })

  it('says in German what happened where German is spoken', async () => {
    const { status, stderr } = await inGerman(['import', 'missing.txt', '--library', 'import.belegt'])

    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'missing.txt: Diese Datei gibt es nicht. Prüfen Sie den Pfad.\n',
    })
  })

  it('takes a language, and refuses one that is none', async () => {
    writeFileSync(at('kurz.txt'), 'Brot.')

    const taken = await run(['import', 'kurz.txt', '--library', 'import.belegt', '--lang', 'uk'])
    const refused = await run(['import', 'kurz.txt', '--library', 'import.belegt', '--lang', 'Klingonisch'])

    expect(taken.stdout).toContain('(uk; 1 blocks, 1 sentences)')
    expect(refused).toMatchObject({ status: 1, stdout: '' })
  })
})

describe('an article', () => {
  beforeAll(async () => {
    writeFileSync(at('article.txt'), article)
    await run(['import', 'article.txt', '--library', 'desk.belegt', '--lang', 'de'])
  })

  it('is shown in the stable shape', async () => {
    const { status, stdout } = await run(['show', 'neue brücke', '--library', 'desk.belegt', '--json'])

    const sentence = (text: string) => ({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), text, state: 'open' })
    const attribution = { speaker: 'Jana Petersen', role: 'Bürgermeisterin', date: '2022-03-08' }
    expect(status).toBe(0)
    expect(lines(stdout)).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        title: 'Neue Brücke über die Elbe',
        kicker: null,
        byline: null,
        language: 'de',
        revision: 1,
        nonText: ['---'],
        blocks: [
          {
            kind: 'headline',
            text: 'Neue Brücke über die Elbe',
            sentences: [sentence('Neue Brücke über die Elbe')],
          },
          {
            kind: expect.stringMatching(/^(lead|paragraph)$/),
            text: 'Die Brücke ist 240 Meter lang. Sie kostete am 8. März 2022 noch 12 Mio. Euro.',
            sentences: [
              sentence('Die Brücke ist 240 Meter lang.'),
              sentence('Sie kostete am 8. März 2022 noch 12 Mio. Euro.'),
            ],
          },
          {
            kind: 'quote',
            text: '„Wir bauen weiter.“',
            ...attribution,
            sentences: [sentence('„Wir bauen weiter.“')],
          },
          {
            kind: 'attribution',
            text: 'Jana Petersen, Bürgermeisterin am 8. März 2022',
            ...attribution,
            sentences: [sentence('Jana Petersen, Bürgermeisterin am 8. März 2022')],
          },
        ],
      },
    ])
  })

  it('is shown to people line by line', async () => {
    const { stdout } = await inGerman(['show', 'Neue', '--library', 'desk.belegt'])

    expect(stdout).toContain(
      'Neue Brücke über die Elbe (Fassung 1)\n5 offen, 0 in Arbeit, 0 geprüft, 0 freigegeben\n',
    )
    expect(stdout).toContain('    2  offen        Die Brücke ist 240 Meter lang.\n')
  })

  it('is found by nothing it is not called', async () => {
    const { status, stdout, stderr } = await run(['show', 'Alte Brücke', '--library', 'desk.belegt'])

    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'There is no article "Alte Brücke" in this library. Name its id or the beginning of its title.\n',
    })
  })

  it('has to be named by its id when two begin alike', async () => {
    await run(['import', 'article.txt', 'article.txt', '--anyway', '--library', 'twins.belegt'])

    const { status, stderr } = await run(['show', 'Neue', '--library', 'twins.belegt'])
    const id = /[0-9a-f-]{36}/.exec(stderr)?.[0] ?? ''

    expect(status).toBe(1)
    expect(stderr).toContain('"Neue" fits 2 articles.')
    expect((await run(['show', id, '--library', 'twins.belegt'])).status).toBe(0)
  })

  it('is reported in the asked format, to the asked place', async () => {
    mkdirSync(at('reports'))

    const html = await run([
      'report',
      'Neue',
      '--library',
      'desk.belegt',
      '--format',
      'html',
      '--out',
      'bericht.html',
    ])
    const json = await run([
      ...['report', 'Neue', '--library', 'desk.belegt', '--format', 'json', '--lang', 'de'],
      ...['--out', 'reports', '--json'],
    ])
    const [jsonPath = ''] = readdirSync(at('reports'))

    expect(html).toMatchObject({ status: 0, stdout: `${at('bericht.html')}\n` })
    expect(readFileSync(at('bericht.html'), 'utf8')).toContain('<html lang="en"')
    expect(lines(json.stdout)).toEqual([{ files: [at(join('reports', jsonPath))] }])
    expect(JSON.parse(readFileSync(at(join('reports', jsonPath)), 'utf8'))).toBeTypeOf('object')
  })

  it.each([
    [
      ['--format', 'odt'],
      'There is no format "odt". Possible are: html, pdf, docx, draft, md, csv, xlsx, webannotation, json, claimreview.\n',
    ],
    [
      ['--kind', 'private'],
      'There is no report of the kind "private". Possible are: file, corrections, public.\n',
    ],
    [['--lang', 'fr'], 'There is no report in the language "fr". Possible are: de, en.\n'],
  ])('is not reported with %j', async (options, words) => {
    const { status, stderr } = await run(['report', 'Neue', '--library', 'desk.belegt', ...options])

    expect({ status, stderr }).toEqual({ status: 1, stderr: words })
  })

  it.each([
    ['docx', 'PK'],
    ['draft', 'PK'],
    ['xlsx', 'PK'],
    ['md', 'Bel'],
    ['csv', '\uFEFF'],
    ['webannotation', '{'],
    ['pdf', '%PDF'],
  ])('is reported as %s', async (format, beginning) => {
    const { status, stdout } = await run([
      ...['report', 'Neue', '--library', 'desk.belegt', '--format', format, '--out', `report.${format}`],
    ])

    expect({ status, stdout }).toEqual({ status: 0, stdout: `${at(`report.${format}`)}\n` })
    expect(readFileSync(at(`report.${format}`), 'utf8').startsWith(beginning)).toBe(true)
  })

  it('replaces no file unless told to', async () => {
    writeFileSync(at('mine.html'), 'mine')
    const asked = ['report', 'Neue', '--library', 'desk.belegt', '--out', 'mine.html']

    const refused = await run(asked)
    const kept = readFileSync(at('mine.html'), 'utf8')
    const forced = await run([...asked, '--force'])

    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('is there already and was not changed.')
    expect(kept).toBe('mine')
    expect(forced.status).toBe(0)
    expect(readFileSync(at('mine.html'), 'utf8')).toContain('<html lang="en"')
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('is packed with its evidence, and says what stays out', async () => {
    const calls = openCalls(at('desk.belegt'), folder.env)
    const send = async <Value>(name: string, input: object): Promise<Value> => {
      const reply = await calls.call({ name, input, language: 'de' })
      if (!reply.ok) throw new Error(reply.error.message)
      // Callers name what the contract says.
      return reply.value as Value
    }
    const text = 'Alte Brücke\n\nSie ist 24 Meter lang.'
    const { article: packed } = await send<{ article: { id: string } }>('articles.import', { text })
    const { sentences } = await send<{ sentences: { id: string }[] }>('articles.read', {
      articleId: packed.id,
    })
    const { claimId } = await send<{ claimId: string }>('claims.add', {
      anchors: [{ sentenceId: sentences[1]?.id }],
    })
    const hashes: string[] = []
    for (const [words, confidential] of [
      ['24 Meter', false],
      ['Anruf', true],
    ] as const) {
      const bytes = Buffer.from(words)
      const { uploadId } = await send<{ uploadId: string }>('evidenceFiles.begin', {
        ...{ name: 'a.txt', sizeInBytes: bytes.length },
      })
      await send('evidenceFiles.append', { uploadId, bytes: bytes.toString('base64') })
      const { hash } = await send<{ hash: string }>('evidenceFiles.finish', { uploadId })
      hashes.push(hash)
      await send('evidence.add', {
        ...{ claimId, stance: 'supports', fileHash: hash },
        source: { title: words, ...(confidential && { confidential, publicWording: 'eine Person' }) },
      })
    }
    await calls.end()

    const { status, stdout, stderr } = await run([
      ...['report', 'Alte', '--library', 'desk.belegt', '--format', 'md', '--with-evidence', '--json'],
    ])

    const printed = await run([
      ...['report', 'Alte', '--library', 'desk.belegt', '--format', 'pdf', '--with-evidence'],
      ...['--out', 'printed.zip'],
    ])
    const [pdf = ''] = [...(await zipParts(readFileSync(at('printed.zip')))).values()]

    const [told] = lines(stdout) as { files: string[]; leftOut: unknown[] }[]
    const parts = await zipParts(readFileSync(told?.files[0] ?? ''))
    expect(status).toBe(0)
    expect(stderr).toBe('Without its file: evidence 2: confidential source\n')
    expect(told?.leftOut).toEqual([{ number: 2, because: 'confidential' }])
    expect([...parts.keys()]).toEqual([
      'report-alte-bruecke-revision-1.md',
      `evidence/001-${hashes[0] ?? ''}.txt`,
      'evidence/SHA256SUMS',
      'evidence/check.sh',
    ])
    const whole = await run([
      ...['report', 'Alte', '--library', 'desk.belegt', '--format', 'json', '--with-evidence'],
      ...['--out', 'whole.zip'],
    ])
    const back = await run(['import', 'whole.zip', '--library', 'back.belegt'])
    const verified = await run(['verify', '--library', 'back.belegt'])
    expect([whole.status, back.status, verified.status]).toEqual([0, 0, 0])
    expect(back.stdout + back.stderr).not.toContain('did not come along')
    expect(back.stdout + back.stderr).toContain(
      'Evidence files of confidential sources stay where the check was made: 1',
    )
    expect(verified.stdout).toMatch(/^Everything is in order.*\nDid not come along, .*: evidence files 1\./)
    expect(printed.status).toBe(0)
    expect(pdf).toContain(`/URI (evidence/001-${hashes[0] ?? ''}.txt)`)
    // No place of this machine leaves it.
    expect(pdf).not.toContain('file:')
  })

  it('needs a public address for ClaimReview', async () => {
    const { status, stderr } = await run([
      ...['report', 'Neue', '--library', 'desk.belegt', '--format', 'claimreview', '--house', 'Desk'],
    ])

    expect(status).toBe(1)
    expect(stderr).toContain('ClaimReview needs the public address of the fact check.')
  })

  it('writes a MediaReview beside the ClaimReview for what a file names', async () => {
    const calls = openCalls(at('media.belegt'), folder.env)
    const send = async (name: string, input: object): Promise<Record<string, unknown>> => {
      const reply = await calls.call({ name, input, language: 'de' })
      if (!reply.ok) throw new Error(reply.error.message)
      // The contract says what it is.
      return reply.value as Record<string, unknown>
    }
    const text = 'Bild der Brücke\n\nDas Bild zeigt die Elbe.'
    const { article: made } = (await send('articles.import', { text })) as { article: { id: string } }
    const { sentences } = (await send('articles.read', { articleId: made.id })) as {
      sentences: { id: string }[]
    }
    const { claimId } = await send('claims.add', { anchors: [{ sentenceId: sentences[1]?.id }] })
    await send('claims.update', { claimId, claimant: 'Karin Lenz' })
    await send('evidence.add', { claimId, stance: 'contradicts', source: { title: 'Archiv' } })
    await send('verdicts.record', {
      ...{ claimId, question: 'content', scaleId: 'belegt-content-de-1', ratingId: 'wrong' },
      ...{ conclusion: 'Es ist die Oder.', correction: 'Das Bild zeigt die Oder.', asOf: '2026-11-25' },
    })
    await calls.end()
    const picture = {
      claimId,
      kind: 'image',
      url: 'https://social.example/1',
      category: 'TransformedContent',
    }
    writeFileSync(at('media.json'), JSON.stringify([picture]))
    writeFileSync(at('odd.json'), JSON.stringify([{ ...picture, category: 'Fake' }]))
    const asked = (media: string, ...more: string[]) => [
      ...['report', 'Bild', '--library', 'media.belegt', '--format', 'claimreview', '--house', 'Desk'],
      ...['--url', 'https://desk.example/fakten/1', '--media', media, ...more],
    ]

    const alone = await run(asked('media.json', '--out', 'reviews'))
    const packed = await run(asked('media.json', '--with-evidence', '--out', 'reviews.zip'))
    const refused = await run(asked('odd.json'))

    expect([alone.status, packed.status, refused.status]).toEqual([0, 0, 1])
    const names = readdirSync(at('reviews')).toSorted()
    expect(names).toEqual([expect.stringMatching(/-media-1\.json$/), expect.stringMatching(/-1\.json$/)])
    expect(JSON.parse(readFileSync(join(at('reviews'), names[0] ?? ''), 'utf8'))).toMatchObject({
      ...{ '@type': 'MediaReview', mediaAuthenticityCategory: 'TransformedContent' },
    })
    expect([...(await zipParts(readFileSync(at('reviews.zip')))).keys()]).toEqual(
      expect.arrayContaining(names),
    )
    expect(refused.stderr).toContain('is no list in JSON with claimId')
  })

  it('leaves no half report where none can be written', async () => {
    const before = readdirSync(folder.path)

    const { status, stderr } = await run([
      'report',
      'Neue',
      '--library',
      'desk.belegt',
      '--out',
      'no/such/folder.html',
    ])

    expect(status).toBe(1)
    expect(stderr).toMatch(/could not be written\. What was there is unchanged\./)
    expect(readdirSync(folder.path)).toEqual(before)
  })

  it('can be looked at and verified while a workstation has the library open', async () => {
    const calls = openCalls(at('desk.belegt'), folder.env)
    await calls.call({ name: 'library.describe', input: {}, language: 'en' })

    const [shown, verified, second] = await Promise.all([
      run(['show', 'Neue', '--library', 'desk.belegt']),
      run(['verify', '--library', 'desk.belegt']),
      run(['import', 'article.txt', '--library', 'desk.belegt']),
    ])
    await calls.end()

    expect([shown.status, verified.status, second.status]).toEqual([0, 0, 1])
    expect(second.stderr).toContain('already open in another workstation')
  })
})

describe('belegt call', () => {
  it('answers every line in order, bad ones too, and ends with a failure when one failed', async () => {
    const { status, stdout } = await run(
      ['call', '--library', 'call.belegt'],
      [
        '{"id":1,"name":"people.add","input":{"name":"Mira Kern"}}',
        '',
        'no json',
        '{"id":"x","name":"people.add","input":{"name":"Mira Kern"},"more":1}',
        '{"id":"y","name":"nothing.here","input":{}}',
        '{"id":"z","name":"people.list","input":{}}',
      ].join('\n'),
    )

    expect(status).toBe(1)
    expect(lines(stdout)).toMatchObject([
      { id: 1, reply: { ok: true, value: { name: 'Mira Kern' } } },
      { id: null, reply: { ok: false, error: { code: 'invalid_input' } } },
      { id: 'x', reply: { ok: false, error: { code: 'invalid_input' } } },
      { id: 'y', reply: { ok: false, error: { code: 'not_found' } } },
      { id: 'z', reply: { ok: true } },
    ])
  })

  it('passes over a line above the limit and goes on', async () => {
    const { status, stdout } = await run(
      ['call', '--library', 'call.belegt'],
      Buffer.concat([
        Buffer.from('{"id":1,"name":"'),
        Buffer.alloc(MAX_CALL_BYTES, 'a'),
        Buffer.from('"}\n{"id":2,"name":"library.describe","input":{}}\n'),
      ]),
    )

    expect(status).toBe(1)
    expect(lines(stdout)).toMatchObject([
      { id: null, reply: { ok: false } },
      { id: 2, reply: { ok: true } },
    ])
  })

  it('ends well when everything was done', async () => {
    expect(
      await run(['call', '--library', 'call.belegt'], '{"id":1,"name":"people.list","input":{}}'),
    ).toMatchObject({
      status: 0,
      stderr: '',
    })
  })
})

describe('belegt contract', () => {
  it('describes every procedure with the JSON Schema of its input and output', async () => {
    const { status, stdout } = await run(['contract', '--json'])
    const [described = {}] = lines(stdout) as Record<string, object>[]

    expect(status).toBe(0)
    expect(Object.keys(described)).toEqual(Object.keys(contract))
    for (const procedure of Object.values(described)) {
      expect(procedure).toEqual({
        summary: expect.stringMatching(/\.$/),
        input: expect.objectContaining({ $schema: expect.any(String) }),
        output: expect.objectContaining({ $schema: expect.any(String) }),
      })
    }
  })
})

describe('belegt verify', () => {
  it('lists what is damaged and ends with a failure', async () => {
    writeFileSync(at('whole.txt'), article)
    await run(['import', 'whole.txt', '--library', 'damaged.belegt'])
    const bytes = readFileSync(at('damaged.belegt'))
    bytes.fill(0x55, bytes.length / 2)
    writeFileSync(at('damaged.belegt'), bytes)

    const { status, stdout } = await run(['verify', '--library', 'damaged.belegt', '--json'])

    expect(status).toBe(1)
    expect(lines(stdout)).toMatchObject([{ ok: false, problems: [expect.any(String)] }])
  })

  it('makes no library where there is none', async () => {
    const { status, stderr } = await run(['verify', '--library', 'nothing.belegt'])

    expect(status).toBe(1)
    expect(stderr).toContain('"nothing.belegt" does not exist')
    expect(existsSync(at('nothing.belegt'))).toBe(false)
  })
})

describe('the command line', () => {
  it('explains itself', async () => {
    const overview = await run(['--help'])
    const one = await inGerman(['import', '--help'])

    expect(overview.status).toBe(0)
    for (const name of [
      'import',
      'segment',
      'show',
      'call',
      'contract',
      'report',
      'check-claimreview',
      'verify',
    ]) {
      expect(overview.stdout).toContain(`  ${name}`)
    }
    expect(one.stdout).toContain('belegt import FILE… --library PATH')
    expect(one.stdout).toContain('Dateien als Artikel')
  })

  it('refuses what it does not know, in words, without a stack', async () => {
    const failures: Ended[] = []
    for (const args of [
      ['frobnicate'],
      ['show'],
      ['show', 'a', 'b'],
      ['verify', '--fast'],
      ['import', 'a.txt', '--library'],
    ]) {
      failures.push(await run(args))
    }

    expect(failures.filter(({ status }) => status === 0)).toEqual([])
    expect(failures.map(({ stdout }) => stdout).join('')).toBe('')
    expect(failures.map(({ stderr }) => stderr).join('')).not.toMatch(/\bat \S+:\d+|Error/)
    expect(failures[3]?.stderr).toBe(
      'The option --fast does not fit here. Usage: belegt verify --library PATH [--json]\n',
    )
  })
})

describe('belegt check-claimreview', () => {
  const review = {
    '@context': 'https://schema.org',
    '@type': 'ClaimReview',
    url: 'https://desk.example/1',
    claimReviewed: 'The bridge is 240 m long.',
    author: { '@type': 'Organization', name: 'Desk' },
    datePublished: '2026-11-25',
    itemReviewed: { '@type': 'Claim', author: { '@type': 'Person', name: 'Karin Lenz' } },
    reviewRating: { '@type': 'Rating', alternateName: 'True' },
  }

  it('names each breach in words, and ends well only without one', async () => {
    writeFileSync(at('good.json'), JSON.stringify(review))
    writeFileSync(at('bad.json'), JSON.stringify([review, { ...review, url: 'https://desk.example/' }]))

    const good = await run(['check-claimreview', 'good.json'])
    const bad = await run(['check-claimreview', 'good.json', 'bad.json'])

    expect(good).toMatchObject({ status: 0, stdout: 'good.json: 1 of 1 without a breach\n' })
    expect(bad).toMatchObject({
      status: 1,
      stdout:
        'good.json: 1 of 1 without a breach\nbad.json: 1 of 2 without a breach\n  [1] url: The address leads to a home page instead of the fact check.\n',
    })
  })

  it('says what is recommended and missing, which is no breach', async () => {
    writeFileSync(at('bare.json'), JSON.stringify({ ...review, author: undefined }))

    expect(await run(['check-claimreview', 'bare.json'])).toMatchObject({
      status: 0,
      stdout:
        'bare.json: 1 of 1 without a breach\n  author: Recommended: name the publisher of the fact check.\n',
    })
  })

  it.each([
    ['missing.json', null, 'There is no file'],
    ['words.json', 'words', 'is no readable JSON'],
    ['other.json', '{}', 'There is no ClaimReview'],
  ])('says what is wrong with %s', async (name, content, words) => {
    if (content !== null) writeFileSync(at(name), content)

    const { status, stderr } = await run(['check-claimreview', name])

    expect(status).toBe(1)
    expect(stderr).toContain(words)
  })
})
