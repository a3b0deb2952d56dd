import type { Database } from 'better-sqlite3'

import type { RecordedTable } from '#main/database/history'
import type { ClaimId } from '#shared/model'

export function claimQueries(db: Database) {
  const parts = db.prepare<{ claimId: ClaimId }, { table: RecordedTable; id: string }>(`
    SELECT 'second_reads' AS "table", id FROM second_reads WHERE claim_id = @claimId
    UNION ALL SELECT 'verdicts', id FROM verdicts WHERE claim_id = @claimId
    UNION ALL SELECT 'evidence', id FROM evidence WHERE claim_id = @claimId
    UNION ALL SELECT 'anchors', id FROM anchors WHERE claim_id = @claimId`)
  /** All rows that hang on a claim, in an order in which they can be removed. */
  return { parts: (claimId: ClaimId) => parts.all({ claimId }) }
}
