import { describe, expect, it } from 'vitest'
import { recordedSession } from '../testing/recorded-session.ts'
import { encodeAck } from './ack.ts'
import { encodeAgentDisconnect, readDisconnect } from './disconnect.ts'
import { Fragments } from './fragments.ts'
import { encodeFrame, type Frame, frameType, lengthBytes, readFrame } from './frame.ts'
import { encodeAgentHello, readHaproxyHello } from './hello.ts'
import { encodeItems, readItems } from './items.ts'
import { argOf, encodeMessages, type Message, readMessages } from './notify.ts'
import { numberOf, textOf } from './typed-data.ts'

const session = recordedSession()

function frames(from: 'haproxy' | 'agent', ...types: readonly number[]): readonly Frame[] {
  return session
    .filter((each) => each.from === from)
    .map(({ bytes }) => {
      const frame = readFrame(bytes.subarray(lengthBytes))
      if (frame === null) throw new Error('no frame')
      return frame
    })
    .filter(({ type }) => types.includes(type))
}

function messages(): readonly Message[] {
  const fragments = new Fragments()
  return frames('haproxy', frameType.notify, frameType.unset).flatMap((frame) => {
    const assembled = fragments.push(frame)
    return assembled.kind === 'whole' ? (readMessages(assembled.frame.payload) ?? []) : []
  })
}

describe('a session of HAProxy 2.6', () => {
  it('is written again byte for byte', () => {
    for (const { bytes } of session) {
      const frame = readFrame(bytes.subarray(lengthBytes))
      if (frame === null) throw new Error('no frame')
      expect(encodeFrame(frame)).toEqual(bytes)
    }
    for (const { payload } of frames(
      'haproxy',
      frameType.haproxyHello,
      frameType.haproxyDisconnect,
    )) {
      expect(encodeItems(readItems(payload) ?? new Map())).toEqual(payload)
    }
  })

  it('begins with a check of the agent, then with hellos that say what they can', () => {
    const hellos = frames('haproxy', frameType.haproxyHello).map(({ payload }) =>
      readHaproxyHello(payload),
    )
    expect(hellos.slice(0, 2)).toEqual([
      {
        ok: true,
        hello: { versions: ['2.0'], maxFrameSize: 65_532, capabilities: [], healthCheck: true },
      },
      {
        ok: true,
        hello: {
          versions: ['2.0'],
          maxFrameSize: 1_024,
          capabilities: ['pipelining', 'async'],
          healthCheck: false,
        },
      },
    ])
  })

  it('tells of requests and responses, in fragments where frames are too small', () => {
    const told = messages().map((message) => [
      message.name,
      textOf(argOf(message, 'path')) ?? numberOf(argOf(message, 'status')),
      textOf(argOf(message, 'body'))?.length,
      argOf(message, 'whole'),
    ])
    const whole = { type: 'boolean', value: true }
    expect(told).toEqual([
      ['weir-request', '/accounts/1?full=yes', 0, whole],
      ['weir-response', 200, 11, whole],
      ['weir-request', '/accounts', 1_511, whole],
      ['weir-response', 200, 11, whole],
      ['weir-request', '/denied', 0, whole],
    ])
    for (const message of messages()) {
      expect(readMessages(encodeMessages([message]))).toEqual([message])
    }
  })

  it('ends with a reason', () => {
    const [goodbye] = frames('haproxy', frameType.haproxyDisconnect)
    expect(readDisconnect(goodbye?.payload ?? Buffer.alloc(0))).toBe(2)
  })

  it('has the answers this agent still gives', () => {
    const answers = session
      .filter(({ from }) => from === 'agent')
      .map(({ bytes }) => bytes.toString('hex'))
    const deny = {
      kind: 'set-var',
      scope: 'transaction',
      name: 'deny',
      value: { type: 'int32', value: 403 },
    } as const
    const [check, hello] = frames('haproxy', frameType.haproxyHello).map(({ payload }) => {
      const reading = readHaproxyHello(payload)
      if (!reading.ok) throw new Error(`status ${reading.status}`)
      return encodeAgentHello(reading.hello, reading.hello.maxFrameSize).toString('hex')
    })
    expect(answers).toContain(check)
    expect(answers).toContain(hello)
    expect(answers).toContain(encodeAck(0, 1, []).toString('hex'))
    expect(answers).toContain(encodeAck(4, 1, [deny]).toString('hex'))
    expect(answers).toContain(encodeAgentDisconnect(0).toString('hex'))
  })
})
