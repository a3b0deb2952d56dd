import { Archive, BookOpen, Eye, FileText, Globe, Image, Mic, Table2, Video } from '@lucide/vue'
import type { Component } from 'vue'

import type { SourceType } from '#shared/model'

export const sourceIcons: Readonly<Record<SourceType, Component>> = {
  'web page': Globe,
  article: FileText,
  document: FileText,
  book: BookOpen,
  dataset: Table2,
  interview: Mic,
  audio: Mic,
  video: Video,
  image: Image,
  archive: Archive,
  'own observation': Eye,
}
