import { createI18n } from 'vue-i18n'

import { UI_LANGUAGES, type UiLanguage } from '#shared/errors'

import { deskDe } from './desk.de'
import { deskEn } from './desk.en'
import { importDe } from './import.de'
import { importEn } from './import.en'
import { returnsDe } from './returns.de'
import { returnsEn } from './returns.en'
import { rescueDe } from './rescue.de'
import { rescueEn } from './rescue.en'
import { revisionDe } from './revision.de'
import { revisionEn } from './revision.en'
import { shellDe } from './shell.de'
import { shellEn } from './shell.en'
import { viewerDe } from './viewer.de'
import { viewerEn } from './viewer.en'

export const messages = {
  de: {
    ...shellDe,
    desk: deskDe,
    review: importDe,
    returns: returnsDe,
    revision: revisionDe,
    viewer: viewerDe,
    rescue: rescueDe,
  },
  en: {
    ...shellEn,
    desk: deskEn,
    review: importEn,
    returns: returnsEn,
    revision: revisionEn,
    viewer: viewerEn,
    rescue: rescueEn,
  },
}

export const i18n = createI18n({
  legacy: false,
  locale: preferredLanguage(),
  fallbackLocale: 'en',
  messages,
  missingWarn: import.meta.env.DEV,
  fallbackWarn: import.meta.env.DEV,
})

export function preferredLanguage(): UiLanguage {
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2))
  return preferred.map((tag) => UI_LANGUAGES.find((language) => language === tag)).find(Boolean) ?? 'en'
}

export function currentLanguage(): UiLanguage {
  return i18n.global.locale.value
}

/** Live: every text follows, and so does the language of messages from the main process. */
export function setLanguage(language: UiLanguage): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
}
