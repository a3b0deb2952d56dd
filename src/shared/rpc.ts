import type { EventName, EventValue, Input, Output, ProcedureName } from './contract'
import type { ErrorCode, UiLanguage } from './errors'

/** One call as it crosses a process. Unknown until the dispatcher has checked it. */
export interface CallRequest {
  name: string
  input: unknown
  /** Language for messages and history sentences. */
  language: UiLanguage
}

export type Reply<T = unknown> =
  { ok: true; value: T } | { ok: false; error: { code: ErrorCode; message: string } }

export type EventMessage = { [N in EventName]: { name: N; value: EventValue<N> } }[EventName]

/** How a window reaches the main process, whatever lies between. */
export interface Transport {
  send(request: CallRequest): Promise<Reply>
  /** Returns the function that stops listening. */
  listen(listener: (message: EventMessage) => void): () => void
}

/** What the preload script puts on `window.belegt`: one function that hands out both directions. */
export type Connect = (listener: (message: EventMessage) => void) => (request: CallRequest) => Promise<Reply>

/** A call that was refused, as its caller sees it. */
export class CallError extends Error {
  override readonly name = 'CallError'

  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message)
  }
}

export type Call = <N extends ProcedureName>(name: N, input: Input<N>) => Promise<Output<N>>

/** Turns a transport into typed calls that throw CallError. `language` is asked at each call. */
export function caller(transport: Pick<Transport, 'send'>, language: () => UiLanguage): Call {
  return async <N extends ProcedureName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const reply = await transport.send({ name, input, language: language() })
    if (!reply.ok) throw new CallError(reply.error.code, reply.error.message)
    // The dispatcher has checked the value against the contract's output.
    return reply.value as Output<N>
  }
}
