import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { limits } from '@weir/engine'
import type { Exchange } from '@weir/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inflate, inflateExchange } from './inflate.ts'

const text = Buffer.from('{"a":"some text that is some text"}')

describe('removing a content coding', () => {
  it('gives back what was compressed', async () => {
    for (const [coding, bytes] of [
      ['gzip', gzipSync(text)],
      ['deflate', deflateSync(text)],
      ['br', brotliCompressSync(text)],
      ['identity', text],
    ] as const) {
      expect(Buffer.from((await inflate(bytes, coding)).body).toString()).toBe(text.toString())
    }
  })
  it('stops a bomb at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(limits.bodyBytes * 8))
    const { outcome, body } = await inflate(bomb, 'gzip')
    expect(bomb.length).toBeLessThan(100_000)
    expect(outcome).toBe('limit')
    expect(body).toHaveLength(limits.bodyBytes)
  })
  it('keeps what came before a cut', async () => {
    const plain = Buffer.from('0123456789'.repeat(20_000))
    const { outcome, body } = await inflate(
      gzipSync(plain, { level: 0 }).subarray(0, 150_000),
      'gzip',
    )
    expect(outcome).toBe('damaged')
    expect(body.length).toBeGreaterThan(50_000)
    expect(plain.subarray(0, body.length).equals(Buffer.from(body))).toBe(true)
  })
  it('takes a body as it stands whose coding somebody has already removed', async () => {
    for (const coding of ['gzip', 'deflate', 'br']) {
      expect(await inflate(text, coding)).toEqual({ outcome: 'plain', body: text })
    }
  })
  it('names a coding it does not know', async () => {
    expect((await inflate(text, 'zstd')).outcome).toBe('unknown-coding')
  })
  it('always answers, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 64 }),
        fc.constantFrom('gzip', 'deflate', 'br'),
        async (bytes, coding) => {
          const signed = coding === 'gzip' ? [0x1f, 0x8b, ...bytes] : [0x78, ...bytes]
          expect((await inflate(Uint8Array.from(signed), coding)).outcome).not.toBe(
            'unknown-coding',
          )
        },
      ),
      { numRuns: 200 },
    )
  })
  it('marks an exchange whose body was not inflated to its end', async () => {
    const body = gzipSync(Buffer.alloc(limits.bodyBytes * 2))
    const headers = new Map([['content-encoding', ['gzip']]])
    const message = { headers, body, bodySize: body.length, truncated: false }
    const exchange: Exchange = {
      kind: 'http',
      ts: 1,
      src: { ip: '' },
      dst: { host: 'a' },
      request: { method: 'GET', url: '/', ...message, body: new Uint8Array(0) },
      response: { status: 200, ...message },
    }
    const { response } = await inflateExchange(exchange)
    expect(response).toMatchObject({ truncated: true, bodySize: body.length })
    expect(response?.headers.has('content-encoding')).toBe(false)
  })
})
