import type { Database } from 'better-sqlite3'

import type { Output } from '#shared/contract'
import type { Source, SourceId } from '#shared/model'

export function sourceQueries(db: Database) {
  const columns = `s.id, s.type, s.kind, s.title, s.authors, s.container, s.publisher, s.issued_on AS issuedOn,
    s.accessed_on AS accessedOn, s.url, s.archive_url AS archiveUrl, s.language, s.note, s.created_at AS createdAt,
    (SELECT count(*) FROM evidence e WHERE e.source_id = s.id) AS evidenceCount
    FROM sources s`
  const one = db.prepare<[SourceId], Source>(`SELECT ${columns} WHERE s.id = ?`)
  const latest = db.prepare<[number], Source>(`SELECT ${columns} ORDER BY s.id DESC LIMIT ?`)
  const found = db.prepare<{ pattern: string; limit: number }, Source>(`
    SELECT ${columns}
    WHERE s.title LIKE @pattern ESCAPE '\\' OR s.authors LIKE @pattern ESCAPE '\\'
       OR s.container LIKE @pattern ESCAPE '\\' OR s.publisher LIKE @pattern ESCAPE '\\'
       OR s.url LIKE @pattern ESCAPE '\\'
    ORDER BY s.id DESC LIMIT @limit`)
  const uses = db.prepare<[SourceId], Output<'sources.uses'>[number]>(`
    SELECT c.id AS claimId, a.id AS articleId, a.title AS articleTitle, c.wording, e.stance
    FROM evidence e JOIN claims c ON c.id = e.claim_id JOIN articles a ON a.id = c.article_id
    WHERE e.source_id = ? ORDER BY a.id DESC, c.id`)

  return {
    one: (sourceId: SourceId) => one.get(sourceId),
    latest: (limit: number) => latest.all(limit),
    found: (query: string, limit: number) =>
      found.all({ pattern: `%${query.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`, limit }),
    uses: (sourceId: SourceId) => uses.all(sourceId),
  }
}
