import { type Decide, type DoorCall, pass } from '@weir/sensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encoded } from '../testing/envoy-messages.ts'
import { bench, fakeCall } from '../testing/fake-call.ts'
import { CheckService } from './check-service.ts'

function check(bytes: Buffer, decide?: Decide): { answers: Buffer[]; faults: number } {
  const { door, limits } = bench(decide === undefined ? {} : { decide })
  const call = fakeCall()
  new CheckService(door, limits).open(call).message(bytes)
  expect(call.statuses).toEqual([0])
  return { answers: call.answers, faults: door.faults }
}

const http = { method: 'GET', path: '/a?b=1', host: 'shop.test:443' }
const allowed = Buffer.from([0x0a, 0x00])

describe('a check', () => {
  const headers = {
    headers: { ':path': '/a', 'x-forwarded-for': '203.0.113.9, 10.0.0.1', x: '1' },
  }
  const map = {
    header_map: {
      headers: [
        { key: 'x-forwarded-for', raw_value: Buffer.from('203.0.113.9, 10.0.0.1') },
        { key: 'x', value: '1' },
      ],
    },
  }

  it.each([headers, map])('asks with what every door knows', (fields) => {
    const asked: DoorCall[] = []
    const address = { socket_address: { address: '10.0.0.9', port_value: 7 } }
    const attributes = { source: { address }, request: { http: { ...http, ...fields } } }
    const { answers } = check(encoded('CheckRequest', { attributes }), (request) => {
      asked.push(request)
      return pass
    })
    expect(answers).toEqual([allowed])
    const [call] = asked
    expect(call).toMatchObject({
      request: { method: 'GET', url: '/a?b=1' },
      src: { ip: '10.0.0.9' },
      service: 'shop.test',
    })
    const forwarded = call?.request.headers.get('x-forwarded-for')
    expect(forwarded).toEqual(['203.0.113.9, 10.0.0.1'])
    expect(call?.request.headers.get('x')).toEqual(['1'])
  })

  it('passes where nobody decides, and where the decision fails', () => {
    const bytes = encoded('CheckRequest', { attributes: { request: { http } } })
    expect(check(bytes)).toEqual({ answers: [allowed], faults: 0 })
    const failing = check(bytes, () => {
      throw new Error('no')
    })
    expect(failing).toEqual({ answers: [allowed], faults: 1 })
  })

  it('may be any bytes: it is answered', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { answers } = check(Buffer.from(bytes), () => pass)
        expect(answers).toEqual([allowed])
      }),
    )
  })
})
