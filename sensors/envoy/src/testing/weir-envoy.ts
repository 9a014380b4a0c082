import { fileURLToPath } from 'node:url'

/** The command operators run. */
export const weirEnvoy = {
  command: fileURLToPath(new URL('../../bin/weir-envoy.js', import.meta.url)),
  listenVariable: 'WEIR_ENVOY_LISTEN',
}
