import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

import { AppError, type UiLanguage, type Words } from '#shared/errors'
import { caller, CallError, type Call, type CallRequest } from '#shared/rpc'

import { openWorkstation, type ExportHost, type Workstation } from '#main/core'

import { defaultLibrary } from '../data-folder'
import type { Log } from '../log-file'
import { browserPrinter } from '../print-pdf'

/** What a command may touch of the terminal it was typed into. */
export interface Terminal {
  language: UiLanguage
  input: AsyncIterable<Buffer>
  /** Writes to stdout and waits until it has been taken. */
  print(text: string): Promise<void>
  /** Writes a line to stderr. */
  complain(text: string): void
  importWorker: URL
  textWorker: URL
  reportWorker: URL
  log: Log
}

export interface Given {
  names: string[]
  text(option: string): string | undefined
  isSet(option: string): boolean
}

export interface Command {
  name: string
  /** What stands behind the name, as in a manual. */
  usage: string
  summary: Words
  options: ParseArgsOptionsConfig
  /** How many names it takes: files, articles. */
  names: { min: number; max: number }
  /** Gives the exit status: 0 only when everything asked for was done. */
  run(given: Given, terminal: Terminal): Promise<number>
}

export const libraryOption = { library: { type: 'string' } } as const
export const jsonOption = { json: { type: 'boolean' } } as const

export function readArguments(command: Command, args: string[]): Given {
  const { values, positionals } = parse(command, args)
  const { min, max } = command.names
  if (positionals.length < min || positionals.length > max) throw misuse(command)
  return {
    names: positionals,
    text: (option) => {
      const value = values[option]
      return typeof value === 'string' ? value : undefined
    },
    isSet: (option) => values[option] === true,
  }
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({ args, options: command.options, allowPositionals: true })
  } catch (error) {
    const option = error instanceof Error ? /'(-[^'\s]*)/.exec(error.message)?.[1] : undefined
    throw misuse(command, option)
  }
}

export function misuse(command: Command, option?: string): AppError {
  const usage = `belegt ${command.name} ${command.usage}`.trim()
  return new AppError('invalid_input', {
    de: `${option ? `Die Angabe ${option} passt hier nicht.` : 'So passt der Befehl nicht.'} Aufruf: ${usage}`,
    en: `${option ? `The option ${option} does not fit here.` : 'The command does not fit.'} Usage: ${usage}`,
  })
}

/** Opens the library the command names, and lets it go again whatever happens. */
export async function withLibrary<Result>(
  given: Given,
  terminal: Terminal,
  access: 'write' | 'read',
  work: (call: Call, workstation: Workstation) => Promise<Result>,
  exportHost?: ExportHost,
): Promise<Result> {
  const { importWorker, textWorker, reportWorker, language, log } = terminal
  const libraryPath = given.text('library') ?? defaultLibrary()
  const workstation = openWorkstation({
    ...{ libraryPath, access, importWorker, textWorker, reportWorker, exportHost, log },
    printPdf: browserPrinter(),
  })
  try {
    const send = (request: CallRequest) => workstation.call(request)
    return await work(
      caller({ send }, () => language),
      workstation,
    )
  } finally {
    workstation.close()
  }
}

/** The words of a refusal; undefined for a fault of ours. */
export function refusalWords(error: unknown, language: UiLanguage): string | undefined {
  if (error instanceof AppError) return error.words[language]
  return error instanceof CallError ? error.message : undefined
}
