import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeExchange } from './decode-exchange.ts'

interface Vectors {
  readonly valid: readonly {
    readonly name: string
    readonly line: unknown
    readonly expect: Readonly<Record<string, unknown>>
  }[]
  readonly invalid: readonly {
    readonly name: string
    readonly line: unknown
    readonly problem: string
  }[]
}

const file = new URL('../../../spec/vectors/exchange.json', import.meta.url)
const vectors: Vectors = JSON.parse(readFileSync(file, 'utf8'))
const decoder = new TextDecoder()

describe('the exchange line', () => {
  for (const { name, line, expect: expected } of vectors.valid) {
    it(`reads: ${name}`, () => {
      const result = decodeExchange(line)
      if (!result.ok) throw new Error(result.problem)
      const { request, response } = result.value
      const seen = {
        ...result.value,
        method: request?.method ?? null,
        url: request?.url,
        status: response?.status ?? null,
        request_headers: request === null ? undefined : Object.fromEntries(request.headers),
        request_body: request === null ? undefined : decoder.decode(request.body),
        response_body: response === null ? undefined : decoder.decode(response.body),
        response_truncated: response?.truncated,
      }
      expect(normalised(seen)).toMatchObject(normalised(expected))
    })
  }
  for (const { name, line, problem } of vectors.invalid) {
    it(`refuses: ${name}`, () => {
      const result = decodeExchange(line)
      expect(result.ok).toBe(false)
      if (!result.ok) expect(result.problem.startsWith(`${problem}: `)).toBe(true)
    })
  }
  it('does not let a header name reach the prototype', () => {
    const line = JSON.parse('{"ts":1,"req":{"method":"GET","url":"/","headers":{"__proto__":"x"}}}')
    const result = decodeExchange(line)
    expect(result.ok).toBe(true)
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })
})

/** Headers are lists inside; the vectors write a single value as they like. */
function normalised(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}
