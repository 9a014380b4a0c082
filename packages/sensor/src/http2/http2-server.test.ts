import { once } from 'node:events'
import http2, { constants } from 'node:http2'
import net from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { firstOf } from '../field-list.ts'
import { encodeFrame, encodeNumberFrame, errorCode, frameFlag, frameType } from './frame.ts'
import { FrameSplitter } from './frame-splitter.ts'
import { headerBlock } from './hpack/header-block.ts'
import { Http2Server } from './http2-server.ts'
import type { Http2Stream } from './http2-stream.ts'
import { http2Limits } from './limits.ts'

const status = headerBlock([[':status', '200']])
const noTrailers = headerBlock([['x', '1']])
const preface = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  encodeFrame({ type: frameType.settings, flags: 0, streamId: 0 }, Buffer.alloc(0)),
])
const requestBlock = headerBlock([
  [':method', 'POST'],
  [':scheme', 'http'],
  [':path', '/'],
])

let server: Http2Server
let port = 0
let opened: Http2Stream[] = []
let closed = 0

/** Sends back what it is sent, when it is whole. */
beforeEach(async () => {
  opened = []
  closed = 0
  server = new Http2Server((stream) => {
    opened.push(stream)
    const parts: Buffer[] = []
    const ended = (): void => {
      stream.respond(status)
      stream.write(Buffer.concat(parts))
      stream.end(noTrailers)
    }
    const gone = (): void => {
      closed += 1
    }
    return { data: (chunk) => parts.push(Buffer.from(chunk)), ended, closed: gone }
  }, 4)
  port = await server.listen(0, '127.0.0.1')
})

afterEach(() => server.close(100))

function connect(options: http2.ClientSessionOptions = {}): http2.ClientHttp2Session {
  const client = http2.connect(`http://127.0.0.1:${port}`, options)
  client.on('error', () => undefined)
  return client
}

function post(
  client: http2.ClientHttp2Session,
  headers: http2.OutgoingHttpHeaders = {},
): http2.ClientHttp2Stream {
  const stream = client.request({ ':method': 'POST', ...headers })
  stream.on('error', () => undefined)
  return stream
}

async function echoed(stream: http2.ClientHttp2Stream, body: Buffer): Promise<Buffer> {
  stream.end(body)
  const parts: Buffer[] = []
  stream.on('data', (part: Buffer) => parts.push(part))
  await new Promise((resolve) => stream.on('close', resolve))
  return Buffer.concat(parts)
}

interface Told {
  readonly type: number
  readonly streamId: number
  /** Of RST_STREAM; of GOAWAY the second. */
  readonly code: number
}

/** Sends frames by hand, and tells what came until the connection ended or `until` came. */
async function converse(
  parts: readonly Buffer[],
  until: (told: Told) => boolean = () => false,
): Promise<Told[]> {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  const splitter = new FrameSplitter()
  const told: Told[] = []
  socket.write(Buffer.concat([preface, ...parts]))
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve())
    socket.on('data', (chunk: Buffer) =>
      splitter.push(chunk, (type, _flags, streamId, payload) => {
        const code = payload.length >= 4 ? payload.readUInt32BE(payload.length === 8 ? 4 : 0) : 0
        told.push({ type, streamId, code })
        if (until({ type, streamId, code })) resolve()
        return true
      }),
    )
  })
  socket.destroy()
  return told
}

const headers = (streamId: number, flags: number, block = requestBlock): Buffer =>
  encodeFrame({ type: frameType.headers, flags, streamId }, block)
const isGoAway = ({ type }: Told): boolean => type === frameType.goAway
const isHead = ({ type }: Told): boolean => type === frameType.headers

describe('a server of HTTP/2', () => {
  it('reads the fields of any request as they were sent', async () => {
    const client = connect()
    const octets = fc.string({
      unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCodePoint(code)),
      maxLength: 60,
    })
    const name = fc.stringMatching(/^x-[a-z0-9]{1,12}$/)
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, octets, { maxKeys: 8 }), async (fields) => {
        await echoed(post(client, fields), Buffer.alloc(0))
        for (const [field, value] of Object.entries(fields)) {
          expect(firstOf(opened.at(-1)?.fields ?? [], field)).toBe(value)
        }
      }),
    )
    client.destroy()
  })

  it('takes and gives bodies of any size through windows of any size', async () => {
    const client = connect({ settings: { initialWindowSize: 1_000 } })
    const body = Buffer.alloc(3_000_000, 'abcdefg')
    const all = await Promise.all([1, 2, 3].map(() => echoed(post(client), body)))
    expect(all.map((one) => one.equals(body))).toEqual([true, true, true])
    client.destroy()
  })

  it('gives streams more room when the other side changes its mind', async () => {
    const client = connect({ settings: { initialWindowSize: 0 } })
    const answer = echoed(post(client), Buffer.alloc(100, 'x'))
    await expect.poll(() => opened[0]?.unsentBytes).toBe(100)
    client.settings({ initialWindowSize: 60 })
    expect(await answer).toHaveLength(100)
    client.destroy()
  })

  it('takes as many resets as come', async () => {
    const client = connect()
    for (let turn = 0; turn < 5_000; turn += 1) {
      const stream = post(client)
      stream.write('x')
      await new Promise((resolve) => setImmediate(resolve))
      stream.close(constants.NGHTTP2_CANCEL)
    }
    expect(await echoed(post(client), Buffer.from('still'))).toEqual(Buffer.from('still'))
    await expect.poll(() => closed).toBe(opened.length)
    client.destroy()
  })

  it('passes over what still comes on a stream it has reset', async () => {
    const client = connect()
    const stream = post(client)
    stream.write('x')
    await expect.poll(() => opened.length).toBe(1)
    opened[0]?.reset(errorCode.cancel)
    stream.end('y')
    expect(await echoed(post(client), Buffer.from('next'))).toEqual(Buffer.from('next'))
    client.destroy()
  })

  it('lets what is on its way end when it closes', async () => {
    const client = connect()
    const stream = post(client)
    stream.write('x')
    await expect.poll(() => opened.length).toBe(1)
    const over = server.close(5_000)
    await once(client, 'goaway')
    expect(await echoed(stream, Buffer.from('y'))).toEqual(Buffer.from('xy'))
    await over
    await expect.poll(() => server.connections).toBe(0)
    expect(closed).toBe(1)
  })
})

