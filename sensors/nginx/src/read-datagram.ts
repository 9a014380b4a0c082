import type { ExchangeLine } from '@weir/schema'

/** What nginx wrote: a line, or a word for one that could not be told. */
export type Datagram =
  | { readonly kind: 'line'; readonly line: ExchangeLine }
  | { readonly kind: 'lost'; readonly reason: 'too-large' | 'fault' }

/** Reads a syslog message (RFC 3164) whose text is one exchange line. */
export function readDatagram(message: Buffer): Datagram {
  const start = message.indexOf('{')
  const value = start < 0 ? null : parsed(message.toString('utf8', start))
  if (isLine(value)) return { kind: 'line', line: value }
  const isTooLarge = isObject(value) && value['weir'] === 'too-large'
  return { kind: 'lost', reason: isTooLarge ? 'too-large' : 'fault' }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** What the relay itself relies on; all else the hub checks line by line. */
function isLine(value: unknown): value is ExchangeLine {
  if (!isObject(value) || typeof value['ts'] !== 'number' || !isObject(value['req'])) return false
  return typeof value['req']['method'] === 'string' && typeof value['req']['url'] === 'string'
}
