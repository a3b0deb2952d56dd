import { z } from 'zod'

import { contract, type Output, type Parsed, type ProcedureName } from '#shared/contract'
import { AppError, codeOf, type UiLanguage, type Words } from '#shared/errors'
import type { CallRequest, Reply } from '#shared/rpc'

import { isDamage } from './database/database'

export interface CallContext {
  /** Language of the caller, for words a person will read. */
  language: UiLanguage
}

export type Handler<N extends ProcedureName> = (
  input: Parsed<N>,
  context: CallContext,
) => Output<N> | Promise<Output<N>>

export type Handlers = { [N in ProcedureName]: Handler<N> }

type AnyHandler = (input: unknown, context: CallContext) => unknown

/**
 * Answers calls: parses what comes in, runs the handler, parses what goes out. Never throws. `refresh` runs before each
 * handler; what `watchCall` gives then is waited for before each answer; `notSaved` is told what the disk said, and may know
 * better.
 */
export function dispatcher(
  handlers: Handlers,
  {
    refresh,
    watchCall = () => () => Promise.resolve(),
    notSaved = () => null,
    logFault,
  }: {
    refresh: () => void
    watchCall?: () => () => Promise<void>
    notSaved?: (error: unknown) => AppError | null
    logFault: (name: string, error: unknown) => void
  },
) {
  return async function dispatch(request: CallRequest): Promise<Reply> {
    const { name, language } = request
    try {
      if (!isProcedure(name)) {
        throw new AppError('not_found', {
          de: `Das Verfahren „${name}“ gibt es nicht. „belegt contract“ nennt alle.`,
          en: `There is no procedure "${name}". "belegt contract" lists them all.`,
        })
      }
      const input = contract[name].input.safeParse(request.input, { reportInput: true })
      if (!input.success) throw invalidInput(input.error)
      // Handler and contract entry share their name, so the parsed input is the handler's own.
      const handle = handlers[name] as AnyHandler
      refresh()
      const settled = watchCall()
      let value: unknown
      try {
        value = await handle(input.data, { language })
      } finally {
        // Also of what was refused, lest the next call hear of it.
        await settled()
      }
      return { ok: true, value: contract[name].output.parse(value) }
    } catch (error) {
      const asSaid = asAppError(error)
      const refusal = (asSaid.code === 'not_saved' && notSaved(error)) || asSaid
      if (refusal.code === 'internal') logFault(name, error)
      return { ok: false, error: { code: refusal.code, message: refusal.words[language] } }
    }
  }
}

function isProcedure(name: string): name is ProcedureName {
  return Object.hasOwn(contract, name)
}

const words = { de: z.locales.de().localeError, en: z.locales.en().localeError }

function invalidInput(error: z.ZodError): AppError {
  const say = (language: UiLanguage) =>
    error.issues
      .slice(0, 3)
      .map((issue) => {
        // zod's issue types and its locale's differ in optional fields only.
        const said = issue.code === 'custom' ? issue.message : words[language](issue as never)
        const message = typeof said === 'string' ? said : (said?.message ?? issue.message)
        return issue.path.length > 0 ? `${issue.path.join('.')}: ${message}` : message
      })
      .join('; ')
  return new AppError('invalid_input', {
    de: `Die Eingabe passt nicht, nichts wurde geändert. ${say('de')}`,
    en: `The input does not fit, nothing was changed. ${say('en')}`,
  })
}

/** SQLite's and the file system's ways to say "could not be written". */
const NOT_SAVED =
  /^(SQLITE_FULL|SQLITE_IOERR|SQLITE_READONLY|SQLITE_CANTOPEN|ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|EMFILE|ENFILE|ENOENT|ENOTDIR|ESTALE|ENODEV|ENXIO|ENOTCONN)/

/** What the person does about it, by how the disk says it. */
const NOT_SAVED_WORDS: readonly (readonly [RegExp, Words])[] = [
  [
    /FULL|SHMSIZE|ENOSPC|EDQUOT/,
    {
      de: 'Der Datenträger ist voll. Die letzte Änderung ist nicht gespeichert. Geben Sie mindestens 20 MB frei und speichern Sie erneut.',
      en: 'The disk is full. The last change is not saved. Free at least 20 MB and save again.',
    },
  ],
  [
    /READONLY|EROFS|EACCES|EPERM|CANTOPEN/,
    {
      de: 'In den Ordner der Bibliothek darf nicht geschrieben werden. Die letzte Änderung ist nicht gespeichert. Erlauben Sie das Schreiben und speichern Sie erneut.',
      en: 'The folder of the library cannot be written to. The last change is not saved. Allow writing and save again.',
    },
  ],
  [
    /EMFILE|ENFILE/,
    {
      de: 'Das Betriebssystem lässt keine weitere Datei öffnen. Die letzte Änderung ist nicht gespeichert. Schließen Sie andere Programme und speichern Sie erneut.',
      en: 'The operating system lets no further file be opened. The last change is not saved. Close other programs and save again.',
    },
  ],
  [
    /ENOENT|ENOTDIR/,
    {
      de: 'Eine Datei oder ein Ordner der Bibliothek ist nicht mehr da. Die letzte Änderung ist nicht gespeichert. Bringen Sie zurück, was verschoben oder gelöscht wurde, und speichern Sie erneut; „Bibliothek prüfen“ in den Einstellungen nennt, was fehlt.',
      en: 'A file or folder of the library is no longer there. The last change is not saved. Bring back what was moved or deleted and save again; "Check the library" in the settings names what is missing.',
    },
  ],
]

const DISK_REPORTED: Words = {
  de: 'Der Datenträger hat einen Fehler gemeldet. Die letzte Änderung ist nicht gespeichert. Prüfen Sie den Datenträger und speichern Sie erneut.',
  en: 'The disk reported an error. The last change is not saved. Check the disk and save again.',
}

export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  if (NOT_SAVED.test(code)) {
    const words = NOT_SAVED_WORDS.find(([said]) => said.test(code))?.[1] ?? DISK_REPORTED
    return new AppError('not_saved', words, { cause: error })
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new AppError('in_use', {
      de: 'Ein anderes Programm schreibt gerade in die Bibliothek. Nichts wurde geändert. Bitte gleich noch einmal versuchen.',
      en: 'Another program is writing to the library. Nothing was changed. Please try again in a moment.',
    })
  }
  if (isDamage(error)) {
    return new AppError('library_refused', {
      de: 'Die Bibliotheksdatei ist beschädigt. Nichts wurde geändert. Bitte nicht weiterarbeiten und „belegt verify“ ausführen.',
      en: 'The library file is damaged. Nothing was changed. Please stop working and run "belegt verify".',
    })
  }
  return new AppError(
    'internal',
    {
      de: 'Das hat wegen eines Fehlers im Programm nicht geklappt. Nichts wurde geändert. Das Protokoll hat die Einzelheiten.',
      en: 'This did not work because of a fault in the program. Nothing was changed. The log has the details.',
    },
    { cause: error },
  )
}
