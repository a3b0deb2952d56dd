import type { DeskMessages } from './desk.de'

export const deskEn: DeskMessages = {}
