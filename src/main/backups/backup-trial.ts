import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

import { writeSynced } from '#main/database/sync-file'

const Trial = z.object({
  name: z.string(),
  at: z.iso.datetime(),
  /** Why it could not be brought back; null when it could. */
  problem: z.object({ de: z.string(), en: z.string() }).nullable(),
})
export type Trial = z.infer<typeof Trial>

const trialPath = (folder: string) => join(folder, 'trial.json')

/** How the last trial went; null before the first. */
export function readTrial(folder: string): Trial | null {
  try {
    return Trial.parse(JSON.parse(readFileSync(trialPath(folder), 'utf8')))
  } catch {
    return null
  }
}

export function writeTrial(folder: string, trial: Trial): void {
  const path = trialPath(folder)
  writeSynced(`${path}.part`, `${JSON.stringify(trial, null, 2)}\n`)
  renameSync(`${path}.part`, path)
}
