import type { Database } from 'better-sqlite3'

import type { ArticleId, Contact } from '#shared/model'

import type { Hand } from './report-model'

type StoredContact = Omit<Contact, 'confidential'> & { confidential: 0 | 1 }

export function reportQueries(db: Database) {
  const people = db.prepare<[], Hand>('SELECT id, name FROM people ORDER BY id')
  const contacts = db.prepare<[ArticleId], StoredContact>(`
    SELECT k.id, k.claim_id AS claimId, k.name, k.role, k.way, k.asked_at AS askedAt, k.deadline, k.question, k.outcome,
           k.answer, k.answered_at AS answeredAt, k.confidential, k.public_wording AS publicWording,
           k.created_by AS personId, k.created_at AS at
    FROM claims c JOIN contact_log k ON k.claim_id = c.id WHERE c.article_id = ? ORDER BY k.id`)
  return {
    people: () => people.all(),
    /** Who was asked about the claims of an article, oldest first. */
    contacts: (articleId: ArticleId): Contact[] =>
      contacts.all(articleId).map(({ confidential, ...contact }) => ({
        ...contact,
        confidential: confidential === 1,
      })),
  }
}
