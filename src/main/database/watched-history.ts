import type { DiskGuard } from './disk-guard'
import type { Head, HeadFile } from './head-file'
import type { History } from './history'
import type { Journal } from './journal'
import type { OpenedFiles } from './opened-files'

/**
 * A history that writes its head down after each commit, and writes nothing while the library is not in its place, nor
 * once the disk has failed.
 */
export function watchedHistory(
  unwatched: History,
  watch: {
    heads: HeadFile
    journal: Journal
    files: OpenedFiles
    guard: DiskGuard
    /** Empties the log of the library where it has grown long. */
    writeBack: () => void
  },
): { history: History; watchCall: () => () => Promise<void> } {
  const { heads, journal, files, guard, writeBack } = watch

  function refuse(): void {
    const refusal = guard.failure() ?? files.refusal()
    if (refusal) throw refusal
  }

  function written<Event extends Head>(work: () => Event): Event {
    refuse()
    try {
      const event = work()
      // It may have been taken away just now, and what was written with it.
      refuse()
      heads.write(event)
      return event
    } catch (error) {
      guard.notice(error)
      throw guard.failure() ?? error
    }
  }

  return {
    history: {
      ...unwatched,
      record: (...given) => written(() => unwatched.record(...given)),
      revert: (...given) => written(() => unwatched.revert(...given)),
    },

    /** Asked when a call begins. What it gives waits until all that the call has written is on the disk. */
    watchCall() {
      // After that it can only have read.
      if (guard.failure()) return () => Promise.resolve()
      return async () => {
        await journal.settled().catch((error: unknown) => {
          guard.notice(error)
          throw guard.failure() ?? error
        })
        const failure = guard.failure()
        if (failure) throw failure
        try {
          writeBack()
        } catch (error) {
          // What was called for is saved: it stands in the log.
          guard.notice(error)
        }
      }
    },
  }
}
