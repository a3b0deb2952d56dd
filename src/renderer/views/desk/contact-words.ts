import { useI18n } from 'vue-i18n'

import type { Contact } from '#shared/model'

import { useDates } from '../../i18n/dates'

/** What came of an enquiry, and how and when somebody was asked, in words. */
export function useContactWords() {
  const { t } = useI18n()
  const { moment } = useDates()
  const when = (at: string): string => moment(new Date(at))

  function isLate({ outcome, deadline }: Contact): boolean {
    return outcome === 'open' && deadline !== null && new Date(deadline) < new Date()
  }

  function stateWords(contact: Contact): string {
    const { outcome, deadline, answeredAt } = contact
    if (outcome === 'open' && deadline) {
      return t(isLate(contact) ? 'desk.contact.state.late' : 'desk.contact.state.due', {
        when: when(deadline),
      })
    }
    if ((outcome === 'answered' || outcome === 'declined') && answeredAt) {
      return t(`desk.contact.state.${outcome}`, { when: when(answeredAt) })
    }
    return t(`desk.contact.outcome.${outcome}`)
  }

  const askedWords = ({ way, askedAt }: Contact): string =>
    t('desk.contact.asked', { way: t(`desk.contact.way.${way}`), when: when(askedAt) })

  return { isLate, stateWords, askedWords }
}
