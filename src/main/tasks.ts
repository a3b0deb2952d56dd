import type { EventValue } from '#shared/contract'

type Progress = EventValue<'progress'>

/** Of one piece of work: whether it is still wanted, and where to say how far it is. */
export interface Task {
  signal: AbortSignal
  tell: (stage: Progress['stage'], done: number, total: number) => void
}

/** Long pieces of work that go by a name, so that a window can follow and cancel them. */
export interface Tasks {
  /** Without a name nobody follows it. */
  run: <Result>(name: string | undefined, work: (task: Task) => Promise<Result>) => Promise<Result>
  /** False when there is none of this name. */
  cancel: (name: string) => boolean
  /** Ends everything that is under way. */
  close: () => void
}

export function taskRegister(emit: (name: 'progress', value: Progress) => void): Tasks {
  const running = new Map<string, AbortController>()
  const unnamed = new Set<AbortController>()

  return {
    async run(name, work) {
      const abort = new AbortController()
      if (name === undefined) unnamed.add(abort)
      else running.set(name, abort)
      try {
        return await work({
          signal: abort.signal,
          tell(stage, done, total) {
            if (name !== undefined) emit('progress', { task: name, stage, done, total })
          },
        })
      } finally {
        unnamed.delete(abort)
        if (name !== undefined && running.get(name) === abort) running.delete(name)
      }
    },
    cancel(name) {
      const abort = running.get(name)
      abort?.abort()
      return abort !== undefined
    },
    close() {
      for (const abort of [...running.values(), ...unnamed]) abort.abort()
    },
  }
}
