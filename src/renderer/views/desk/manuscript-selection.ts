import { onScopeDispose, type Ref } from 'vue'

import type { SentenceId } from '#shared/model'

import { readCaret, readSelection, writeSelection } from '../../components/desk/selection-offsets'
import { moveByWord, selectedWords, spanOfWords, wordsOf } from '../../components/desk/word-selection'
import { useDeskStore } from '../../stores/desk-store'

/** Keeps the words chosen in the manuscript, by mouse or by key, and the focused sentence in step with the store. */
export function useManuscriptSelection(scroller: Ref<HTMLElement | undefined>) {
  const desk = useDeskStore()

  /** Ids in the page are those the store put there. */
  const sentenceIdAt = (target: EventTarget | null): SentenceId | null => {
    const element =
      target instanceof Element ? target.closest<HTMLElement>('[data-sentence], [data-row]') : null
    return (element?.dataset['sentence'] ?? element?.dataset['row'] ?? null) as SentenceId | null
  }

  function onSelectionChange(): void {
    const selection = getSelection()
    if (!selection?.anchorNode || !scroller.value?.contains(selection.anchorNode)) return
    const chosen = readSelection(selection, desk.article?.text ?? '')
    const caret = readCaret(selection)
    desk.caret = caret && { ...caret, sentenceId: caret.sentenceId as SentenceId }
    if (!chosen) {
      desk.selection = null
      return
    }
    const sentenceId = chosen.sentenceId as SentenceId
    desk.focus(sentenceId)
    desk.selection = { ...chosen, sentenceId }
  }

  document.addEventListener('selectionchange', onSelectionChange)
  onScopeDispose(() => document.removeEventListener('selectionchange', onSelectionChange))

  /** Chooses the next word of the focused sentence, or takes it in as well. */
  function chooseWord(step: 1 | -1, extend: boolean): void {
    const sentence = desk.focused
    const element = scroller.value?.querySelector<HTMLElement>(`[data-sentence="${sentence?.id ?? ''}"]`)
    if (!sentence || !element) return
    const words = wordsOf(desk.textOf(sentence), desk.article?.language ?? 'de')
    const before = desk.selectionInFocused
    const known = before && {
      start: before.start - sentence.start,
      end: before.end - sentence.start,
    }
    const chosen = moveByWord(words, known && directed(selectedWords(words, known)), step, extend)
    const span = chosen && spanOfWords(words, chosen)
    if (!span) return
    backwards = chosen.to < chosen.from
    const taken = { start: span.start + sentence.start, end: span.end + sentence.start }
    writeSelection(getSelection(), element, taken)
    // The page tells of it later; the next key may come before.
    desk.selection = { ...taken, sentenceId: sentence.id }
  }

  /** The page knows what is chosen, not from which end it was. */
  let backwards = false
  function directed(chosen: ReturnType<typeof selectedWords>): ReturnType<typeof selectedWords> {
    return chosen && backwards ? { from: chosen.to, to: chosen.from } : chosen
  }

  return { sentenceIdAt, chooseWord }
}
