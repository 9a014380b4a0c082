import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeDecision } from './decode-decision.ts'
import { decodeDoorMessage } from './decode-message.ts'
import { decisionLimits } from './limits.ts'

const decision = {
  id: 'd1',
  subject: { kind: 'credential', hashes: ['9gq1.dOIWe95Q6hcU6SoW-U7pbw'] },
  match: { service: 'shop.example', method: null, template: '/items/{itemId}', from: 'outside' },
  action: { kind: 'deny', status: 403, body: null },
  mode: 'enforce',
  until_ms: 1_790_000_000_000,
  reason: 'leaked',
} as const

describe('reading a decision', () => {
  it.each([
    {},
    { subject: { kind: 'ip', range: '203.0.113.0/24' } },
    { subject: { kind: 'any' }, match: { service: 'a', method: null, template: null, from: null } },
    { action: { kind: 'log' } },
    { action: { kind: 'allow' } },
    { action: { kind: 'capture', body_bytes: 1_048_576 } },
    { action: { kind: 'tag', name: 'watched' } },
    { action: { kind: 'redact', fields: ['items[].card'] } },
    { action: { kind: 'throttle', calls: 5, per_s: 60 } },
    { action: { kind: 'challenge', acr_values: 'urn:x', max_age: 0 } },
    { action: { kind: 'challenge', acr_values: null, max_age: null } },
  ])('takes what is one: %j', (part) => {
    const given = { ...decision, ...part }
    expect(decodeDecision(given)).toEqual(given)
    const line = JSON.stringify({ kind: 'decision', seq: 3, sent_ms: 7, decision: given })
    expect(decodeDoorMessage(line)).toEqual({
      kind: 'decision',
      seq: 3,
      sent_ms: 7,
      decision: given,
    })
  })

  it.each([
    { subject: { kind: 'credential', hashes: [] } },
    { subject: { kind: 'credential', hashes: Array.from({ length: 65 }, () => 'h') } },
    { subject: { kind: 'ip', range: 'shop' } },
    { subject: { kind: 'planet' } },
    { action: { kind: 'deny', status: 200, body: null } },
    { action: { kind: 'throttle', calls: 0, per_s: 60 } },
    { action: { kind: 'challenge', acr_values: 'a"b', max_age: null } },
    { action: { kind: 'challenge', acr_values: 'a\r\nset-cookie: x', max_age: null } },
    { action: { kind: 'capture', body_bytes: 1_048_577 } },
    { action: { kind: 'capture', body_bytes: 0 } },
    { action: { kind: 'tag', name: 'a\nb' } },
    { action: { kind: 'redact', fields: [] } },
    { action: { kind: 'redact', fields: ['card[0]'] } },
    { action: { kind: 'erase' } },
    { mode: 'perhaps' },
    { until_ms: -1 },
    { match: null },
    { match: { ...decision.match, from: 'the moon' } },
    { match: { service: 7, method: null, template: null, from: null } },
    { id: 'x'.repeat(decisionLimits.textChars + 1) },
  ])('leaves what is none: %j', (part) => {
    expect(decodeDecision({ ...decision, ...part })).toBeNull()
  })

  it('survives anything', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(decodeDecision(input)).toBeNull()
      }),
    )
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (line) => {
        expect(decodeDoorMessage(line)).toBeNull()
      }),
    )
    expect(decodeDoorMessage('x'.repeat(decisionLimits.lineChars + 1))).toBeNull()
  })
})
