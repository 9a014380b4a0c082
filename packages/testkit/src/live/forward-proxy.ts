import { once } from 'node:events'
import http from 'node:http'
import { metadata } from '../bank/network.ts'
import type { World } from './world.ts'

/** One request that went through. */
export interface Passed {
  readonly ts: number
  readonly method: string
  readonly path: string
  /** Of the answer; null while there is none. */
  status: number | null
}

export interface ForwardProxy {
  readonly url: string
  /** What went through since the last call of `drain`. */
  readonly drain: () => readonly Passed[]
  readonly close: () => void
}

/**
 * A forward proxy (RFC 9112 §3.2.2) for tools that can neither choose their address nor find hosts of
 * the bank: requests leave from `from` and go where the bank's own directory says.
 */
export async function forwardProxy(world: World, from: string): Promise<ForwardProxy> {
  const agent = new http.Agent({ keepAlive: true })
  let passed: Passed[] = []
  const server = http.createServer((request, response) => {
    const { method = 'GET', url = '/' } = request
    const target = URL.canParse(url) ? new URL(url) : null
    if (target === null || target.hostname === metadata.host || !world.knows(target.hostname)) {
      response.writeHead(502).end()
      return
    }
    const path = `${target.pathname}${target.search}`
    const one: Passed = { ts: Date.now(), method, path, status: null }
    passed.push(one)
    const { address, port } = world.place(target.hostname)
    const { 'proxy-connection': _hop, ...headers } = request.headers
    const onward = http.request({
      host: address,
      port,
      method,
      path,
      headers,
      localAddress: from,
      agent,
    })
    onward.on('error', () => response.destroy())
    onward.on('response', (answer) => {
      one.status = answer.statusCode ?? null
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    drain: () => {
      const drained = passed
      passed = []
      return drained
    },
    close: () => {
      server.close()
      server.closeAllConnections()
      agent.destroy()
    },
  }
}
