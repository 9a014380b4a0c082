import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import type { Exchange } from '@weir/schema'
import { decodeMessages } from '@weir/schema/protobuf'
import { bodyOf, listen, type Running } from './servers.ts'

export interface FakeHub extends Running {
  readonly exchanges: readonly Exchange[]
  /** Batches as they were tried, repeats included. */
  readonly tried: readonly string[]
}

type Answer = (response: http.ServerResponse, batch: number) => void

/** A hub that decodes what it gets and answers as the test says. */
export async function fakeHub(answer: Answer = take): Promise<FakeHub> {
  const exchanges: Exchange[] = []
  const tried: string[] = []
  const seen = new Set<string>()
  const server = http.createServer((request, response) => {
    const read = (body: Buffer): void => {
      const name = `${String(request.headers['weir-boot'])} ${String(request.headers['weir-seq'])}`
      tried.push(name)
      answer(response, tried.length)
      if (response.statusCode !== 202 || seen.has(name)) return
      seen.add(name)
      exchanges.push(...decodeMessages(body))
    }
    // A sensor's process may end in the middle of a batch.
    bodyOf(request).then(read, () => undefined)
  })
  return { ...(await listen(server)), exchanges, tried }
}

export function take(response: http.ServerResponse): void {
  response.writeHead(202).end('{"accepted":1,"rejected":[]}')
}

/** Accepts connections and never says a word. */
export async function hungHub(): Promise<Running> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  const running = await listen(server)
  return {
    ...running,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
