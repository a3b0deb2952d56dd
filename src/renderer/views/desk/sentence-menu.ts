import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import { reasonAgainst, useActions } from '../../actions'
import type { MenuEntry } from '../../components/menu-groups'

/** What can be done with a sentence and its claim beyond the next step. Titles, keys and reasons are those of the actions. */
export function useSentenceMenu() {
  const { t } = useI18n()
  const actions = useActions()

  function item(id: string, over: Partial<MenuEntry> = {}): MenuEntry[] {
    const action = actions.find(id)
    if (!action) return []
    return [
      {
        label: action.title(),
        keys: action.keys?.[0] ?? '',
        reason: reasonAgainst(action) ?? '',
        run: action.run,
        ...over,
      },
    ]
  }

  const sentenceItems = computed(() =>
    ['editWords', 'split', 'join', 'rememberCut', 'blockKind', 'attribute'].flatMap((id) =>
      item(`desk.${id}`),
    ),
  )
  const sentenceGroups = computed(() => [sentenceItems.value])
  const claimGroups = computed(() => [
    [
      ...item('desk.editClaim'),
      ...item('desk.addClaim', { label: t('desk.claim.addAnother') }),
      ...item('desk.withdraw'),
    ],
    sentenceItems.value,
    item('desk.removeClaim', { destructive: true }),
  ])

  return { claimGroups, sentenceGroups }
}