describe('what a connection is held to', () => {
  it.each([
    ['a block in too many frames', 20, 10],
    ['a block that is too long', 4, 16_000],
  ])('ends it with %s', async (_what, count, bytes) => {
    const more = encodeFrame(
      { type: frameType.continuation, flags: 0, streamId: 1 },
      Buffer.alloc(bytes),
    )
    const parts = Array.from({ length: count }, () => more)
    const told = await converse([headers(1, 0), ...parts])
    expect(told.find(isGoAway)?.code).toBe(errorCode.enhanceYourCalm)
    expect(opened).toEqual([])
  })

  it('ends it where it cannot make up its mind', async () => {
    const change = encodeFrame({ type: frameType.settings, flags: 0, streamId: 0 }, Buffer.alloc(0))
    const changes = (count: number): Buffer[] => Array.from({ length: count }, () => change)
    const told = await converse(changes(http2Limits.settingsFrames))
    expect(told.find(isGoAway)?.code).toBe(errorCode.enhanceYourCalm)
    const next = headers(1, frameFlag.endHeaders | frameFlag.endStream)
    const fewer = await converse([...changes(http2Limits.settingsFrames - 1), next], isHead)
    expect(fewer.find(isHead)?.streamId).toBe(1)
  })

  it('gives no place to who says nothing', async () => {
    const socket = net.connect(port, '127.0.0.1')
    await expect.poll(() => server.connections).toBe(1)
    socket.resume()
    await expect.poll(() => server.connections, { timeout: http2Limits.prefaceMs * 2 }).toBe(0)
  }, 30_000)

  it('refuses a request with too many fields, and that one alone', async () => {
    const field = headerBlock([['x', 'y'.repeat(120)]])
    const large = Buffer.concat([requestBlock, ...Array.from({ length: 260 }, () => field)])
    const first = headers(1, frameFlag.endStream, large.subarray(0, 16_000))
    const rest = [16_000, 32_000].map((from) =>
      encodeFrame(
        {
          type: frameType.continuation,
          flags: from + 16_000 < large.length ? 0 : frameFlag.endHeaders,
          streamId: 1,
        },
        large.subarray(from, from + 16_000),
      ),
    )
    expect(large.length).toBeLessThan(http2Limits.blockBytes + 300)
    const next = headers(3, frameFlag.endHeaders | frameFlag.endStream)
    const told = await converse([first, ...rest, next], isHead)
    expect(told.filter(({ type }) => type === frameType.reset)).toEqual([
      { type: frameType.reset, streamId: 1, code: errorCode.enhanceYourCalm },
    ])
    expect(told.find(isHead)?.streamId).toBe(3)
  })

  it('ends it where what it is sent is never read', async () => {
    const socket = net.connect(port, '127.0.0.1').pause().setMaxListeners(0)
    const over = new Promise((resolve) => socket.on('error', resolve).on('close', resolve))
    const ping = encodeFrame({ type: frameType.ping, flags: 0, streamId: 0 }, Buffer.alloc(8))
    const pings = Buffer.concat(Array.from({ length: 50_000 }, () => ping))
    socket.write(preface)
    let isOver = false
    void over.then(() => {
      isOver = true
    })
    for (let turn = 0; turn < 200 && !isOver; turn += 1) {
      if (!socket.write(pings)) {
        await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve))
      }
    }
    await over
    expect(server.connections).toBe(0)
  })

  it('survives whatever else is sent in place of frames', async () => {
    const good = Buffer.concat([
      headers(1, frameFlag.endHeaders),
      encodeFrame({ type: frameType.data, flags: 1, streamId: 1 }, Buffer.from('body')),
      encodeNumberFrame(frameType.windowUpdate, 0, 7),
      headers(3, frameFlag.endHeaders | frameFlag.endStream),
    ])
    const mutation = fc.tuple(
      fc.integer({ min: 0, max: good.length - 1 }),
      fc.integer({ min: 0, max: 255 }),
    )
    const cut = fc.integer({ min: 1, max: good.length })
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        cut,
        async (changes, length) => {
          const bytes = Buffer.from(good)
          for (const [at, value] of changes) bytes[at] = value
          const socket = net.connect(port, '127.0.0.1')
          socket.on('error', () => undefined)
          socket.end(Buffer.concat([preface, bytes.subarray(0, length)]))
          await once(socket.resume(), 'close')
        },
      ),
      { numRuns: 300 },
    )
    await expect.poll(() => closed).toBe(opened.length)
    await expect.poll(() => server.connections).toBe(0)
    const client = connect()
    expect(await echoed(post(client), Buffer.from('still'))).toEqual(Buffer.from('still'))
    client.destroy()
  })
})
