import { z } from 'zod'

import { MAX_CALL_BYTES } from '#shared/contract'
import { UI_LANGUAGES, type UiLanguage } from '#shared/errors'
import type { CallRequest, Reply } from '#shared/rpc'

import { libraryOption, withLibrary, type Command } from './command'
import { parseLine, readLines } from './read-lines'

const Id = z.union([z.string(), z.number()])
const Line = z.strictObject({
  id: Id,
  name: z.string(),
  input: z.unknown(),
  language: z.enum(UI_LANGUAGES).optional(),
})

export const callCommand: Command = {
  name: 'call',
  usage: '--library PATH < calls.jsonl',
  summary: {
    de: 'Verfahren aufrufen: {"id","name","input"} je Zeile hinein, {"id","reply"} heraus, in dieser Reihenfolge.',
    en: 'Call procedures: {"id","name","input"} on each line in, {"id","reply"} out, in this order.',
  },
  options: libraryOption,
  names: { min: 0, max: 0 },

  run(given, terminal) {
    return withLibrary(given, terminal, 'write', async (_call, workstation) => {
      let allFit = true
      for await (const { text: line } of readLines(terminal.input, MAX_CALL_BYTES)) {
        if (line?.trim() === '') continue
        const value = parseLine(line)
        const request = Line.safeParse(value)
        const id = request.success ? request.data.id : idOf(value)
        const reply = request.success
          ? await workstation.call(asCall(request.data, terminal.language))
          : notACall(terminal.language)
        allFit &&= reply.ok
        await terminal.print(`${JSON.stringify({ id, reply })}\n`)
      }
      return allFit ? 0 : 1
    })
  },
}

function asCall({ name, input, language }: z.infer<typeof Line>, spoken: UiLanguage): CallRequest {
  return { name, input, language: language ?? spoken }
}

function idOf(value: unknown): string | number | null {
  const found = z.object({ id: Id }).safeParse(value)
  return found.success ? found.data.id : null
}

function notACall(language: UiLanguage): Reply {
  const message =
    language === 'de'
      ? `Diese Zeile ist kein Aufruf {"id","name","input"} von höchstens ${String(MAX_CALL_BYTES)} Bytes. Nichts wurde geändert.`
      : `This line is not a call {"id","name","input"} of at most ${String(MAX_CALL_BYTES)} bytes. Nothing was changed.`
  return { ok: false, error: { code: 'invalid_input', message } }
}
