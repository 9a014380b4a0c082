import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callLine } from '../testing/exchange-lines.ts'
import { countLines, linesOf, readLines } from './read-lines.ts'

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
        [...linesOf(Buffer.from(body))].map(({ line, bytes }) => [line, textOf(bytes)]),
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
        expect([...linesOf(body)].map(({ bytes }) => textOf(bytes))).toEqual(
          expected.map((line) => line.replace(/\r$/, '')),
        )
        expect(countLines(body, most)).toBe(expected.length)
        expect(countLines(body, few)).toBe(Math.min(few + 1, expected.length))
      }),
    )
  })
})

describe('reading lines', () => {
  it('keeps the octets of each exchange', async () => {
    const text = exchangeText(1, { conn: 'é \u{1f30a}' })
    const { accepted } = await readLines(Buffer.from(`${text}\n{}\n`), most)
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
    const { accepted, shown, rejected } = await readLines(Buffer.from(wrong.join('\n')), most)
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
    const { rejected } = await readLines(Buffer.from(`${deep}\n${nested}`), 1_000_000)
    expect(rejected).toEqual({ malformed: 2 })
  })
  it('lets the event loop go on in between', async () => {
    let others = 0
    const count = (): void => {
      others += 1
      immediate = setImmediate(count)
    }
    let immediate = setImmediate(count)
    await readLines(Buffer.from(`${exchangeText(1)}\n`.repeat(5_000)), most)
    clearImmediate(immediate)
    expect(others).toBeGreaterThan(1)
  })
})
