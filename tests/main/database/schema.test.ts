import Database from 'better-sqlite3'
import { expect, it } from 'vitest'

import { migrate } from '#main/database/migrations'

const HEAD = `-- What the migrations add up to, for reading; nothing is made from it.
-- Written anew by: node scripts/run.mjs vitest run --project node tests/main/database/schema.test.ts --update
`

it('db/schema.sql is what the migrations add up to', async () => {
  const db = new Database(':memory:')
  migrate(db, { backUp: null })

  const made = db
    .prepare(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .pluck()
    .all()

  await expect([HEAD, ...made.map((sql) => `${String(sql)};\n`)].join('\n')).toMatchFileSnapshot(
    '../../../db/schema.sql',
  )
  db.close()
})
