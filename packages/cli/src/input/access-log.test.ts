import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessLogLine, looksLikeAccessLog } from './access-log.ts'

const combined =
  '203.0.113.9 - ann [10/Oct/2026:13:55:36 +0200] "GET /orders/42?a=1 HTTP/1.1" 200 2326 "https://shop.example/" "curl/8.5 \\"x\\" \\x41"'

describe('access logs', () => {
  it('reads the combined format', () => {
    const read = accessLogLine(combined, '/var/log/nginx/shop.log.1.gz')
    expect(read).toMatchObject({
      ok: true,
      value: {
        ts: Date.parse('2026-10-10T11:55:36Z'),
        src: { ip: '203.0.113.9' },
        dst: { host: 'shop' },
        request: { method: 'GET', url: '/orders/42?a=1' },
        response: { status: 200, bodySize: 2_326 },
      },
    })
    expect(read.ok && read.value.request?.headers.get('user-agent')).toEqual(['curl/8.5 "x" A'])
  })

  it('reads the common format, and the virtual host before it', () => {
    const common = combined.slice(0, combined.indexOf(' "https'))
    expect(accessLogLine(common, 'a.log')).toMatchObject({
      ok: true,
      value: { dst: { host: 'a' } },
    })
    expect(accessLogLine(`api.shop.example:8443 ${combined}`, 'a.log')).toMatchObject({
      ok: true,
      value: { dst: { host: 'api.shop.example', port: 8_443 }, src: { ip: '203.0.113.9' } },
    })
  })

  it.each([
    ['not a line of the combined log format', 'hello'],
    ['[time]: expected 10/Oct/2026:13:55:36 +0200', combined.replace('Oct', 'Xyz')],
    [
      '"request": expected a method and a target',
      combined.replace('GET /orders/42?a=1 HTTP/1.1', '\\x16\\x03'),
    ],
  ])('says %s', (problem, line) => {
    expect(accessLogLine(line, 'a.log')).toMatchObject({ ok: false, problem })
  })

  it('is told by its first line', () => {
    expect(looksLikeAccessLog(`${combined}\n`)).toBe(true)
    expect(looksLikeAccessLog('{"ts":1}')).toBe(false)
  })

  it('never throws, and takes long lines in their stride', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void accessLogLine(text, text)))
    const pieces = fc.constantFrom(
      '203.0.113.9',
      ' ',
      '-',
      '[',
      ']',
      '"',
      '\\',
      '10/Oct/2026:13:55:36 +0200',
      'GET / HTTP/1.1',
      '200',
    )
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 60 }),
        (parts) => void accessLogLine(parts.join(''), 'a'),
      ),
    )
    expect(accessLogLine('a '.repeat(200_000), 'a').ok).toBe(false)
  })
})
