import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lineRedactor } from './redact/line-redactor.ts'
import { toExchangeLine } from './seen-line.ts'
import { jsonLines } from './wire/json-lines.ts'

const req = { method: 'POST', url: '/', headers: { 'content-type': 'application/json' } }

it('octets are text where they are UTF-8, else base64, and always the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      const { res } = toExchangeLine({ ts: 1, req, res: { status: 200, body: octets } })
      const body = res?.body ?? ''
      const back = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.b64, 'base64')
      expect(back).toEqual(Buffer.from(octets))
    }),
  )
})

it('what is not there stays away, and null stays null', () => {
  expect(toExchangeLine({ ts: 1, req })).toEqual({ ts: 1, req })
  expect(toExchangeLine({ ts: 1, req, res: null })).toEqual({ ts: 1, req, res: null })
})

it('a line of JSON has the text of octets', () => {
  const line = { ts: 1, req: { ...req, body: Buffer.from('{"a":"é"}') } }
  const prepared = jsonLines.prepare(line)
  const bytes = Buffer.alloc(prepared.most())
  prepared.write(bytes, 0, bytes.length)
  expect(JSON.parse(bytes.toString())).toEqual({ ts: 1, req: { ...req, body: '{"a":"é"}' } })
})

it('octets are redacted as text is', () => {
  const redact = lineRedactor({ paths: ['card'], key: 'k' })
  const body = '{"card":"4111111111111111"}'
  const ofText = redact?.({ ts: 1, req: { ...req, body } })
  expect(redact?.({ ts: 1, req: { ...req, body: Buffer.from(body) } })).toEqual(ofText)
  expect(ofText?.req?.body).not.toContain('4111')
})
