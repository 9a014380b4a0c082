import { once } from 'node:events'
import http2, { constants } from 'node:http2'
import net from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ByteBudget } from '../byte-budget.ts'
import { GrpcServer } from './grpc-server.ts'
import { grpcStatus } from './grpc-status.ts'

const path = '/test.Echo/Say'
const limits = { sessions: 2, calls: 20, messageBytes: 1_000, unreadAnswerBytes: 100_000 }
const budget = new ByteBudget(100_000)

let server: GrpcServer
let client: http2.ClientHttp2Session
let port = 0
let gone = 0

/** Sends each message back; `fail` fails, `end` ends the call. */
const echo = {
  open: (call: { answer: (message: Buffer) => void; end: (status: 0) => void }) => ({
    message: (bytes: Buffer) => {
      if (bytes.toString() === 'fail') throw new Error('not that')
      call.answer(Buffer.from(bytes))
      if (bytes.toString() === 'end') call.end(grpcStatus.ok)
    },
    gone: () => {
      gone += 1
    },
  }),
  noRoom: () => grpcStatus.resourceExhausted,
}

beforeEach(async () => {
  gone = 0
  server = new GrpcServer(new Map([[path, echo]]), limits, budget)
  port = await server.listen(0, '127.0.0.1')
  client = http2.connect(`http://127.0.0.1:${port}`)
  client.on('error', () => undefined)
})

afterEach(async () => {
  client.destroy()
  await server.close(100)
  expect(budget.used).toBe(0)
})

