import { onScopeDispose } from 'vue'

interface Takers {
  importText: (text: string, html: string) => unknown
  importFiles: (files: readonly File[]) => unknown
}

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]'

/** What is pasted outside a field is an article. */
export function usePaste({ importText, importFiles }: Takers): void {
  function onPaste(event: ClipboardEvent): void {
    const target = event.target instanceof Element ? event.target : document.body
    if (event.defaultPrevented || target.closest(TYPING) || document.querySelector('[role="dialog"]')) return
    const files = [...(event.clipboardData?.files ?? [])]
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (text === '' && files.length === 0) return
    event.preventDefault()
    if (text === '') importFiles(files)
    else importText(text, richText(event.clipboardData))
  }
  window.addEventListener('paste', onPaste)
  onScopeDispose(() => window.removeEventListener('paste', onPaste))
}

/** What an editor of program text copies is plain text in colours; only what says what is a heading is worth reading. */
const STRUCTURE = /<(?:h[1-6]|p|li|blockquote|table|figcaption|article|section)\b/i

/** The HTML of the clipboard where it says more than its plain text; else empty. */
export function richText(clipboard: DataTransfer | null): string {
  const html = clipboard?.getData('text/html') ?? ''
  return STRUCTURE.test(html) ? html : ''
}
