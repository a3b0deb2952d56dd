import type { MenuItemConstructorOptions } from 'electron'

import type { UiLanguage } from '#shared/errors'

const words = {
  de: {
    file: 'Datei',
    openLibrary: 'Bibliothek öffnen …',
    newLibrary: 'Neue Bibliothek …',
    close: 'Fenster schließen',
    quit: 'Belegt beenden',
    edit: 'Bearbeiten',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    view: 'Ansicht',
    actualSize: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fullScreen: 'Vollbild',
    window: 'Fenster',
    minimise: 'Im Dock ablegen',
    help: 'Hilfe',
    about: 'Über Belegt',
  },
  en: {
    file: 'File',
    openLibrary: 'Open Library …',
    newLibrary: 'New Library …',
    close: 'Close Window',
    quit: 'Quit Belegt',
    edit: 'Edit',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    view: 'View',
    actualSize: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Full Screen',
    window: 'Window',
    minimise: 'Minimise',
    help: 'Help',
    about: 'About Belegt',
  },
} as const satisfies Record<UiLanguage, Record<string, string>>

/** Undo, find and the like are the window's own: an entry here would take their keys from it. */
export function windowMenu(
  language: UiLanguage,
  platform: NodeJS.Platform,
  actions: { openLibrary: () => void; newLibrary: () => void },
): MenuItemConstructorOptions[] {
  const say = words[language]
  const file: MenuItemConstructorOptions[] = [
    { label: say.openLibrary, click: actions.openLibrary },
    { label: say.newLibrary, click: actions.newLibrary },
    { type: 'separator' },
    platform === 'darwin' ? { role: 'close', label: say.close } : { role: 'quit', label: say.quit },
  ]
  const application: MenuItemConstructorOptions = {
    label: 'Belegt',
    submenu: [
      { role: 'about', label: say.about },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit', label: say.quit },
    ],
  }
  return [
    ...(platform === 'darwin' ? [application] : []),
    { label: say.file, submenu: file },
    {
      label: say.edit,
      submenu: [
        { role: 'cut', label: say.cut },
        { role: 'copy', label: say.copy },
        { role: 'paste', label: say.paste },
        { role: 'selectAll', label: say.selectAll },
      ],
    },
    {
      label: say.view,
      submenu: [
        { role: 'resetZoom', label: say.actualSize },
        { role: 'zoomIn', label: say.zoomIn },
        { role: 'zoomOut', label: say.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: say.fullScreen },
      ],
    },
    { label: say.window, role: 'window', submenu: [{ role: 'minimize', label: say.minimise }] },
    { label: say.help, role: 'help', submenu: [{ role: 'about', label: say.about }] },
  ]
}
