import type { TextState } from '#shared/model'

/** How a file is shown. Text is what was read out of it, never the file itself. */
export type ViewerKind = 'pdf' | 'image' | 'audio' | 'video' | 'text' | 'other'

/** Images every browser draws; an image draws, it runs and loads nothing. */
const IMAGES = ['png', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'svg+xml'].map((type) => `image/${type}`)

/** Larger ones are not taken into memory to be shown. */
const MAX_SHOWN_BYTES = 500 * 1024 * 1024

export function viewerKind(file: {
  mediaType: string
  sizeInBytes: number
  textState: TextState
}): ViewerKind {
  const { mediaType, sizeInBytes, textState } = file
  if (mediaType === 'application/pdf') return 'pdf'
  if (sizeInBytes <= MAX_SHOWN_BYTES) {
    if (IMAGES.includes(mediaType)) return 'image'
    if (mediaType.startsWith('audio/')) return 'audio'
    if (mediaType.startsWith('video/')) return 'video'
  }
  return textState === 'no text' || textState === 'refused' ? 'other' : 'text'
}
