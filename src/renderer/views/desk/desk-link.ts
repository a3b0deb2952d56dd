import { onScopeDispose } from 'vue'
import { useI18n } from 'vue-i18n'

import { useDeskLinkStore } from '../../stores/desk-link-store'
import { useDeskStore } from '../../stores/desk-store'

/** Lends palette, status bar and pane switch what they show of the open article. */
export function useDeskLink(): void {
  const { t, n } = useI18n()
  const desk = useDeskStore()

  const release = useDeskLinkStore().provide({
    sentences: () =>
      desk.sentences.map((sentence) => ({
        id: sentence.id,
        number: sentence.number,
        mark: sentence.mark,
        text: desk.textOf(sentence),
        language: desk.article?.language ?? '',
      })),
    goToSentence: (id) => desk.focus(id, { reveal: true }),
    figures: () =>
      desk.article &&
      t('desk.figures', {
        sentences: t('desk.sentences', { count: n(desk.sentences.length) }, desk.sentences.length),
        outside: n(desk.outside),
      }),
    position: () =>
      desk.focused && {
        short: t('desk.sentence', { number: desk.focused.number }),
        long: t('desk.position', { number: desk.focused.number, total: desk.sentences.length }),
      },
  })
  onScopeDispose(release)
}
