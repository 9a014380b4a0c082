import { envoy } from './envoy.mjs'
import { haproxy } from './haproxy.mjs'
import { nginx } from './nginx.mjs'
import { node, nodeCalling } from './node.mjs'

/**
 * Where sensors and doors stand. Each host has a `name`, the `bars` of its cost, what is `missing` on this machine,
 * `startApp` (the service behind it; gives its port) and `start`, which is told what watches: null for nothing, or the port
 * of a hub, whether it is a door, and what stands in `others` of the host; it gives the port to ask and the pids of the host
 * and of an agent beside it.
 */
const hosts = [nginx, haproxy, envoy, node, nodeCalling]

/** Of these the hosts that can run here, or those named in WEIR_BENCH_HOSTS; says which cannot. */
export function hostsHere(among = hosts) {
  const named = process.env.WEIR_BENCH_HOSTS?.split(',')
  return among.filter((host) => {
    if (named !== undefined && !named.includes(host.name.split(/[ ,]/)[0].toLowerCase()))
      return false
    const missing = host.missing()
    if (missing !== null) console.log(`\n  ${host.name}: needs ${missing}`)
    return missing === null
  })
}
