import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headerBlock } from './header-block.ts'
import { HpackDecoder } from './hpack-decoder.ts'

const decoder = (listBytes = 1_000): HpackDecoder => new HpackDecoder(listBytes)

function decode(from: HpackDecoder, hex: string): { outcome: string; fields: string[] } {
  const fields: string[] = []
  return { outcome: from.decode(Buffer.from(hex.replaceAll(' ', ''), 'hex'), fields), fields }
}

const request = (path: string, scheme = 'http'): string[] => [
  ':method',
  'GET',
  ':scheme',
  scheme,
  ':path',
  path,
  ':authority',
  'www.example.com',
]
const expected = [
  request('/'),
  [...request('/'), 'cache-control', 'no-cache'],
  [...request('/index.html', 'https'), 'custom-key', 'custom-value'],
]

describe('a header block', () => {
  it.each([
    [
      'as it is (RFC 7541 C.3)',
      [
        '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
        '8286 84be 5808 6e6f 2d63 6163 6865',
        '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
      ],
    ],
    [
      'in the Huffman code (RFC 7541 C.4)',
      [
        '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
        '8286 84be 5886 a8eb 1064 9cbf',
        '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
      ],
    ],
  ])('is read in the light of those before it, %s', (_how, blocks) => {
    const reader = decoder()
    expect(blocks.map((block) => decode(reader, block).fields)).toEqual(expected)
  })

  it('makes room in the table by forgetting the oldest (RFC 7541 §4.4)', () => {
    const reader = decoder(100_000)
    const name = Buffer.alloc(20, 'n').toString('hex')
    const add = (value: string): string => `4014${name}${value}`
    // 20 + 44 + 32 bytes each: 42 of them fit.
    for (let count = 0; count < 60; count += 1) {
      const value = Buffer.from(String(count).padStart(44, '0')).toString('hex')
      expect(decode(reader, add(`2c${value}`)).outcome).toBe('whole')
    }
    expect(decode(reader, 'be').fields[1]).toBe('59'.padStart(44, '0'))
    expect(decode(reader, 'e7').fields[1]).toBe('18'.padStart(44, '0'))
    expect(decode(reader, 'e8').outcome).toBe('damaged')
  })

  it('empties the table with a field that is larger, and by a size of nothing', () => {
    const reader = decoder(100_000)
    const large = `400161 7fa11f${'62'.repeat(4_128)}`
    expect(decode(reader, `4001610162 ${large}`).outcome).toBe('whole')
    expect(decode(reader, 'be').outcome).toBe('damaged')
    const other = decoder()
    expect(decode(other, '4001610162')).toEqual({ outcome: 'whole', fields: ['a', 'b'] })
    expect(decode(other, '20be').outcome).toBe('damaged')
  })

  it.each([
    ['a field nobody told of', 'be'],
    ['no field at all', '80'],
    ['a name nobody told of', '7f8001 0161'],
    ['a number without an end', '7fff'],
    ['a number that is too large', '7fffffffffff7f'],
    ['a string longer than the block', '400161 05 6262'],
    ['a string that is not there', '400161'],
    ['a table larger than allowed', '3fe21f'],
    ['a size of the table behind a field', '8220'],
    ['padding of eight ones', '400161 82 1fff'],
    ['padding of zeros', '400161 81 18'],
    ['the end of the string within it', '400161 84 ffff fffc'],
  ])('that holds %s is damaged', (_what, hex) => {
    expect(decode(decoder(), hex).outcome).toBe('damaged')
  })

  it('with more than is taken is still read to its end', () => {
    const reader = decoder(80)
    expect(decode(reader, '4001610162 4001630164 4001650166')).toEqual({
      outcome: 'too-large',
      fields: ['a', 'b', 'c', 'd'],
    })
    expect(decode(reader, 'be c0').fields).toEqual(['e', 'f', 'a', 'b'])
  })

  it('of any bytes is read, or is not, within its limits', () => {
    const reader = decoder(200)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const fields: string[] = []
        expect(['whole', 'too-large', 'damaged']).toContain(
          reader.decode(Buffer.from(bytes), fields),
        )
        expect(fields.join('').length).toBeLessThanOrEqual(200)
      }),
      { numRuns: 2_000 },
    )
  })

  it('that we write is read by us, and is short', () => {
    const fields: string[] = []
    expect(decoder().decode(headerBlock([['grpc-status', '13']]), fields)).toBe('whole')
    expect(fields).toEqual(['grpc-status', '13'])
    expect(() => headerBlock([['a', 'x'.repeat(127)]])).toThrow(RangeError)
  })
})
