import type { Component } from 'vue'

export interface MenuEntry {
  label: string
  icon?: Component
  keys?: string
  /** Why it can't be chosen now. Empty: it can. */
  reason?: string
  destructive?: boolean
  run: () => unknown
}

/** Entries that do something, or choices of which one holds; `folded`, these lie one level deeper, behind its label. */
export interface MenuGroup {
  label?: string
  folded?: boolean
  items?: readonly MenuEntry[]
  choices?: readonly { value: string; label: string }[]
  chosen?: string
  choose?: (value: string) => unknown
}
