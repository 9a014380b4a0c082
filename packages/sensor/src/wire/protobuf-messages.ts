import { frameAt } from '@weir/schema/protobuf'
import { forEachField, type SeenLine } from '../seen-line.ts'
import { type LineFormat, noRoom } from './line-format.ts'
import { headBytes, MessageWriter, mostBytesOf } from './message-writer.ts'

type Request = NonNullable<SeenLine['req']>
type Response = NonNullable<SeenLine['res']>
type Message = Request | Response
type Text = string | null | undefined

const kinds = { http: 0, message: 1, flow: 2 } as const
const vantages = { client: 1, server: 2, gateway: 3, tap: 4 } as const
/** Tags, lengths and numbers of everything but texts and header fields. */
const frameBytes = 512

const writer = new MessageWriter()

/** `weir.v1.Exchange` (`spec/exchange.proto`), each behind its length. */
export const protobufMessages: LineFormat = {
  contentType: 'application/x-weir-exchange+protobuf',
  prepare: (line) => ({
    write: (into, at, end) => write(line, into, at, end),
    most: () => most(line),
  }),
  endOf: (bytes, at) => frameAt(bytes, at).end,
}

function write(line: SeenLine, into: Buffer, at: number, end: number): number {
  writer.begin(into, at, end)
  try {
    const start = writer.openFrame()
    putExchange(line)
    writer.close(start)
    return writer.hasRoom ? writer.at - at : noRoom
  } finally {
    writer.end()
  }
}

function putExchange(line: SeenLine): void {
  putText(1, line.id)
  if (line.kind !== undefined) writer.number(2, kinds[line.kind])
  writer.double(3, line.ts)
  if (isThere(line.duration_ms)) writer.double(4, line.duration_ms)
  putText(5, line.sensor)
  if (isThere(line.vantage)) writer.number(6, vantages[line.vantage])
  putText(7, line.conn)
  for (const proxy of line.via ?? []) writer.text(8, proxy)
  putEnds(line)
  if (line.tls) putTls(line.tls)
  if (line.req) putRequest(line.req)
  if (line.res) putResponse(line.res)
}

function putEnds({ src, dst }: SeenLine): void {
  if (src) {
    const start = writer.open(9)
    putText(1, src.ip)
    putNumber(2, src.port)
    putText(3, src.service)
    putText(4, src.spiffe)
    writer.close(start)
  }
  if (!dst) return
  const start = writer.open(10)
  putText(1, dst.host)
  putText(2, dst.ip)
  putNumber(3, dst.port)
  putText(4, dst.service)
  writer.close(start)
}

function putTls(tls: NonNullable<SeenLine['tls']>): void {
  const start = writer.open(11)
  putText(1, tls.sni)
  putText(2, tls.version)
  putText(3, tls.alpn)
  putText(4, tls.ja4)
  putText(5, tls.client_cert)
  writer.close(start)
}

function putRequest(request: Request): void {
  const start = writer.open(12)
  writer.text(1, request.method)
  writer.text(2, request.url)
  putText(3, request.version)
  putPayload(request)
  writer.close(start)
}

function putResponse(response: Response): void {
  const start = writer.open(13)
  putNumber(1, response.status)
  putPayload(response)
  writer.close(start)
}

function putPayload(message: Message): void {
  const { body, body_size: size, truncated } = message
  forEachField(message, putField)
  if (typeof body === 'string') writer.text(5, body)
  else if (body instanceof Uint8Array) writer.octets(5, body)
  else if (body) writer.octets(5, Buffer.from(body.b64, 'base64'))
  putNumber(6, size)
  if (truncated === true) writer.number(7, 1)
}

function putField(name: string, value: string): void {
  const start = writer.open(4)
  writer.text(1, name)
  writer.text(2, value)
  writer.close(start)
}

function putText(field: number, text: Text): void {
  if (isThere(text)) writer.text(field, text)
}

function putNumber(field: number, number: number | null | undefined): void {
  if (isThere(number)) writer.number(field, number)
}

function isThere<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined
}

/** As many bytes as it can become. */
function most({ req, res, ...line }: SeenLine): number {
  let bytes = frameBytes + textBytes(line.id) + textBytes(line.sensor) + textBytes(line.conn)
  for (const proxy of line.via ?? []) bytes += textBytes(proxy)
  for (const part of [line.src, line.dst, line.tls]) {
    for (const text of Object.values(part ?? {})) {
      if (typeof text === 'string') bytes += textBytes(text)
    }
  }
  if (req)
    bytes += textBytes(req.method) + textBytes(req.url) + textBytes(req.version) + payloadBytes(req)
  return res ? bytes + payloadBytes(res) : bytes
}

function payloadBytes(message: Message): number {
  let bytes = bodyBytes(message.body)
  forEachField(message, (name, value) => {
    bytes += headBytes + mostBytesOf(name) + mostBytesOf(value)
  })
  return bytes
}

function bodyBytes(body: Message['body']): number {
  if (typeof body === 'string') return textBytes(body)
  return body instanceof Uint8Array ? body.length : (body?.b64.length ?? 0)
}

function textBytes(text: Text): number {
  return isThere(text) ? mostBytesOf(text) : 0
}
