import type { Output } from '#shared/contract'

/** Hands bytes to the person as a download. */
export function saveBytes({ fileName, mediaType, bytes }: Output<'timestamps.export'>): void {
  const content = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([content], { type: mediaType }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // The download has its own copy once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
