import { isUtf8 } from 'node:buffer'
import type { ExchangeLine } from '@weir/schema'

type LineMessage = NonNullable<ExchangeLine['req']> | NonNullable<ExchangeLine['res']>

/** A message whose body may be the octets that were seen. */
export type Seen<Message extends LineMessage> = Omit<Message, 'body'> & {
  readonly body?: Message['body'] | Uint8Array
}

/** An exchange as a sensor saw it: the exchange line (`spec/exchange.md`) before anybody asked what its octets mean. */
export type SeenLine = Omit<ExchangeLine, 'req' | 'res'> & {
  readonly req?: Seen<NonNullable<ExchangeLine['req']>> | null | undefined
  readonly res?: Seen<NonNullable<ExchangeLine['res']>> | null | undefined
}

/** Bodies are text where they are UTF-8, else base64. */
export function toExchangeLine({ req, res, ...line }: SeenLine): ExchangeLine {
  return {
    ...line,
    ...(req === undefined ? {} : { req: req && { ...req, body: readable(req.body) } }),
    ...(res === undefined ? {} : { res: res && { ...res, body: readable(res.body) } }),
  }
}

function readable(body: LineMessage['body'] | Uint8Array): LineMessage['body'] {
  if (!(body instanceof Uint8Array)) return body
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return isUtf8(bytes) ? bytes.toString() : { b64: bytes.toString('base64') }
}
