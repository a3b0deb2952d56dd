import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'

import type { Input, Output } from '#shared/contract'
import type { ClaimId, Contact } from '#shared/model'

import { useCall } from '../api'
import { useDeskStore } from './desk-store'
import { useNoticeStore } from './notice-store'

/** Who was asked about a claim. Read when the claim is shown, and again when something about its article was recorded. */
export const useDeskContactStore = defineStore('desk-contacts', () => {
  const call = useCall()
  const desk = useDeskStore()
  const notices = useNoticeStore()
  const contacts = shallowReactive(new Map<ClaimId, readonly Contact[]>())

  const of = (claimId: ClaimId): readonly Contact[] => contacts.get(claimId) ?? []

  async function read(claimId: ClaimId): Promise<void> {
    contacts.set(claimId, await call('contacts.list', { claimId }))
  }

  const add = (input: Input<'contacts.add'>): Promise<Output<'contacts.add'>> => desk.addContact(input)

  async function update(input: Input<'contacts.update'>): Promise<void> {
    await desk.updateContact(input)
  }

  async function remove(contact: Contact): Promise<void> {
    const { text } = await desk.removeContact(contact)
    notices.tell(text, { undo: true })
  }

  return { of, read, add, update, remove }
})
