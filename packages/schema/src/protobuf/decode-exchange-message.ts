import type {
  DestinationEnd,
  Exchange,
  ExchangeKind,
  Payload,
  RequestMessage,
  ResponseMessage,
  SourceEnd,
  TlsFacts,
  Vantage,
} from '../exchange.ts'
import { WireReader } from './wire-reader.ts'
import { failure, type Result, success } from '../result.ts'

type Writable<Record> = { -readonly [Key in keyof Record]: Record[Key] }

const empty: Uint8Array = new Uint8Array(0)
const kinds: readonly ExchangeKind[] = ['http', 'message', 'flow']
const vantages: readonly (Vantage | undefined)[] = [undefined, 'client', 'server', 'gateway', 'tap']
/** As `exchange-line.ts` bounds the line. */
const most = { ts: 8.64e15, port: 65_535, status: 999, idChars: 256, methodChars: 32 }

/** What is wrong with a message; caught where it is read. */
class Unreadable extends Error {}

/**
 * Reads one `weir.v1.Exchange` (`spec/exchange.proto`). Bodies stay views of the bytes given; nothing is made of fields
 * nobody knows. Fails where the bytes are no message, or no exchange.
 */
export function decodeExchangeMessage(bytes: Uint8Array): Result<Exchange> {
  try {
    return success(exchangeIn(new WireReader(bytes)))
  } catch (error) {
    if (error instanceof Unreadable) return failure(error.message)
    throw error
  }
}

function exchangeIn(reader: WireReader): Exchange {
  const found: Partial<Writable<Exchange>> & { via?: string[] } = {}
  while (reader.next()) readMember(reader, found)
  whole(reader, 'exchange')
  const { kind = 'http', ts, request = null, response = null, src, dst, ...rest } = found
  if (ts === undefined) throw new Unreadable('ts: expected a number')
  if (request === null && kind !== 'flow') throw new Unreadable('req: expected a message')
  return { kind, ts, src: src ?? { ip: '' }, dst: dst ?? { host: '' }, request, response, ...rest }
}

function readMember(
  reader: WireReader,
  found: Partial<Writable<Exchange>> & { via?: string[] },
): void {
  switch (reader.field) {
    case 1:
      found.id = within('id', reader.utf8(), most.idChars)
      break
    case 2:
      found.kind = known('kind', kinds[reader.number()])
      break
    case 3:
      found.ts = amount('ts', reader.double(), most.ts)
      break
    case 4:
      found.durationMs = amount('duration_ms', reader.double(), Number.MAX_VALUE)
      break
    case 5:
      found.sensor = reader.utf8()
      break
    case 6:
      readVantage(reader, found)
      break
    case 7:
      found.conn = reader.utf8()
      break
    case 8:
      found.via = [...(found.via ?? []), reader.utf8()]
      break
    default:
      readPart(reader, found)
  }
}

function readPart(reader: WireReader, found: Partial<Writable<Exchange>>): void {
  if (reader.field === 9) found.src = sourceIn(reader.message())
  else if (reader.field === 10) found.dst = destinationIn(reader.message())
  else if (reader.field === 11) found.tls = tlsIn(reader.message())
  else if (reader.field === 12) found.request = requestIn(reader.message())
  else if (reader.field === 13) found.response = responseIn(reader.message())
}

function readVantage(reader: WireReader, found: Partial<Writable<Exchange>>): void {
  const number = reader.number()
  if (number >= vantages.length) throw new Unreadable('vantage: is none of those known')
  const vantage = vantages[number]
  if (vantage !== undefined) found.vantage = vantage
}

function sourceIn(reader: WireReader): SourceEnd {
  const end: Writable<SourceEnd> = { ip: '' }
  while (reader.next()) {
    if (reader.field === 1) end.ip = reader.utf8()
    else if (reader.field === 2) end.port = amount('src.port', reader.number(), most.port)
    else if (reader.field === 3) end.service = reader.utf8()
    else if (reader.field === 4) end.spiffe = reader.utf8()
  }
  whole(reader, 'src')
  return end
}

