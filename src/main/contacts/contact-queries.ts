import type { Database } from 'better-sqlite3'

import type { ClaimId, Contact, ContactId } from '#shared/model'

type StoredContact = Omit<Contact, 'confidential'> & { confidential: 0 | 1 }

export function contactQueries(db: Database) {
  const columns = `id, claim_id AS claimId, name, role, way, asked_at AS askedAt, deadline, question, outcome, answer,
    answered_at AS answeredAt, confidential, public_wording AS publicWording, created_by AS personId, created_at AS at
    FROM contact_log`
  const one = db.prepare<[ContactId], StoredContact>(`SELECT ${columns} WHERE id = ?`)
  const ofClaim = db.prepare<[ClaimId], StoredContact>(`SELECT ${columns} WHERE claim_id = ? ORDER BY id`)
  return {
    one: (contactId: ContactId) => {
      const found = one.get(contactId)
      return found ? asContact(found) : null
    },
    ofClaim: (claimId: ClaimId) => ofClaim.all(claimId).map(asContact),
  }
}

function asContact({ confidential, ...contact }: StoredContact): Contact {
  return { ...contact, confidential: confidential === 1 }
}
