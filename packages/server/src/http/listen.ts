import { once } from 'node:events'
import http from 'node:http'
import { messageOf, systemCode, WeirError } from '../weir-error.ts'

/** A server that listens. */
export interface Listening {
  /** As a client on this machine reaches it. */
  readonly url: string
  readonly port: number
  /** Takes nothing new, lets what is under way end for at most so long. */
  close(patienceMs: number): Promise<void>
}

export async function listen(
  handler: (request: http.IncomingMessage, response: http.ServerResponse) => void,
  host: string,
  port: number,
): Promise<Listening> {
  // Sensors say that they live every 30 s; their connections outlast that.
  const server = http.createServer({ keepAliveTimeout: 65_000, requestTimeout: 60_000 }, handler)
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    throw unavailable(error, host, port)
  }
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${reachable(host)}:${bound}`,
    port: bound,
    close: (patienceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), patienceMs)
        server.close(() => {
          clearTimeout(timer)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === 'localhost') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function unavailable(cause: unknown, host: string, port: number): WeirError {
  const code = systemCode(cause)
  const what =
    code === 'EADDRINUSE'
      ? `port ${port} of ${host} is taken by another program. Stop it, or choose another port with --port (0 takes any free one)`
      : code === 'EACCES'
        ? `port ${port} of ${host} may not be used by this user. Choose one above 1023 with --port`
        : `${host} port ${port} cannot be listened on (${code ?? messageOf(cause)}). Give an address of this machine with --host`
  return new WeirError('PORT_UNAVAILABLE', `${what}.`, { cause })
}