function framed(message: string | Buffer, flag = 0): Buffer {
  const bytes = Buffer.from(message)
  const head = Buffer.alloc(5)
  head[0] = flag
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

interface Outcome {
  readonly status: string
  readonly body: Buffer
}

function open(headers: http2.OutgoingHttpHeaders = {}): http2.ClientHttp2Stream {
  const type = { 'content-type': 'application/grpc', te: 'trailers' }
  const call = client.request({ ':method': 'POST', ':path': path, ...type, ...headers })
  call.on('error', () => undefined)
  return call
}

function outcomeOf(call: http2.ClientHttp2Stream): Promise<Outcome> {
  let status: unknown
  const parts: Buffer[] = []
  call.on('response', (headers) => {
    status ??= headers['grpc-status']
  })
  call.on('trailers', (headers) => {
    status ??= headers['grpc-status']
  })
  call.on('data', (part: Buffer) => parts.push(part))
  return new Promise((resolve) => {
    call.on('close', () => resolve({ status: String(status), body: Buffer.concat(parts) }))
  })
}

describe('a server of gRPC', () => {
  it('answers messages however they are cut or put together', async () => {
    const call = open()
    const outcome = outcomeOf(call)
    const bytes = Buffer.concat([framed('one'), framed(''), framed('three')])
    for (const byte of bytes) {
      call.write(Buffer.from([byte]))
      await new Promise((resolve) => setImmediate(resolve))
    }
    call.end(bytes)
    expect(await outcome).toEqual({ status: '0', body: Buffer.concat([bytes, bytes]) })
    expect(gone).toBe(1)
  })

  it.each([
    ['a method nobody serves', { ':path': '/test.Echo/Sing' }, framed('x'), '12'],
    ['what is no gRPC', { 'content-type': 'text/plain' }, framed('x'), '12'],
    ['a compressed message nobody announced', {}, framed('x', 1), '13'],
    ['a message in a coding it has not', { 'grpc-encoding': 'zstd' }, framed('x', 1), '12'],
    ['a damaged message in gzip', { 'grpc-encoding': 'gzip' }, framed('x', 1), '13'],
    [
      'a message in gzip that becomes too large',
      { 'grpc-encoding': 'gzip' },
      framed(gzipSync(Buffer.alloc(1_001)), 1),
      '8',
    ],
    ['a message that is too large', {}, framed('x'.repeat(1_001)), '8'],
    ['a message its handler fails on', {}, framed('fail'), '13'],
  ])('ends a call with %s, and with the right status', async (_what, headers, bytes, status) => {
    const call = open(headers)
    const outcome = outcomeOf(call)
    call.end(bytes)
    expect((await outcome).status).toBe(status)
    await expect.poll(() => server.load.calls === 0).toBe(true)
  })

  it('inflates messages in gzip, and takes those beside them as they are', async () => {
    const call = open({ 'grpc-encoding': 'gzip' })
    const outcome = outcomeOf(call)
    call.end(Buffer.concat([framed(gzipSync('one'), 1), framed('two')]))
    expect(await outcome).toEqual({
      status: '0',
      body: Buffer.concat([framed('one'), framed('two')]),
    })
  })

  it('ends a call its handler ends, and hands on nothing that comes later', async () => {
    const call = open()
    const outcome = outcomeOf(call)
    call.end(Buffer.concat([framed('end'), framed('fail')]))
    expect(await outcome).toEqual({ status: '0', body: framed('end') })
    expect(server.faults).toBe(0)
  })

  it('forgets calls that are reset or lost with their connection', async () => {
    const first = open()
    const second = open()
    first.write(framed('one'))
    second.write(framed('half').subarray(0, 7))
    await once(first, 'data')
    first.close(constants.NGHTTP2_CANCEL)
    await expect.poll(() => gone === 1).toBe(true)
    client.destroy()
    await expect.poll(() => gone === 2 && server.load.sessions === 0).toBe(true)
    expect(server.load.calls).toBe(0)
  })

  it('has room for so many calls and says so to the others', async () => {
    const calls = Array.from({ length: limits.calls }, () => open())
    for (const call of calls) call.write(framed('x'))
    await Promise.all(calls.map((call) => once(call, 'data')))
    const refused = open()
    const refusal = outcomeOf(refused)
    refused.end(framed('x'))
    expect((await refusal).status).toBe('8')
    expect(server.load.calls).toBe(limits.calls)
    calls[0]?.close()
    await expect.poll(() => server.load.calls === limits.calls - 1).toBe(true)
    const next = open()
    const outcome = outcomeOf(next)
    next.end(framed('y'))
    expect((await outcome).status).toBe('0')
  })

  it('has room for so many connections', async () => {
    await once(client, 'connect')
    const others = [1, 2].map(() => http2.connect(`http://127.0.0.1:${port}`))
    for (const other of others) other.on('error', () => undefined)
    await Promise.race(others.map((other) => new Promise((resolve) => other.on('close', resolve))))
    await expect.poll(() => server.load.sessions === 2).toBe(true)
    for (const other of others) other.destroy()
  })

  it('survives bytes that are no HTTP/2', async () => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'))
    socket.on('error', () => undefined)
    await once(socket.resume(), 'close')
    const call = open()
    const outcome = outcomeOf(call)
    call.end(framed('still'))
    expect((await outcome).body).toEqual(framed('still'))
  })

  it('lets calls end when it closes, and no longer than it said', async () => {
    const call = open()
    call.write(framed('x'))
    await once(call, 'data')
    const closed = server.close(100)
    await once(client, 'goaway')
    await closed
    await expect.poll(() => server.load.sessions === 0).toBe(true)
    expect(server.load.calls).toBe(0)
    expect(gone).toBe(1)
  })

  it('never makes a sender wait, though nobody reads the answers', async () => {
    const call = open().setMaxListeners(0)
    const message = framed('x'.repeat(900))
    for (let sent = 0; sent < 5_000 && !call.destroyed; sent += 1) {
      if (call.write(message)) continue
      await new Promise((resolve) => call.once('drain', resolve).once('close', resolve))
    }
    // The call of whoever does not read is ended rather than held.
    await expect.poll(() => server.load.calls === 0).toBe(true)
  })
})
