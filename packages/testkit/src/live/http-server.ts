import { once } from 'node:events'
import http from 'node:http'
import { buffer } from 'node:stream/consumers'
import { problem } from '../bank/passed.ts'
import type { Reply } from '../bank/visit.ts'
import { noContent } from '../content.ts'
import { bytesOf } from './http-client.ts'
import type { Place } from './message-codec.ts'

export interface Incoming {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly remoteAddress: string
}

export type Handler = (incoming: Incoming, values: readonly string[]) => Reply | Promise<Reply>

/** `['GET /v1/accounts/{id}', handler]`; the first that fits answers. */
export type Route = readonly [string, Handler]

export interface Listening {
  readonly place: Place
  readonly close: () => Promise<void>
}

/** Serves on an address of its own, on a port the system picks. */
export async function serve(address: string, routes: readonly Route[]): Promise<Listening> {
  const table = routes.map(([route, handle]) => ({ pattern: patternOf(route), handle }))
  const server = http.createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    answer(request, table).then(
      (reply) => write(response, reply),
      (error: unknown) => write(response, broken(error)),
    )
  })
  server.listen(0, address)
  await once(server, 'listening')
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  return {
    place: { address, port },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function patternOf(route: string): RegExp {
  const pattern = route
    .replaceAll(/[.*$^()|[\]\\]/g, '\\$&')
    .replaceAll(/\{[^}]*\+\}/g, '(.+)')
    .replaceAll(/\{[^}]*\}/g, '([^/:]+)')
  return new RegExp(`^${pattern}$`)
}

interface Entry {
  readonly pattern: RegExp
  readonly handle: Handler
}

async function answer(request: http.IncomingMessage, table: readonly Entry[]): Promise<Reply> {
  const body = await buffer(request)
  const { method = 'GET', url = '/' } = request
  const [path = '/', query = ''] = url.split('?')
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  const incoming = {
    method,
    url,
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    remoteAddress: request.socket.remoteAddress ?? '',
  }
  for (const { pattern, handle } of table) {
    const match = pattern.exec(`${method} ${path}`)
    if (match !== null) return handle(incoming, match.slice(1))
  }
  return { status: 404, content: problem(404, 'There is nothing here.') }
}

function write(response: http.ServerResponse, reply: Reply): void {
  const { status = 200, headers = {}, content = noContent } = reply
  const bytes = bytesOf(content)
  const length = status === 304 || status === 204 ? {} : { 'content-length': bytes.length }
  response.writeHead(status, { ...length, ...content.headers, ...headers })
  response.end(bytes)
}

function broken(error: unknown): Reply {
  const detail = error instanceof Error ? error.message : String(error)
  return { status: 500, content: problem(500, detail) }
}
