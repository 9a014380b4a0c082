import { once } from 'node:events'
import http from 'node:http'
import { account } from '../order.mjs'

/** A service that answers by itself: a request is one exchange. */
export const node = host({ name: 'Node', bars: { added: 15 }, callsOn: false })

/** One that fetches from another what it answers with: a request is two exchanges. */
export const nodeCalling = host({ name: 'Node, calling on', bars: { added: 30 }, callsOn: true })

function host({ name, bars, callsOn }) {
  return {
    name,
    bars,
    missing: () => null,
    startApp: async () => {
      const server = http.createServer((_request, response) => {
        response.setHeader('content-type', 'application/json')
        response.end(account)
      })
      server.listen(0, '127.0.0.1').unref()
      await once(server, 'listening')
      return server.address().port
    },
    start: async (stage, appPort, watched) => {
      const child = stage.fork(new URL('../sensor-host.mjs', import.meta.url), {
        env: { PATH: process.env.PATH, UPSTREAM_PORT: callsOn ? appPort : 0, ...sensor(watched) },
        execArgv: watched === null ? [] : ['--import', '@weir/sensor-node'],
      })
      const [{ port }] = await once(child, 'message')
      return { port, pid: child.pid, agentPid: null }
    },
  }
}

function sensor(watched) {
  if (watched === null) return {}
  return {
    WEIR_URL: `http://127.0.0.1:${watched.hubPort}`,
    WEIR_SENSOR_KEY: watched.key ?? 'bench',
    WEIR_SERVICE: 'orders',
    WEIR_DOOR: watched.door ? 'on' : 'off',
  }
}
