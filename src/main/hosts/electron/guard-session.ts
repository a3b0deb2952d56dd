import type { Session } from 'electron'

import { isOwnData } from './window-origin'

/** The window works on this machine alone and needs nothing of it: no network, no camera, no clipboard to read. */
export function guardSession(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isOwnData(url) }))
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  void session.setProxy({ mode: 'direct' })
  // What the window saves it made itself: sources, evidence files, requests for time stamps.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith('blob:') || !isOwnData(item.getURL())) event.preventDefault()
  })
}
