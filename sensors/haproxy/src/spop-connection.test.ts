import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '@weir/testkit/proxy'
import { HealthChecks } from './health-checks.ts'
import { readDisconnect } from './spop/disconnect.ts'
import {
  encodeFrame,
  type Frame,
  frameFlag,
  frameType,
  lengthBytes,
  readFrame,
} from './spop/frame.ts'
import { encodeItems } from './spop/items.ts'
import { spopLimits } from './spop/limits.ts'
import { encodeMessages } from './spop/notify.ts'
import { type SpopStatus, spopStatus } from './spop/status.ts'
import { textData, type TypedData } from './spop/typed-data.ts'
import { type NotifyHandler, type Reply, SpopConnection } from './spop-connection.ts'
import * as arbitrary from './testing/arbitraries.ts'
import { recordedSession } from './testing/recorded-session.ts'
import { type SocketPair, socketPair } from './testing/socket-pair.ts'

let pair: SocketPair
let checks: HealthChecks
beforeEach(async () => {
  checks = new HealthChecks()
  pair = await socketPair()
})
afterEach(() => pair.close())

const limits = { unreadAnswerBytes: 1024 * 1024, helloMs: 60_000 }
const seen: Frame[] = []
const plain: NotifyHandler = {
  answer: (notify) => ({ kind: 'now', actions: [], after: () => seen.push(notify) }),
  answerTooLarge: () => ({ kind: 'now', actions: [], after: () => undefined }),
}

function connect(handler: Partial<NotifyHandler> = {}): SpopConnection {
  seen.length = 0
  return new SpopConnection(pair.agent, { ...plain, ...handler }, checks, limits)
}

const frameOf = (type: number, payload: Buffer, ids = 0, flags: number = frameFlag.fin): Buffer =>
  encodeFrame({ type, flags, streamId: ids, frameId: ids, payload })

const helloItems: readonly [string, TypedData][] = [
  ['supported-versions', textData('1.0, 2.0')],
  ['max-frame-size', { type: 'uint32', value: 16_380 }],
  ['capabilities', textData('pipelining')],
]
const hello = frameOf(frameType.haproxyHello, encodeItems(new Map(helloItems)))
const notify = (ids: number): Buffer =>
  frameOf(frameType.notify, encodeMessages([{ name: 'm', keys: [], values: [] }]), ids)

function framesIn(bytes: Buffer): Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at + lengthBytes <= bytes.length; ) {
    const end = at + lengthBytes + bytes.readUInt32BE(at)
    const frame = readFrame(bytes.subarray(at + lengthBytes, end))
    if (frame !== null) frames.push(frame)
    at = end
  }
  return frames
}

/** Sends bytes and gives what came back until `count` frames did. */
async function exchange(bytes: Buffer, count: number): Promise<Frame[]> {
  pair.haproxy.write(bytes)
  await until(() => framesIn(pair.received()).length >= count, `${count} frames`)
  return framesIn(pair.received())
}

async function endsWith(bytes: Buffer, status: SpopStatus): Promise<void> {
  pair.haproxy.write(bytes)
  await until(() => pair.haproxy.readableEnded, 'the agent hangs up')
  const last = framesIn(pair.received()).at(-1)
  expect(last?.type).toBe(frameType.agentDisconnect)
  expect(readDisconnect(last?.payload ?? Buffer.alloc(0))).toBe(status)
}

