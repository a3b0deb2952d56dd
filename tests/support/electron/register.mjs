// Puts the stand-in in the place of `electron`, however it is asked for.
import { registerHooks } from 'node:module'

const standIn = new URL('./stand-in.mjs', import.meta.url).href

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'electron') return { url: standIn, shortCircuit: true }
    const resolved = nextResolve(specifier, context)
    return resolved.url.endsWith('/node_modules/electron/index.js')
      ? { url: standIn, shortCircuit: true }
      : resolved
  },
})
