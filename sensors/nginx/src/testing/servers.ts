import http from 'node:http'
import net from 'node:net'

export interface Running {
  readonly port: number
  readonly url: string
  readonly close: () => Promise<void>
}

/** Listens on a port of the system's choice, or on the one asked for; closing cuts every connection. */
export async function listen(server: net.Server, asked = 0): Promise<Running> {
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(asked, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  const { port } = address
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return { port, url: `http://127.0.0.1:${port}`, close }
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const { port, close } = await listen(net.createServer())
  await close()
  return port
}

export interface Reply {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

/** Sends a request in the given chunks and reads the whole answer. */
export function call(
  url: string,
  options: http.RequestOptions = {},
  chunks: readonly (string | Uint8Array)[] = [],
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (response) => {
      bodyOf(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      )
    })
    request.on('error', reject)
    for (const chunk of chunks.slice(0, -1)) request.write(chunk)
    request.end(chunks.at(-1))
  })
}

export function bodyOf(message: http.IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    message.on('data', (part: Buffer) => parts.push(part))
    message.on('error', reject)
    message.on('end', () => resolve(Buffer.concat(parts)))
  })
}
