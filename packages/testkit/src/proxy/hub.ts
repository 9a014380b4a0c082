import http from 'node:http'
import { decodeExchange, type Exchange } from '@weir/schema'
import { bodyOf } from './http-call.ts'
import { listen, type Running } from './loopback.ts'

export interface Hub extends Running {
  readonly exchanges: Exchange[]
}

/** Decodes every line it gets with the hub's own decoder, and takes all of them; a wrong line throws. */
export async function startHub(port = 0): Promise<Hub> {
  const exchanges: Exchange[] = []
  const seen = new Set<string>()
  const server = http.createServer((request, response) => {
    const take = (body: Buffer): void => {
      const name = `${String(request.headers['weir-boot'])} ${String(request.headers['weir-seq'])}`
      if (!seen.has(name))
        exchanges.push(...body.toString().split('\n').slice(0, -1).map(exchangeOf))
      seen.add(name)
      response.writeHead(202).end('{"accepted":1,"rejected":[]}')
    }
    bodyOf(request).then(take, () => undefined)
  })
  return { ...(await listen(server, port)), exchanges }
}

function exchangeOf(line: string): Exchange {
  const decoded = decodeExchange(JSON.parse(line))
  if (!decoded.ok) throw new Error(decoded.problem)
  return decoded.value
}
