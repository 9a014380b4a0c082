import { once } from 'node:events'
import net, { type AddressInfo, type Server, type Socket } from 'node:net'
import { Connection } from './connection.ts'
import type { Http2Stream, StreamHandler } from './http2-stream.ts'

/**
 * Serves HTTP/2 without TLS to who knows beforehand that it is spoken (RFC 9113 §3.3). It is for agents that proxies
 * call for each request: it does what they need of the protocol, and nothing that costs.
 */
export class Http2Server {
  readonly #server: Server
  readonly #open: (stream: Http2Stream) => StreamHandler
  readonly #connections = new Set<Connection>()

  constructor(open: (stream: Http2Stream) => StreamHandler, maxConnections: number) {
    this.#open = open
    this.#server = net.createServer((socket) => this.#admit(socket))
    this.#server.maxConnections = maxConnections
  }

  get connections(): number {
    return this.#connections.size
  }

  /** Resolves to the port. */
  async listen(port: number, host: string): Promise<number> {
    this.#server.listen(port, host)
    await once(this.#server, 'listening')
    const address: AddressInfo | string | null = this.#server.address()
    return address === null || typeof address === 'string' ? port : address.port
  }

  /** Takes leave of everybody, lets what is under way end for so long, then ends it. */
  async close(timeoutMs: number): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const connection of this.#connections) connection.leave()
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.destroy()
    }, timeoutMs)
    await closed
    clearTimeout(timer)
  }

  #admit(socket: Socket): void {
    const connection = new Connection(socket, this.#open)
    this.#connections.add(connection)
    socket.once('close', () => this.#connections.delete(connection))
  }
}
