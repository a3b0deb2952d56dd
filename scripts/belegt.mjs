// The command line from a checkout: builds where needed, then hands over.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { ensureBuilt, root } from './build-state.mjs'

ensureBuilt({ quiet: true })
// npm runs scripts in the project's folder; paths are meant where the person is.
if (process.env.npm_lifecycle_event === 'belegt' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href)
