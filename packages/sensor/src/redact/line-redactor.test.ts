import type { ExchangeLine } from '@weir/schema'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { hider } from './hide.ts'
import { lineRedactor } from './line-redactor.ts'
import type { Redaction } from './redaction.ts'

const json = { 'Content-Type': 'application/problem+json; charset=utf-8' }
const card = '4111111111111111'

type Answer = NonNullable<ExchangeLine['res']>

function answered(redaction: Redaction, res: Answer): Answer | null | undefined {
  return lineRedactor(redaction)?.({ ts: 1, req: { method: 'GET', url: '/' }, res }).res
}

describe('what leaves a sensor', () => {
  it('is the line itself where nothing is asked for', () => {
    expect(lineRedactor(undefined)).toBeNull()
    expect(lineRedactor({ names: [], key: 'k' })).toBeNull()
  })

  it('has the same hash for a value in a field, a body, and a form', () => {
    const redact = lineRedactor({ names: ['X-Card'], paths: ['card'], key: 'k' })
    const line = redact?.({
      ts: 1,
      req: {
        method: 'POST',
        url: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-card': [card] },
        body: `card=${card}`,
      },
      res: { status: 200, headers: json, body: `{"card":${card}}` },
    })
    const hidden = hider('k')(card)
    expect(line?.req?.headers?.['x-card']).toEqual([hidden])
    expect(line?.req?.body).toBe(`card=${hidden}`)
    expect(line?.res?.body).toBe(`{"card":"${hidden}"}`)
  })

  it.each<[string, Answer, Partial<Answer>]>([
    [
      'other content stays',
      { body: 'card', headers: { 'content-type': 'text/html' } },
      { body: 'card' },
    ],
    [
      'what is no JSON is not sent',
      { body: '{"card":1', headers: json },
      { body: undefined, body_size: 9, truncated: true },
    ],
    [
      'nor what is coded',
      { body: { b64: 'H4sI' }, headers: { ...json, 'content-encoding': 'gzip' } },
      { body: undefined, body_size: 3, truncated: true },
    ],
    [
      'nor what is no text',
      { body: { b64: '/w==' }, headers: json },
      { body: undefined, body_size: 1, truncated: true },
    ],
    [
      'what was cut is redacted as far as it goes',
      { body: '{"card":"41', headers: json, truncated: true, body_size: 90 },
      { body: '{"card":"redacted', body_size: 90, truncated: true },
    ],
    ['no body stays none', { headers: json }, { headers: json }],
  ])('%s', (_what, given, expected) => {
    expect(answered({ paths: ['card'] }, given)).toMatchObject(expected)
  })

  it('has no value of a data type, and no body before values can be told', async () => {
    const redact = lineRedactor({ types: ['CREDIT_CARD', 'EMAIL_ADDRESS'] })
    const body = `{"id":7,"paid":[{"with":"${card}"}],"note":"from ann@mail.example","n":${card},"city":"Ulm"}`
    const line = { ts: 1, req: { method: 'GET', url: '/' }, res: { headers: json, body } }
    expect(redact?.(line).res).toMatchObject({ body: undefined, body_size: body.length })
    await expect
      .poll(() => redact?.(line).res?.body)
      .toBe('{"id":7,"paid":[{"with":"redacted"}],"note":"redacted","n":"redacted","city":"Ulm"}')
  })

  it('has no body at all where a data type is none', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    onTestFinished(() => warn.mockRestore())
    const redact = lineRedactor({ types: ['CARDS'] })
    await expect.poll(() => warn.mock.calls[0]?.[0]).toContain('CARDS is no data type')
    const line = { ts: 1, req: { method: 'GET', url: '/' }, res: { headers: json, body: '{}' } }
    expect(redact?.(line).res?.body).toBeUndefined()
  })

  it('is refused where a path is none', () => {
    expect(() => lineRedactor({ paths: ['a['] })).toThrow(TypeError)
  })
})
