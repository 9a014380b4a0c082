import http from 'node:http'
import type { Exchange } from '@weir/schema'
import { decodeMessages } from '@weir/schema/protobuf'
import { expect } from 'vitest'
import { bodyOf, listen, type Running } from './servers.ts'

/** One attempt to hand over a batch, as it came. */
export interface Attempt {
  readonly boot: string
  readonly seq: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
  readonly exchanges: readonly Exchange[]
}

export interface TestHub extends Running {
  readonly attempts: readonly Attempt[]
  readonly exchanges: readonly Exchange[]
  /** The last balance each boot told. */
  readonly balances: () => readonly Balance[]
  /** Waits for so many exchanges whose target starts so. */
  readonly seen: (prefix: string, count?: number) => Promise<readonly Exchange[]>
}

export interface Balance {
  readonly observed: number
  readonly sent: number
  readonly dropped: number
  readonly droppedBy: string
}

type Answer = (response: http.ServerResponse, attempt: Attempt, number: number) => void

/** A hub that decodes what it gets, forgets repeats and answers as the test says. */
export async function testHub(answer: Answer = accept, port = 0): Promise<TestHub> {
  const attempts: Attempt[] = []
  const exchanges: Exchange[] = []
  const taken = new Set<string>()
  const server = http.createServer((request, response) => {
    const read = (bytes: Buffer): void => {
      const attempt = attemptOf(request, bytes)
      attempts.push(attempt)
      answer(response, attempt, attempts.length)
      const name = `${attempt.boot} ${attempt.seq}`
      if (response.statusCode !== 202 || taken.has(name)) return
      taken.add(name)
      exchanges.push(...attempt.exchanges)
    }
    bodyOf(request).then(read, () => undefined)
  })
  const running = await listen(server, port)
  const starting = (prefix: string): readonly Exchange[] =>
    exchanges.filter(({ request }) => request?.url.startsWith(prefix))
  return {
    ...running,
    attempts,
    exchanges,
    balances: () => [...new Map(attempts.map((one) => [one.boot, balanceOf(one)])).values()],
    seen: async (prefix, count = 1) => {
      await expect
        .poll(() => starting(prefix).length, { timeout: 20_000, interval: 10 })
        .toBeGreaterThanOrEqual(count)
      return starting(prefix)
    },
  }
}

export function accept(response: http.ServerResponse): void {
  response.writeHead(202).end('{"accepted":1,"rejected":[]}')
}

function attemptOf(request: http.IncomingMessage, body: Buffer): Attempt {
  const { headers } = request
  return {
    boot: String(headers['weir-boot']),
    seq: Number(headers['weir-seq']),
    headers,
    body,
    exchanges: decodeMessages(body),
  }
}

function balanceOf({ headers }: Attempt): Balance {
  return {
    observed: Number(headers['weir-observed']),
    sent: Number(headers['weir-sent']),
    dropped: Number(headers['weir-dropped']),
    droppedBy: String(headers['weir-dropped-by'] ?? ''),
  }
}
