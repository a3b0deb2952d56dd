import type { BrowserWindowConstructorOptions, IpcMainInvokeEvent } from 'electron'
import type { EventEmitter } from 'node:events'
import type { Page } from 'playwright-core'

interface Decision {
  cancel?: boolean
}

export interface StandInContents extends EventEmitter {
  mainFrame: { url: string; parent: null }
  openHandler(details: { url: string }): { action: 'allow' | 'deny' }
  /** Emits a navigation event and tells whether it was refused. */
  refuses(name: string, details: { url: string; isMainFrame?: boolean }): boolean
  session: {
    emit(name: string, ...given: unknown[]): boolean
    isCancelled(url: string): boolean
    handlers: {
      beforeRequest?(details: { url: string }, decide: (decision: Decision) => void): void
      permissionRequest?(contents: unknown, permission: string, decide: (granted: boolean) => void): void
      permissionCheck?(contents: unknown, permission: string): boolean
      devicePermission?(details: unknown): boolean
    }
  }
}

export interface StandInWindow extends EventEmitter {
  options: BrowserWindowConstructorOptions
  webContents: StandInContents
  page?: Page
}

export interface StandIn {
  /** What was asked of Electron, in order: `[what, ...arguments]`. */
  calls: [string, ...unknown[]][]
  schemes: Map<string, (request: Request) => Promise<Response>>
  ipcHandlers: Map<string, (event: IpcMainInvokeEvent, value: unknown) => Promise<unknown>>
  /** Everything the window asked for that is not ours. */
  foreignRequests: string[]
  /** Answers for the next questions to the person. */
  dialogAnswers: unknown[]
  windows: StandInWindow[]
  firstWindow: Promise<Page>
  quit(): Promise<void>
}

export const standIn: StandIn
