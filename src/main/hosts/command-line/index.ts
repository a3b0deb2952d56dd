import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { hostLanguage } from '../host-language'
import { logFile } from '../log-file'
import { backupCommand } from './backup-command'
import { callCommand } from './call-command'
import { checkClaimReviewCommand } from './check-claimreview-command'
import { readArguments, refusalWords, type Command, type Terminal } from './command'
import { contractCommand } from './contract-command'
import { importCommand } from './import-command'
import { reportCommand } from './report-command'
import { restoreCommand } from './restore-command'
import { salvageCommand } from './salvage-command'
import { segmentCommand } from './segment-command'
import { showCommand } from './show-command'
import { verifyCommand } from './verify-command'

const commands: Command[] = [
  importCommand,
  segmentCommand,
  showCommand,
  reportCommand,
  callCommand,
  contractCommand,
  checkClaimReviewCommand,
  verifyCommand,
  backupCommand,
  restoreCommand,
  salvageCommand,
]

const terminal: Terminal = {
  language: hostLanguage(),
  input: process.stdin,
  print: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
    }),
  complain: (text) => process.stderr.write(`${text}\n`),
  importWorker: pathToFileURL(join(import.meta.dirname, 'import-worker.js')),
  textWorker: pathToFileURL(join(import.meta.dirname, 'text-worker.js')),
  reportWorker: pathToFileURL(join(import.meta.dirname, 'report-worker.js')),
  log: logFile(),
}

async function main([name = '--help', ...args]: string[]): Promise<number> {
  const { language, print, complain } = terminal
  if (name === '--help' || name === 'help') {
    await print(overview())
    return 0
  }
  const command = commands.find((known) => known.name === name)
  if (!command) {
    complain(language === 'de' ? `Den Befehl „${name}“ gibt es nicht.` : `There is no command "${name}".`)
    complain(overview())
    return 2
  }
  if (args.includes('--help')) {
    await print(`belegt ${command.name} ${command.usage}\n${command.summary[language]}\n`)
    return 0
  }
  return command.run(readArguments(command, args), terminal)
}

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length))
  const lines = commands.map(
    ({ name, summary }) => `  ${name.padEnd(width)}  ${summary[terminal.language]}\n`,
  )
  const more =
    terminal.language === 'de'
      ? '„belegt BEFEHL --help“ nennt die Angaben dazu.'
      : '"belegt COMMAND --help" names its options.'
  return `belegt\n${lines.join('')}${more}\n`
}

// Whoever read our lines has gone: there is nobody left to tell.
process.stdout.on('error', () => process.exit(1))

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status
  },
  (error: unknown) => {
    const words = refusalWords(error, terminal.language)
    if (words === undefined) {
      terminal.log('Fault on the command line', error)
      terminal.complain(
        terminal.language === 'de'
          ? 'Das hat wegen eines Fehlers im Programm nicht geklappt. Das Protokoll hat die Einzelheiten.'
          : 'This did not work because of a fault in the program. The log has the details.',
      )
    } else terminal.complain(words)
    process.exitCode = 1
  },
)