describe('a connection of HAProxy', () => {
  it('is greeted, with the smaller frame size and what both can', async () => {
    connect()
    const [answer] = await exchange(hello, 1)
    expect(answer?.type).toBe(frameType.agentHello)
    const text = answer?.payload.toString('latin1')
    expect(text).toContain('2.0')
    expect(text).toContain('pipelining,fragmentation')
    expect(text).not.toContain('async')
  })

  it('is refused when it checks an agent that is about to end, and served when it does not', async () => {
    checks.refuse()
    connect()
    await exchange(hello, 1)
    expect((await exchange(notify(1), 2))[1]?.type).toBe(frameType.ack)
    await pair.close()
    pair = await socketPair()
    connect()
    const check = new Map([
      ...helloItems,
      ['healthcheck', { type: 'boolean', value: true }] as const,
    ])
    await endsWith(frameOf(frameType.haproxyHello, encodeItems(check)), spopStatus.normal)
    expect(checks.refusals).toBe(1)
  })

  it('gets its acknowledgements before any work is done', async () => {
    const order: string[] = []
    const write = pair.agent.write.bind(pair.agent)
    pair.agent.write = (chunk: Buffer | string) => {
      order.push('write')
      return write(chunk)
    }
    const answer = (): Reply => ({ kind: 'now', actions: [], after: () => order.push('work') })
    connect({ answer })
    await exchange(hello, 1)
    await exchange(Buffer.concat([notify(1), notify(2), notify(3)]), 4)
    expect(order).toEqual(['write', 'write', 'work', 'work', 'work'])
  })

  it('gets answers that may wait after those that may not', async () => {
    const answer = ({ streamId }: Frame): Reply =>
      streamId === 1
        ? { kind: 'later', afterMs: 20 }
        : { kind: 'now', actions: [], after: () => undefined }
    connect({ answer })
    await exchange(hello, 1)
    const frames = await exchange(Buffer.concat([notify(1), notify(2)]), 3)
    expect(frames.slice(1).map(({ streamId }) => streamId)).toEqual([2, 1])
  })

  it('gets its leave', async () => {
    connect()
    await exchange(hello, 1)
    const goodbye = encodeItems(new Map([['status-code', { type: 'uint32', value: 0 }]]))
    await endsWith(frameOf(frameType.haproxyDisconnect, goodbye), spopStatus.normal)
  })

  it('hears it when the agent ends', async () => {
    const connection = connect()
    await exchange(hello, 1)
    connection.end(spopStatus.normal)
    connection.end(spopStatus.unknown)
    await endsWith(Buffer.alloc(0), spopStatus.normal)
  })

  it('may skip over frames nobody knows', async () => {
    connect()
    await exchange(hello, 1)
    const frames = await exchange(Buffer.concat([frameOf(77, Buffer.alloc(3), 5), notify(6)]), 2)
    expect(frames[1]).toMatchObject({ type: frameType.ack, streamId: 6 })
  })

  it.each([
    ['no version', 'supported-versions', spopStatus.versionMissing],
    ['no frame size', 'max-frame-size', spopStatus.maxFrameSizeMissing],
    ['no capabilities', 'capabilities', spopStatus.capabilitiesMissing],
  ])('ends with %s in its hello', async (_what, missing, status) => {
    connect()
    const items = new Map(helloItems.filter(([name]) => name !== missing))
    await endsWith(frameOf(frameType.haproxyHello, encodeItems(items)), status)
  })

  it.each([
    [
      'a version of the future',
      'supported-versions',
      textData('3.0'),
      spopStatus.versionUnsupported,
    ],
    ['tiny frames', 'max-frame-size', { type: 'uint32', value: 255 }, spopStatus.frameSizeBad],
  ] as const)('ends with %s', async (_what, name, value, status) => {
    connect()
    const items = encodeItems(new Map<string, TypedData>([...helloItems, [name, value]]))
    await endsWith(frameOf(frameType.haproxyHello, items), status)
  })

  it.each([
    ['something other than a hello', notify(1)],
    ['a frame that is none', Buffer.from([0, 0, 0, 2, 1, 1])],
    ['a hello that is none', frameOf(frameType.haproxyHello, Buffer.from([200]))],
    ['a second hello', Buffer.concat([hello, hello])],
  ])('ends with %s', async (_what, bytes) => {
    connect()
    await endsWith(bytes, spopStatus.invalidFrame)
  })

  it('ends with a frame larger than agreed', async () => {
    connect()
    await exchange(hello, 1)
    await endsWith(frameOf(frameType.notify, Buffer.alloc(16_381), 1), spopStatus.frameTooBig)
  })

  it('ends with interlaced fragments', async () => {
    connect()
    await exchange(hello, 1)
    const open = frameOf(frameType.notify, Buffer.alloc(10), 1, 0)
    await endsWith(Buffer.concat([open, notify(2)]), spopStatus.interlacedFrames)
  })

  it('is acknowledged a payload too large to look at', async () => {
    let large = 0
    const answerTooLarge = (): Reply => ({
      kind: 'now',
      actions: [],
      after: () => {
        large += 1
      },
    })
    connect({ answerTooLarge })
    await exchange(hello, 1)
    const part = Buffer.alloc(16_000)
    const count = Math.ceil(spopLimits.payloadBytes / part.length) + 1
    const rest = Array.from({ length: count }, () => frameOf(frameType.unset, part, 1, 0))
    const last = frameOf(frameType.unset, part, 1)
    const all = [frameOf(frameType.notify, part, 1, 0), ...rest, last]
    const frames = await exchange(Buffer.concat(all), 2)
    expect(frames[1]).toMatchObject({ type: frameType.ack, streamId: 1, frameId: 1 })
    expect(large).toBe(1)
  })

  it('ends when it never reads its answers', async () => {
    pair.haproxy.pause()
    const connection = new SpopConnection(pair.agent, plain, checks, {
      ...limits,
      unreadAnswerBytes: 10_000,
    })
    pair.haproxy.write(hello)
    const many = Buffer.concat(Array.from({ length: 5_000 }, (_, index) => notify(index + 1)))
    await until(() => {
      if (!pair.agent.destroyed) pair.haproxy.write(many)
      return pair.agent.destroyed
    }, 'the agent hangs up')
    connection.end(spopStatus.normal)
  })

  it('ends when it says nothing', async () => {
    const connection = new SpopConnection(pair.agent, plain, checks, { ...limits, helloMs: 10 })
    await endsWith(Buffer.alloc(0), spopStatus.timeout)
    connection.end(spopStatus.normal)
  })

  it('survives any bytes, before and after its hello', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(arbitrary.bytes(400)), async (isGreeted, chunks) => {
        const other = await socketPair()
        const connection = new SpopConnection(other.agent, plain, checks, limits)
        if (isGreeted) other.haproxy.write(hello)
        for (const chunk of chunks) other.haproxy.write(chunk)
        other.haproxy.end()
        await until(() => other.agent.readableEnded || other.agent.destroyed, 'all of it was read')
        connection.end(spopStatus.normal)
        await other.close()
      }),
      { numRuns: 200 },
    )
  })

  it('survives a recorded session with any byte changed', async () => {
    const session = recordedSession().filter(
      ({ from, connection }) => from === 'haproxy' && connection === 2,
    )
    const bytes = Buffer.concat(session.map((frame) => frame.bytes))
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
        const other = await socketPair()
        const connection = new SpopConnection(other.agent, plain, checks, limits)
        const changed = Buffer.from(bytes)
        changed[at] = value
        other.haproxy.end(changed)
        await until(() => other.agent.readableEnded || other.agent.destroyed, 'all of it was read')
        connection.end(spopStatus.normal)
        await other.close()
      }),
      { numRuns: 200 },
    )
  })
})
