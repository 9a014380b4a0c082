import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { haproxyLimits } from './limits.ts'
import { requestFacts, responseFacts } from './message-facts.ts'
import { type Redaction, ResponseRedactor } from './response-redactor.ts'
import { encodeAck } from './spop/ack.ts'
import { readMessages } from './spop/notify.ts'
import * as arbitrary from './testing/arbitraries.ts'
import { told } from './testing/told.ts'

const arrival = { streamId: 1, at: 0, bytes: 100 }
const frameBytes = 16_380

type Values = Readonly<Record<string, string | number | boolean>>

interface Outcome extends Redaction {
  readonly passedOver: number
  /** What the client gets in its place; undefined where that is the body itself. */
  readonly body: string | undefined
}

/** A response HAProxy tells of; what of it is not said is as it should be. */
function redact(values: Values, order: unknown = ['iban'], room = frameBytes): Outcome {
  let passedOver = 0
  const redactor = new ResponseRedactor(() => {
    passedOver += 1
  })
  const body = String(values['body'] ?? '{"iban":1,"id":7}')
  const { payload } = told('weir-redact', 1, {
    status: 200,
    headers: 'content-type: application/json\r\nETag: "e"\r\nx: 1\r\n\r\n',
    body,
    size: Buffer.byteLength(body),
    whole: true,
    held: true,
    ...values,
  })
  const [message] = readMessages(payload) ?? []
  if (message === undefined) throw new Error('no message')
  const note = { type: 'binary', value: Buffer.from(JSON.stringify(order)) } as const
  const noted = {
    ...message,
    keys: [...message.keys, 'redact'],
    values: [...message.values, note],
  }
  const response = responseFacts(noted, arrival, haproxyLimits)
  if (response === null) throw new Error('no response')
  const redaction = redactor.redact(noted, response, room)
  return { ...redaction, passedOver, body: bodyOf(redaction) }
}

function bodyOf({ actions: [action] }: Redaction): string | undefined {
  const isBody = action?.kind === 'set-var' && action.name === 'body'
  return isBody && action.value.type === 'binary' ? action.value.value.toString() : undefined
}

const request = (values: Values): NonNullable<ReturnType<typeof requestFacts>> => {
  const [message] =
    readMessages(told('weir-request', 1, { method: 'GET', ...values }).payload) ?? []
  const facts = message === undefined ? null : requestFacts(message, arrival, haproxyLimits)
  if (facts === null) throw new Error('no request')
  return facts
}

describe('a response HAProxy holds', () => {
  it('is answered with the body its client gets, and observed so', () => {
    const { response, body, passedOver } = redact({})
    expect(body).toBe('{"iban":"redacted","id":7}')
    expect(response.sight).toEqual({ bytes: Buffer.from(body ?? ''), whole: true, size: 26 })
    expect(response.headers).toEqual(['content-type', 'application/json', 'x', '1'])
    expect(passedOver).toBe(0)
  })

  it('is left alone where nothing in it is named', () => {
    const outcomes = [
      redact({ body: '{"id":7}' }),
      redact({ body: '' }),
      redact({ headers: 'content-type: text/html\r\n\r\n' }),
      redact({ status: 304 }),
    ]
    expect(outcomes.map(({ body, passedOver }) => [body, passedOver])).toEqual(
      outcomes.map(() => [undefined, 0]),
    )
    expect(outcomes[0]?.response.headers).toContain('ETag')
  })

  it.each([
    ['is not held', { held: false }],
    ['is not whole', { whole: false }],
    ['is longer than what was shown', { size: 5_000 }],
    ['is no JSON', { body: '{"iban":' }],
    ['is a part', { status: 206 }],
    ['is coded', { headers: 'content-type: application/json\r\ncontent-encoding: br\r\n\r\n' }],
  ] as const)('passes and is counted where it %s', (_why, values) => {
    const { response, body, passedOver } = redact(values)
    expect([body, passedOver]).toEqual([undefined, 1])
    expect(response.sight.bytes.toString()).toBe(
      'body' in values ? values.body : '{"iban":1,"id":7}',
    )
  })

  it('passes and is counted where the note with it is none of ours', () => {
    for (const note of [{}, 'iban', [1], ['card[0]'], null]) {
      expect(redact({}, note)).toMatchObject({ body: undefined, passedOver: 1 })
    }
  })

  it('passes where its new body is too long for a frame, and never outgrows one', () => {
    const ones = (count: number): Outcome =>
      redact({ body: JSON.stringify({ iban: Array.from({ length: count }, () => 1) }) })
    expect(ones(1_200)).toMatchObject({ passedOver: 0 })
    expect(ones(1_400)).toMatchObject({ body: undefined, passedOver: 1 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 256, max: 70_000 }),
        (count, room) => {
          const body = JSON.stringify({ iban: Array.from({ length: count }, () => 1) })
          const { actions } = redact({ body }, ['iban'], room)
          expect(encodeAck(1, 1, actions).length).toBeLessThanOrEqual(room)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('the note with a request', () => {
  const order = (fields: readonly string[], values: Values): readonly [string, number] => {
    let passedOver = 0
    const redactor = new ResponseRedactor(() => {
      passedOver += 1
    })
    const action = redactor.order(fields, request(values), frameBytes)
    const value = action?.kind === 'set-var' && action.value.type === 'binary' ? action.value : null
    return [value?.value.toString() ?? 'none', passedOver]
  }

  it('says the paths', () => {
    expect(order(['iban', 'é'], {})).toEqual(['["iban","é"]', 0])
  })

  it('is not written where there is nothing to redact', () => {
    expect(order([], {})).toEqual(['none', 0])
    expect(order(['iban'], { method: 'HEAD' })).toEqual(['none', 0])
  })

  it('is not written where it could not be carried out, which is counted', () => {
    expect(order(['iban'], { version: '1.0' })).toEqual(['none', 1])
    expect(
      order(
        Array.from({ length: 20 }, () => 'x'.repeat(1_000)),
        {},
      ),
    ).toEqual(['none', 1])
  })
})

it('No message makes the redactor throw', () => {
  fc.assert(
    fc.property(arbitrary.message, fc.nat(70_000), (message, room) => {
      const response = responseFacts(message, arrival, haproxyLimits) ?? {
        ...arrival,
        id: '',
        ts: 0,
        status: 200,
        headers: ['content-type', 'application/json'],
        sight: { bytes: Buffer.from('{'), whole: true, size: 1 },
        server: { ip: undefined, port: undefined },
      }
      const redactor = new ResponseRedactor(() => undefined)
      expect(() => redactor.redact(message, response, room)).not.toThrow()
    }),
  )
})
