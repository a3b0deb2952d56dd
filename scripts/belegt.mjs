// The command line from a checkout: builds where needed, then hands over.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { ensureBuilt, root } from './build-state.mjs'

ensureBuilt({ quiet: true })
await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href)
