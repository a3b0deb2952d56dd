import DatabaseConstructor, { type Database } from 'better-sqlite3'

/** Another number makes the index anew at the next opening. */
const INDEX_VERSION = 1

/** A piece of the text of a file as it is searched. `start` is its offset in the text of its part. */
export interface Piece {
  hash: string
  part: number
  start: number
  text: string
}

/** Opens the file of the index, or makes it. Throws what SQLite throws of a damaged one. */
export function openSearchIndex(path: string, access: 'write' | 'read'): Database {
  const db = new DatabaseConstructor(path, { timeout: 5_000, readonly: access === 'read' })
  try {
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    if (access === 'write') {
      db.pragma('journal_mode = WAL')
      // What a power cut takes from it is made again; that it stays whole is enough.
      db.pragma('synchronous = NORMAL')
    }
    const version = Number(db.pragma('user_version', { simple: true }))
    if (version !== INDEX_VERSION) makeTables(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function makeTables(db: Database): void {
  db.transaction(() => {
    db.exec(`
      DROP TABLE IF EXISTS words;
      DROP TABLE IF EXISTS pieces;
      DROP TABLE IF EXISTS indexed_files;
      -- A file of which all pieces are here, as it was read at that time.
      CREATE TABLE indexed_files (hash TEXT PRIMARY KEY, read_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE pieces (
        id    INTEGER PRIMARY KEY,
        hash  TEXT NOT NULL,
        part  INTEGER NOT NULL,
        start INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX pieces_by_file ON pieces (hash, part, start);
      -- Three letters each, so that parts of words are found. The text, by the id of its piece, is folded before.
      CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'trigram case_sensitive 1')`)
    db.pragma(`user_version = ${String(INDEX_VERSION)}`)
  }).immediate()
}

export function searchIndexQueries(db: Database) {
  const columns = 'p.hash, p.part, p.start, w.text'
  const hasAll = 'NOT EXISTS (SELECT 1 FROM json_each(@words) s WHERE instr(w.text, s.value) = 0)'
  const files = db.prepare<[], { hash: string; readAt: string }>(
    'SELECT hash, read_at AS readAt FROM indexed_files ORDER BY hash',
  )
  const begun = db.prepare<[], string>('SELECT DISTINCT hash FROM pieces').pluck()
  const remember = db.prepare<{ hash: string; readAt: string }>(
    'INSERT INTO indexed_files (hash, read_at) VALUES (@hash, @readAt)',
  )
  const forgetFile = db.prepare<[string]>('DELETE FROM indexed_files WHERE hash = ?')
  const somePieces = db.prepare<[string], number>('SELECT id FROM pieces WHERE hash = ? LIMIT 20').pluck()
  const forgetPiece = db.prepare<[number]>('DELETE FROM pieces WHERE id = ?')
  const forgetWords = db.prepare<[number]>('DELETE FROM words WHERE rowid = ?')
  const insertPiece = db.prepare<Omit<Piece, 'text'>>(
    'INSERT INTO pieces (hash, part, start) VALUES (@hash, @part, @start)',
  )
  const insertWords = db.prepare<{ id: number | bigint; text: string }>(
    'INSERT INTO words (rowid, text) VALUES (@id, @text)',
  )
  const byIndex = db.prepare<{ match: string; words: string; limit: number }, Piece>(`
    SELECT ${columns} FROM words w JOIN pieces p ON p.id = w.rowid
    WHERE words MATCH @match AND ${hasAll} ORDER BY w.rank LIMIT @limit`)
  const byReading = db.prepare<{ words: string; limit: number }, Piece>(`
    SELECT ${columns} FROM pieces p JOIN words w ON w.rowid = p.id WHERE ${hasAll} ORDER BY p.id LIMIT @limit`)
  const inFile = db.prepare<{ hash: string; words: string }, Piece>(`
    SELECT ${columns} FROM pieces p JOIN words w ON w.rowid = p.id
    WHERE p.hash = @hash AND ${hasAll} ORDER BY p.part, p.start`)
  const pieces = db.prepare<[string], Piece>(`
    SELECT ${columns} FROM pieces p JOIN words w ON w.rowid = p.id WHERE p.hash = ? ORDER BY p.part, p.start`)

  const add = db.transaction((some: readonly Piece[]) => {
    for (const { text, ...place } of some) {
      insertWords.run({ id: insertPiece.run(place).lastInsertRowid, text })
    }
  })
  const forgetSome = db.transaction((hash: string) => {
    const ids = somePieces.all(hash)
    for (const id of ids) {
      forgetWords.run(id)
      forgetPiece.run(id)
    }
    return ids.length > 0
  })

  return {
    files: () => files.all(),
    /** Files of which there are pieces, all or some. */
    begun: () => begun.all(),
    remember: (hash: string, readAt: string) => void remember.run({ hash, readAt }),
    forgetFile: (hash: string) => void forgetFile.run(hash),
    /** Some pieces of a file; false once none are left. */
    forgetSome: (hash: string) => forgetSome.immediate(hash),
    add: (some: readonly Piece[]) => {
      add.immediate(some)
    },
    /** Pieces in which all words stand, those with most of them first. Two letters are found by reading all. */
    find(words: readonly string[], limit: number): Piece[] {
      const long = words.filter((word) => [...word].length >= 3)
      const short = words.filter((word) => !long.includes(word))
      if (long.length === 0) return byReading.all({ words: JSON.stringify(short), limit })
      const match = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')
      return byIndex.all({ match, words: JSON.stringify(short), limit })
    },
    findIn: (hash: string, words: readonly string[]) => inFile.all({ hash, words: JSON.stringify(words) }),
    pieces: (hash: string) => pieces.iterate(hash),
    /** Compares the words with the pieces too. */
    damage: () =>
      (db.pragma('integrity_check(5)') as { integrity_check: string }[])
        .map(({ integrity_check: found }) => found)
        .filter((found) => found !== 'ok'),
  }
}

export type SearchIndexQueries = ReturnType<typeof searchIndexQueries>
