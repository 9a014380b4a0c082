import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callLine } from '../testing/exchange-lines.ts'
import { joinLines, linesOf } from './body-lines.ts'
import { countLines, readLines } from './read-lines.ts'

const most = 10_000

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString()
}

function exchangeText(index: number, given: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify(callLine(index, given))
}

describe('lines', () => {
  it('end with LF or CR LF, the last one with either or nothing', () => {
    for (const body of ['a\nb\n\nc', 'a\r\nb\r\n\r\nc\r\n', 'a\nb\r\n\nc\r']) {
      expect(
        [...linesOf(Buffer.from(body), 'ndjson')].map(({ line, bytes }) => [line, textOf(bytes)]),
      ).toEqual([
        [1, 'a'],
        [2, 'b'],
        [4, 'c'],
      ])
    }
  })
  it('are what splitting the text gives, and counted without reading on above the most', () => {
    const piece = fc.constantFrom('\n', '\r\n', 'a', 'é', '{}')
    fc.assert(
      fc.property(fc.array(piece), fc.nat({ max: 5 }), (pieces, few) => {
        const text = pieces.join('')
        const body = Buffer.from(text)
        const expected = text.split('\n').filter((line) => line !== '' && line !== '\r')
        expect([...linesOf(body, 'ndjson')].map(({ bytes }) => textOf(bytes))).toEqual(
          expected.map((line) => line.replace(/\r$/, '')),
        )
        expect(countLines(body, 'ndjson', most)).toBe(expected.length)
        expect(countLines(body, 'ndjson', few)).toBe(Math.min(few + 1, expected.length))
      }),
    )
  })
})

describe('messages', () => {
  it('are what was joined, whatever is in them, and any bytes have an end', () => {
    const messages = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 20 })
    fc.assert(
      fc.property(messages, fc.uint8Array({ maxLength: 40 }), (given, any) => {
        const body = joinLines(given, 'protobuf')
        const found = [...linesOf(body, 'protobuf')]
        expect(found.map(({ bytes }) => [...bytes])).toEqual(given.map((bytes) => [...bytes]))
        expect(countLines(body, 'protobuf', most)).toBe(given.length)
        const read = [...linesOf(any, 'protobuf')]
        expect(read.length).toBeLessThanOrEqual(any.length)
      }),
    )
  })
  it('are exchanges, or are left out and named', async () => {
    // ts, and a request with a method and a url.
    const one = [
      0x19,
      ...Buffer.from(new Float64Array([1_000]).buffer),
      0x62,
      8,
      0x0a,
      3,
      71,
      69,
      84,
    ]
    const good = Uint8Array.from([...one, 0x12, 1, 47])
    const parts = [good, Uint8Array.of(7), Uint8Array.from(one.slice(0, 9)), good]
    const { accepted, shown } = await readLines(joinLines(parts, 'protobuf'), 'protobuf', most)
    expect(accepted.map(({ exchange }) => exchange)).toMatchObject([
      { kind: 'http', ts: 1_000, request: { method: 'GET', url: '/' }, response: null },
      { ts: 1_000 },
    ])
    expect(shown).toEqual([
      { line: 2, reason: 'exchange: is no message of protobuf' },
      { line: 3, reason: 'req: expected a message' },
    ])
  })
})

describe('reading lines', () => {
  it('keeps the octets of each exchange', async () => {
    const text = exchangeText(1, { conn: 'é \u{1f30a}' })
    const { accepted } = await readLines(Buffer.from(`${text}\n{}\n`), 'ndjson', most)
    expect(accepted.map(({ bytes }) => textOf(bytes))).toEqual([text])
  })
  it('says why a line is none, and never with a value of it', async () => {
    const secret = 'sk_live_51H8xExample'
    const wrong = [
      secret,
      `"${secret}"`,
      JSON.stringify([secret]),
      exchangeText(1, { ts: secret }),
      exchangeText(1, { kind: secret }),
      exchangeText(1, { vantage: secret }),
      exchangeText(1, { req: secret }),
      exchangeText(1, { req: { method: secret.repeat(3), url: '/' } }),
      exchangeText(1, { req: { method: 'GET', url: '/', body: { b64: `${secret}!` } } }),
      exchangeText(1, { res: { status: secret } }),
    ]
    const { accepted, shown, rejected } = await readLines(
      Buffer.from(wrong.join('\n')),
      'ndjson',
      most,
    )
    expect(accepted).toEqual([])
    expect(rejected).toEqual({ malformed: wrong.length })
    expect(shown.map(({ line }) => line)).toEqual(wrong.map((_, index) => index + 1))
    for (const { reason } of shown) {
      expect(reason).not.toContain(secret)
      expect(reason.length).toBeLessThanOrEqual(200)
    }
  })
  it('bears lines of any depth', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const nested = `{"ts":1,"req":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`
    const { rejected } = await readLines(Buffer.from(`${deep}\n${nested}`), 'ndjson', 1_000_000)
    expect(rejected).toEqual({ malformed: 2 })
  })
  it('lets the event loop go on in between', async () => {
    let others = 0
    const count = (): void => {
      others += 1
      immediate = setImmediate(count)
    }
    let immediate = setImmediate(count)
    await readLines(Buffer.from(`${exchangeText(1)}\n`.repeat(5_000)), 'ndjson', most)
    clearImmediate(immediate)
    expect(others).toBeGreaterThan(1)
  })
})
