import type { Output } from '#shared/contract'

/** Hands a document to the person as a download: the page itself saves it, so that every host behaves alike. */
export function saveDocument({ fileName, mediaType, encoding, content }: Output<'reports.render'>): void {
  const bytes = encoding === 'base64' ? Uint8Array.from(atob(content), (byte) => byte.charCodeAt(0)) : content
  const address = URL.createObjectURL(new Blob([bytes], { type: mediaType }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // The download has its own copy once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
