import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { socketEnd } from './socket-address.ts'

const unknown = { ip: undefined, port: undefined }

describe('an address as Envoy writes it', () => {
  it.each([
    ['10.1.2.3:443', { ip: '10.1.2.3', port: 443 }],
    ['10.1.2.3', { ip: '10.1.2.3', port: undefined }],
    ['[2001:db8::1]:8443', { ip: '2001:db8::1', port: 8_443 }],
    ['/run/app.sock', unknown],
    ['', unknown],
    [undefined, unknown],
    ['10.1.2.3:99999999', unknown],
  ])('%s', (text, end) => {
    expect(socketEnd(text)).toEqual(end)
  })

  it('of version 4 and 6 is read back', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), fc.nat(65_535), (four, six, port) => {
        expect(socketEnd(`${four}:${port}`)).toEqual({ ip: four, port })
        expect(socketEnd(`[${six}]:${port}`)).toEqual({ ip: six, port })
      }),
    )
  })

  it('may be any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(text).toContain(socketEnd(text).ip ?? '')
      }),
    )
  })
})
