import { fileURLToPath } from 'node:url'

/** The command operators run. */
export const weirSpoe = {
  command: fileURLToPath(new URL('../../bin/weir-spoe.js', import.meta.url)),
  listenVariable: 'WEIR_SPOE_LISTEN',
}
