import { contextBridge, ipcRenderer } from 'electron'

import type { Connect } from '#shared/rpc'

/** The only thing the page gets from this side: calls out, events in. No event object, no channel to choose. */
const connect: Connect = (listener) => {
  ipcRenderer.on('belegt:event', (_event, message) => listener(message))
  return (request) => ipcRenderer.invoke('belegt:call', request)
}

contextBridge.exposeInMainWorld('belegt', { connect })
