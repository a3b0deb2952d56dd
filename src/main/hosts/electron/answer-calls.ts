import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron'

import type { UiLanguage } from '#shared/errors'
import type { Reply } from '#shared/rpc'

import type { Workstation } from '#main/core'

import { asCallRequest } from '../call-request'
import { ownUrl } from './window-origin'

/** The two channels between window and workstation; the preload script names the same. */
export const CALL_CHANNEL = 'belegt:call'
export const EVENT_CHANNEL = 'belegt:event'

/** Answers the calls of our window's own page, and tells it what happens. */
export function answerCalls(
  ipc: Pick<IpcMain, 'handle'>,
  workstation: Workstation,
  window: BrowserWindow,
  language: UiLanguage,
): void {
  ipc.handle(CALL_CHANNEL, async (event, value: unknown): Promise<Reply> => {
    // Before anything of the argument is looked at.
    if (!isOwnPage(event, window)) throw new Error('Calls are answered to the window of this program only.')
    const request = asCallRequest(value)
    return request ? workstation.call(request) : noCall(language)
  })
  const stopListening = workstation.listen((message) => {
    if (!window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, message)
  })
  window.on('closed', stopListening)
}

function isOwnPage({ sender, senderFrame }: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  return (
    !window.isDestroyed() &&
    sender === window.webContents &&
    senderFrame !== null &&
    !senderFrame.parent &&
    ownUrl(senderFrame.url) !== null
  )
}

function noCall(language: UiLanguage): Reply {
  const message =
    language === 'de'
      ? 'Ein Aufruf nennt ein Verfahren, seine Eingabe und eine Sprache. Nichts wurde geändert.'
      : 'A call names a procedure, its input and a language. Nothing was changed.'
  return { ok: false, error: { code: 'invalid_input', message } }
}
