import { createHmac } from 'node:crypto'
import type { ExchangeLine } from '@weir/schema'

export interface HeaderRedaction {
  /** Names of header fields whose values never leave the process, in any spelling. */
  readonly names: readonly string[]
  /** Without a key the value becomes the word alone and can no longer be told from another. */
  readonly key?: string
}

type Headers = NonNullable<NonNullable<ExchangeLine['req']>['headers']>

/** Makes a function that replaces the values of the named header fields in requests and responses. */
export function headerRedactor({
  names,
  key,
}: HeaderRedaction): (line: ExchangeLine) => ExchangeLine {
  const hidden = new Set(names.map((name) => name.toLowerCase()))
  const hide = (value: string): string => (key === undefined ? 'redacted' : hashOf(value, key))
  const hideAll = (headers: Headers): Headers =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => {
        if (!hidden.has(name.toLowerCase())) return [name, value]
        return [name, typeof value === 'string' ? hide(value) : value.map(hide)]
      }),
    )
  const hideIn = <Message extends { headers?: Headers | null | undefined }>(
    message: Message,
  ): Message => (message.headers ? { ...message, headers: hideAll(message.headers) } : message)
  return (line) => ({
    ...line,
    ...(line.req ? { req: hideIn(line.req) } : {}),
    ...(line.res ? { res: hideIn(line.res) } : {}),
  })
}

function hashOf(value: string, key: string): string {
  const digest = createHmac('sha256', key).update(value).digest().subarray(0, 16)
  return `redacted:${digest.toString('base64url')}`
}
