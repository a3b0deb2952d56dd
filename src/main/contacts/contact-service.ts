import type { ClaimId, Contact, ContactId } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import { sentencesOf } from '#main/database/article-state'
import { refuseUnworded } from '#main/database/source-row'
import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { contactQueries } from './contact-queries'

type ContactHandlers = Pick<
  Handlers,
  'contacts.list' | 'contacts.add' | 'contacts.update' | 'contacts.remove'
>

type ContactFields = Omit<Contact, 'id' | 'claimId' | 'personId' | 'at'>

export function contactService({
  db,
  now,
  newId,
  personId,
  desk,
  changeArticle,
}: ServiceContext): ContactHandlers {
  const queries = contactQueries(db)

  const contact = (id: ContactId): Contact => {
    const found = queries.one(id)
    if (!found) throw notFound('Diese Anfrage', 'This enquiry')
    return found
  }

  const about = (action: string, claimId: ClaimId, name: string) => {
    const { claim, articleId } = desk.claim(claimId)
    const sentences = desk.numbersOf(articleId, sentencesOf(claim))
    return {
      action,
      articleId,
      claimId,
      sentenceId: sentencesOf(claim)[0] ?? null,
      facts: { sentences, name },
    }
  }

  return {
    'contacts.list': ({ claimId }) => {
      desk.claim(claimId)
      return queries.ofClaim(claimId)
    },

    'contacts.add': ({ claimId, ...fields }, { language }) => {
      refuseUnworded(fields)
      const contactId = newId<ContactId>()
      const told = about('contact.added', claimId, fields.name)
      const change = changeArticle(language, told, { claimIds: [claimId] }, (rows) => {
        rows.insert('contact_log', {
          id: contactId,
          claim_id: claimId,
          ...contactColumns(fields),
          created_by: personId(),
          created_at: now().toISOString(),
        })
      })
      return { contactId, change }
    },

    'contacts.update': ({ contactId, expected, ...given }, { language }) => {
      const { id: _, claimId, personId: __, at: ___, ...before } = contact(contactId)
      refuseOutdated(THIS_ENQUIRY, { expected, current: before, wanted: given })
      const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      const fields: ContactFields = { ...before, ...said }
      refuseUnworded(fields)
      const told = about('contact.updated', claimId, fields.name)
      return changeArticle(language, told, { claimIds: [claimId] }, (rows) => {
        rows.update('contact_log', contactId, contactColumns(fields))
      })
    },

    'contacts.remove': ({ contactId, reason, expected }, { language }) => {
      const current = contact(contactId)
      refuseOutdated(THIS_ENQUIRY, { expected, current })
      const { claimId, name } = current
      const told = { ...about('contact.removed', claimId, name), reason }
      return changeArticle(language, told, { claimIds: [claimId] }, (rows) => {
        rows.remove('contact_log', contactId)
      })
    },
  }
}

const THIS_ENQUIRY = { de: 'Diese Anfrage', en: 'This enquiry' }

function contactColumns(fields: ContactFields): Record<string, string | number | null> {
  return {
    name: fields.name,
    role: fields.role,
    way: fields.way,
    asked_at: fields.askedAt,
    deadline: fields.deadline,
    question: fields.question,
    outcome: fields.outcome,
    answer: fields.answer,
    answered_at: fields.answeredAt,
    confidential: fields.confidential ? 1 : 0,
    public_wording: fields.publicWording,
  }
}
