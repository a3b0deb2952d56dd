import { inject, type InjectionKey } from 'vue'

import type { UiLanguage, Words } from '#shared/errors'
import {
  CallError,
  caller,
  type Call,
  type CallRequest,
  type Connect,
  type EventMessage,
  type Reply,
  type Transport,
} from '#shared/rpc'

declare global {
  interface Window {
    /** Put there by the preload script; absent in the browser host. */
    belegt?: { connect: Connect }
  }
}

export interface Api {
  call: Call
  /** Returns the function that stops listening. */
  listen: (listener: (message: EventMessage) => void) => () => void
  /** Tells whether the main process can be reached; called at each change. */
  onConnection: (listener: (connected: boolean) => void) => void
}

export const ApiKey: InjectionKey<Api> = Symbol('api')

export function useApi(): Api {
  const api = inject(ApiKey)
  if (!api) throw new Error('No api was provided.')
  return api
}

/** Calls of the contract. Throws CallError when refused. */
export function useCall(): Call {
  return useApi().call
}

const unreachable: Words = {
  de: 'Die Bibliothek ist nicht erreichbar. Die letzte Änderung ist nicht gespeichert. Starten Sie Belegt neu, wenn es so bleibt.',
  en: 'The library cannot be reached. The last change is not saved. Start Belegt again if this lasts.',
}

export function connectApi(language: () => UiLanguage): Api {
  const watchers: ((connected: boolean) => void)[] = []
  let connected = true
  const tell = (now: boolean): void => {
    if (now === connected) return
    connected = now
    watchers.forEach((watcher) => watcher(now))
  }
  const transport = window.belegt ? preloadTransport(window.belegt.connect) : browserTransport(tell)

  async function send(request: CallRequest): Promise<Reply> {
    try {
      const reply = await transport.send(request)
      tell(true)
      return reply
    } catch (cause) {
      tell(false)
      // Nothing is known to be written, so a change is kept and tried again like one on a full disk.
      throw Object.assign(new CallError('not_saved', unreachable[language()]), { cause })
    }
  }

  return {
    call: caller({ send }, language),
    listen: transport.listen,
    onConnection: (watcher) => void watchers.push(watcher),
  }
}

function preloadTransport(connect: Connect): Transport {
  const listeners = new Set<(message: EventMessage) => void>()
  const send = connect((message) => listeners.forEach((listener) => listener(message)))
  return {
    send,
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function browserTransport(tell: (connected: boolean) => void): Transport {
  const listeners = new Set<(message: EventMessage) => void>()
  const stream = new EventSource('/events')
  stream.addEventListener('open', () => tell(true))
  stream.addEventListener('error', () => tell(false))
  stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
    // The host sends what the contract's events describe.
    const message = JSON.parse(data) as EventMessage
    listeners.forEach((listener) => listener(message))
  })
  return {
    async send(request) {
      const response = await fetch('/rpc', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      })
      if (!response.headers.get('content-type')?.startsWith('application/json')) {
        throw new TypeError(`The host answered with status ${response.status}.`)
      }
      // The host answers with the dispatcher's reply, whatever the status.
      return (await response.json()) as Reply
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
