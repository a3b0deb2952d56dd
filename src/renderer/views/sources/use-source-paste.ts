import { onScopeDispose } from 'vue'

import { pastedKind } from './pasted-kind'

interface Takers {
  takeFiles: (files: readonly File[]) => unknown
  takeText: (text: string) => unknown
  takeLink: (url: string) => unknown
}

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]'

/** What is pasted while no field has the focus, before it is taken for an article. */
export function useSourcePaste({ takeFiles, takeText, takeLink }: Takers): void {
  function onPaste(event: ClipboardEvent): void {
    const target = event.target instanceof Element ? event.target : document.body
    if (target.closest(TYPING) || document.querySelector('[role="dialog"]')) return
    const text = event.clipboardData?.getData('text/plain') ?? ''
    const files = [...(event.clipboardData?.files ?? [])]
    const kind = pastedKind(text)
    if (text === '' ? files.length === 0 : kind === 'article') return
    event.preventDefault()
    if (text === '') takeFiles(files)
    else if (kind === 'link') takeLink(text.trim())
    else takeText(text)
  }
  // Below the window, where a pasted article is taken.
  document.addEventListener('paste', onPaste)
  onScopeDispose(() => document.removeEventListener('paste', onPaste))
}
