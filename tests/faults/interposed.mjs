// Started with interpose.c before libc: does runs of failing-run.ts, which is TypeScript of the project, as it is asked to.
import { join } from 'node:path'
import { createServer } from 'vite'

const vite = await createServer({
  configFile: false,
  appType: 'custom',
  server: { middlewareMode: true, watch: null, ws: false, hmr: false },
  optimizeDeps: { noDiscovery: true },
})
const { runner } = await vite.ssrLoadModule(join(import.meta.dirname, 'failing-run.ts'))
const doRun = runner({ folder: process.env.FAULT_FOLDER, controlPath: process.env.FAULT_CONTROL })

process.on('message', async (run) => process.send(await doRun(run)))
process.on('disconnect', () => process.exit())
process.send('ready')
