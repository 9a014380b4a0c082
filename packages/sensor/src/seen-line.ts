import { isUtf8 } from 'node:buffer'
import type { ExchangeLine } from '@weir/schema'
import { type FieldList, fieldsByName } from './field-list.ts'

type LineMessage = NonNullable<ExchangeLine['req']> | NonNullable<ExchangeLine['res']>

/** A message whose header fields may be in the order they came, and whose body may be octets. */
type Seen<Message extends LineMessage> = Omit<Message, 'body' | 'headers'> & {
  readonly headers?: Message['headers'] | FieldList
  readonly body?: Message['body'] | Uint8Array
}

/** An exchange as a sensor saw it: the exchange line (`spec/exchange.md`) before anybody asked what it means. */
export type SeenLine = Omit<ExchangeLine, 'req' | 'res'> & {
  readonly req?: Seen<NonNullable<ExchangeLine['req']>> | null | undefined
  readonly res?: Seen<NonNullable<ExchangeLine['res']>> | null | undefined
}

/** Header fields are named, and bodies are text where they are UTF-8, else base64. */
export function toExchangeLine({ req, res, ...line }: SeenLine): ExchangeLine {
  return {
    ...line,
    ...(req === undefined ? {} : { req: req && { ...req, ...readable(req) } }),
    ...(res === undefined ? {} : { res: res && { ...res, ...readable(res) } }),
  }
}

interface Readable {
  readonly headers: LineMessage['headers']
  readonly body: LineMessage['body']
}

function readable({ headers, body }: Seen<LineMessage>): Readable {
  return {
    headers: isList(headers) ? fieldsByName(headers) : headers,
    body: body instanceof Uint8Array ? textOrBase64(body) : body,
  }
}

/** Every field of a message, as it has them. */
export function forEachField(
  { headers }: Seen<LineMessage>,
  take: (name: string, value: string) => void,
): void {
  if (isList(headers)) {
    for (let at = 0; at + 1 < headers.length; at += 2)
      take(headers[at] ?? '', headers[at + 1] ?? '')
    return
  }
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string') take(name, value)
    else for (const one of value ?? []) take(name, one)
  }
}

function isList(headers: Seen<LineMessage>['headers']): headers is FieldList {
  return Array.isArray(headers)
}

function textOrBase64(octets: Uint8Array): string | { b64: string } {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
  return isUtf8(bytes) ? bytes.toString() : { b64: bytes.toString('base64') }
}
