import { decodeExchange, type Exchange } from '@weir/schema'

/** A call of a small shop as a sensor sends it; its body carries `email`. */
export function callLine(index: number, given: Readonly<Record<string, unknown>> = {}): object {
  return {
    id: `call-${index}`,
    ts: 1_790_000_000_000 + index,
    vantage: 'server',
    src: { ip: '10.0.0.7', service: 'web' },
    dst: { host: 'orders', port: 80, service: 'orders' },
    req: { method: 'GET', url: `/orders/${1_000 + index}`, headers: { 'x-api-key': 'key-of-web' } },
    res: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 1_000 + index, email: plainText }),
    },
    ...given,
  }
}

/** What stands in every `callLine` and must not be found where values may not rest. */
export const plainText = 'ann.onymous@example.com'

export function linesOfCalls(count: number, first = 0): string {
  return Array.from({ length: count }, (_, at) => `${JSON.stringify(callLine(first + at))}\n`).join(
    '',
  )
}

export function exchangeOf(index: number, given: Readonly<Record<string, unknown>> = {}): Exchange {
  const decoded = decodeExchange(callLine(index, given))
  if (!decoded.ok) throw new Error(decoded.problem)
  return decoded.value
}
