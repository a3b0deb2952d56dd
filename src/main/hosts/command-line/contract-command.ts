import { z } from 'zod'

import { contract } from '#shared/contract'

import { jsonOption, type Command } from './command'

export const contractCommand: Command = {
  name: 'contract',
  usage: '[--json]',
  summary: {
    de: 'Alle Verfahren nennen; mit --json auch das JSON-Schema von Eingabe und Ausgabe.',
    en: 'List all procedures; with --json also the JSON Schema of input and output.',
  },
  options: jsonOption,
  names: { min: 0, max: 0 },

  async run(given, { print }) {
    const procedures = Object.entries(contract)
    if (given.isSet('json')) {
      const described = procedures.map(([name, { summary, input, output }]) => [
        name,
        { summary, input: schema(input, 'input'), output: schema(output, 'output') },
      ])
      await print(`${JSON.stringify(Object.fromEntries(described))}\n`)
    } else {
      const width = Math.max(...procedures.map(([name]) => name.length))
      await print(procedures.map(([name, { summary }]) => `${name.padEnd(width)}  ${summary}\n`).join(''))
    }
    return 0
  },
}

function schema(type: z.ZodType, io: 'input' | 'output') {
  return z.toJSONSchema(type, { io, unrepresentable: 'any' })
}
