import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BatchHead, readHead } from './batch-head.ts'

function headOf(headers: Readonly<Record<string, string>>): BatchHead {
  const read = readHead(headers)
  if (read.kind !== 'head') throw new Error(read.refusal.title)
  return read.head
}

const counts = { 'weir-observed': '9', 'weir-sent': '5', 'weir-dropped': '1' }

describe('the head of a batch', () => {
  it('may say nothing', () => {
    expect(headOf({})).toEqual({
      format: 'ndjson',
      identity: null,
      own: null,
      agent: null,
    })
  })
  it('takes every type of lines, with parameters and in any case', () => {
    for (const type of ['application/x-ndjson', 'Application/JSON; charset=utf-8', 'text/plain']) {
      expect(readHead({ 'content-type': type }).kind).toBe('head')
    }
    expect(readHead({ 'content-type': 'multipart/form-data; boundary=x' })).toMatchObject({
      kind: 'refused',
      refusal: { status: 415 },
    })
  })
  it("keeps the sensor's own count only where it is whole", () => {
    expect(headOf(counts).own).toEqual({ observed: 9, sent: 5, dropped: 1, droppedBy: '' })
    for (const name of Object.keys(counts)) {
      expect(headOf({ ...counts, [name]: '' }).own).toBeNull()
      expect(headOf({ ...counts, [name]: '-1' }).own).toBeNull()
      expect(headOf({ ...counts, [name]: '1e3' }).own).toBeNull()
    }
  })
  it('keeps reasons of drops only in their form', () => {
    const reasons = (text: string): string | undefined =>
      headOf({ ...counts, 'weir-dropped-by': text }).own?.droppedBy
    expect(reasons('queue-full=3, sampled=1')).toBe('queue-full=3, sampled=1')
    expect(reasons('4111 1111 1111 1111')).toBe('')
    expect(reasons(Array.from({ length: 99 }, () => 'a=1').join(', '))).toBe('')
  })
  it('keeps the first product of the user agent and nothing after it', () => {
    expect(headOf({ 'user-agent': '@weir/sensor-node/0.1.0 ann@example.com' }).agent).toBe(
      '@weir/sensor-node/0.1.0',
    )
    expect(headOf({ 'user-agent': '(none)' }).agent).toBeNull()
  })
  it('of any headers is read or refused with 400 or 415, never more', () => {
    const name = fc.constantFrom(
      'content-type',
      'content-encoding',
      'weir-boot',
      'weir-seq',
      'weir-dropped-by',
      'user-agent',
    )
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), fc.nat(), (headers, seq) => {
        const read = readHead({ ...headers, 'weir-seq': headers['weir-seq'] ?? String(seq) })
        if (read.kind === 'refused') expect([400, 415]).toContain(read.refusal.status)
        else expect(read.head.identity?.seq ?? 1).toBeGreaterThan(0)
      }),
    )
  })
})
