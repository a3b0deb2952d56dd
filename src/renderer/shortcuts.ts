import type { UiLanguage } from '#shared/errors'

const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform)

type Names = Record<string, Partial<Record<UiLanguage, string>> & { mac?: string; any?: string }>

const names: Names = {
  $mod: { de: 'Strg', en: 'Ctrl', mac: '⌘' },
  Control: { de: 'Strg', en: 'Ctrl', mac: '⌃' },
  Alt: { any: 'Alt', mac: '⌥' },
  Shift: { any: '⇧' },
  Meta: { any: 'Meta', mac: '⌘' },
  Enter: { any: '↵' },
  Escape: { any: 'Esc' },
  ArrowUp: { any: '↑' },
  ArrowDown: { any: '↓' },
  ArrowLeft: { any: '←' },
  ArrowRight: { any: '→' },
  Delete: { de: 'Entf', en: 'Del' },
  Backspace: { any: '⌫' },
  Space: { de: 'Leertaste', en: 'Space' },
  Home: { de: 'Pos1', en: 'Home' },
  End: { de: 'Ende', en: 'End' },
  PageUp: { de: 'Bild ↑', en: 'Page up' },
  PageDown: { de: 'Bild ↓', en: 'Page down' },
}

/** Digits and letters named by their place on the keyboard, for shortcuts with which they write something else. */
const PLACE = /^(?:Digit|Key)(?=.$)/

/** Optional modifiers stand in brackets and are not shown: "[Shift]+?" is shown as "?". */
function parts(press: string): string[] {
  const key = press.endsWith('+') ? '+' : press.slice(press.lastIndexOf('+') + 1)
  const modifiers = press.slice(0, press.length - key.length).split('+')
  return [...modifiers.filter((name) => name && !name.startsWith('[')), key.replace(PLACE, '')]
}

/** How a shortcut in tinykeys' notation is written on this computer: "$mod+Shift+z" is "Strg ⇧ Z". */
export function displayKeys(keys: string, language: UiLanguage, mac = isMac): string {
  return keys
    .split(' ')
    .map((press) =>
      parts(press)
        .map((part) => {
          const name = names[part]
          const shown = name && ((mac ? name.mac : undefined) ?? name.any ?? name[language])
          return shown ?? (part.length === 1 ? part.toUpperCase() : part)
        })
        .join(' '),
    )
    .join(' ')
}

/** The same shortcut for `aria-keyshortcuts`. */
export function ariaKeys(keys: string, mac = isMac): string {
  return keys
    .split(' ')
    .map((press) =>
      parts(press)
        .map((part) =>
          part === '$mod' ? (mac ? 'Meta' : 'Control') : part.length === 1 ? part.toUpperCase() : part,
        )
        .join('+'),
    )
    .join(' ')
}
