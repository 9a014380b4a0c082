import http from 'node:http'
import type { Exchange } from '@weir/schema'
import { decodeMessages } from '@weir/schema/protobuf'
import { bodyOf } from './http-call.ts'
import { listen, type Running } from './loopback.ts'

export interface Hub extends Running {
  readonly exchanges: Exchange[]
}

/** Decodes every exchange it gets with the hub's own decoder, and takes all of them; a wrong one throws. */
export async function startHub(port = 0): Promise<Hub> {
  const exchanges: Exchange[] = []
  const seen = new Set<string>()
  const server = http.createServer((request, response) => {
    const take = (body: Buffer): void => {
      const name = `${String(request.headers['weir-boot'])} ${String(request.headers['weir-seq'])}`
      if (!seen.has(name)) exchanges.push(...decodeMessages(body))
      seen.add(name)
      response.writeHead(202).end('{"accepted":1,"rejected":[]}')
    }
    bodyOf(request).then(take, () => undefined)
  })
  return { ...(await listen(server, port)), exchanges }
}