function destinationIn(reader: WireReader): DestinationEnd {
  const end: Writable<DestinationEnd> = { host: '' }
  while (reader.next()) {
    if (reader.field === 1) end.host = reader.utf8()
    else if (reader.field === 2) end.ip = reader.utf8()
    else if (reader.field === 3) end.port = amount('dst.port', reader.number(), most.port)
    else if (reader.field === 4) end.service = reader.utf8()
  }
  whole(reader, 'dst')
  return end
}

function tlsIn(reader: WireReader): TlsFacts {
  const tls: Writable<TlsFacts> = {}
  while (reader.next()) {
    if (reader.field === 1) tls.sni = reader.utf8()
    else if (reader.field === 2) tls.version = reader.utf8()
    else if (reader.field === 3) tls.alpn = reader.utf8()
    else if (reader.field === 4) tls.ja4 = reader.utf8()
    else if (reader.field === 5) tls.client_cert = reader.utf8()
  }
  whole(reader, 'tls')
  return tls
}

/** Fields a request and a response have in common, by the numbers of both. */
class PayloadReader {
  readonly #headers = new Map<string, string[]>()
  #body: Uint8Array = empty
  #bodySize: number | undefined
  #truncated = false

  /** False where the field is none of these. */
  read(reader: WireReader): boolean {
    if (reader.field === 4) this.#header(reader.message())
    else if (reader.field === 5) this.#body = reader.bytes()
    else if (reader.field === 6) {
      this.#bodySize = amount('body_size', reader.number(), Number.MAX_SAFE_INTEGER)
    } else if (reader.field === 7) this.#truncated = reader.truth()
    else return false
    return true
  }

  get payload(): Payload {
    const body = this.#body
    const bodySize = this.#bodySize ?? body.length
    return { headers: this.#headers, body, bodySize, truncated: this.#truncated }
  }

  #header(field: WireReader): void {
    let [name, value] = ['', '']
    while (field.next()) {
      if (field.field === 1) name = field.utf8()
      else if (field.field === 2) value = field.utf8()
    }
    whole(field, 'headers')
    const key = name.toLowerCase()
    const values = this.#headers.get(key)
    if (values === undefined) this.#headers.set(key, [value])
    else values.push(value)
  }
}

function requestIn(reader: WireReader): RequestMessage {
  const payload = new PayloadReader()
  let [method, url, version]: (string | undefined)[] = []
  while (reader.next()) {
    if (payload.read(reader)) continue
    if (reader.field === 1) method = within('req.method', reader.utf8(), most.methodChars)
    else if (reader.field === 2) url = reader.utf8()
    else if (reader.field === 3) version = reader.utf8()
  }
  whole(reader, 'req')
  if (method === undefined || method === '') throw new Unreadable('req.method: expected a name')
  if (url === undefined) throw new Unreadable('req.url: expected a text')
  return {
    method: method.toUpperCase(),
    url,
    ...(version === undefined ? {} : { version }),
    ...payload.payload,
  }
}

/** Null without a status: nothing was seen then. */
function responseIn(reader: WireReader): ResponseMessage | null {
  const payload = new PayloadReader()
  let status: number | undefined
  while (reader.next()) {
    if (payload.read(reader)) continue
    if (reader.field === 1) status = amount('res.status', reader.number(), most.status)
  }
  whole(reader, 'res')
  return status === undefined ? null : { status, ...payload.payload }
}

function whole(reader: WireReader, what: string): void {
  if (reader.failed) throw new Unreadable(`${what}: is no message of protobuf`)
}

function within(what: string, text: string, chars: number): string {
  if (text.length > chars) throw new Unreadable(`${what}: expected at most ${chars} characters`)
  return text
}

function amount(what: string, number: number, highest: number): number {
  if (number >= 0 && number <= highest) return number
  throw new Unreadable(`${what}: expected a number from 0 to ${highest}`)
}

function known<Value>(what: string, value: Value | undefined): Value {
  if (value === undefined) throw new Unreadable(`${what}: is none of those known`)
  return value
}
