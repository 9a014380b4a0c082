import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bodyPart } from './body-part.ts'

const sight = (text: string | Buffer, whole = true, size = 0) => ({
  bytes: Buffer.from(text),
  whole,
  size,
})

describe('the body of a line', () => {
  it('is what was seen', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
        const { body, truncated, body_size } = bodyPart(sight(Buffer.from(array)), 1_000)
        expect(Buffer.from(body ?? '')).toEqual(Buffer.from(array))
        expect({ truncated, body_size }).toEqual({ truncated: undefined, body_size: undefined })
      }),
    )
  })

  it('is cut at the limit, and says how long it was', () => {
    const part = bodyPart(sight('abcdef'), 4)
    expect(part).toEqual({ body: Buffer.from('abcd'), body_size: 6, truncated: true })
  })

  it('says how long it was announced to be', () => {
    const part = bodyPart(sight('abc', false, 24_000_000), 1_000)
    expect(part).toEqual({ body: Buffer.from('abc'), body_size: 24_000_000, truncated: true })
  })

  it('is cut where its end was not seen, however long it was', () => {
    expect(bodyPart(sight('abc', false), 1_000).truncated).toBe(true)
    expect(bodyPart(sight('', false), 1_000)).toEqual({
      body: undefined,
      body_size: undefined,
      truncated: true,
    })
  })

  it('ends with a whole character where it was cut inside one', () => {
    for (const character of ['é', '€', '😀']) {
      const bytes = Buffer.from(`ab${character}`)
      for (let end = 3; end < bytes.length; end += 1) {
        expect(bodyPart(sight(bytes), end).body).toEqual(Buffer.from('ab'))
      }
      expect(bodyPart(sight(bytes), bytes.length).body).toEqual(bytes)
    }
  })

  it('keeps every byte where it is no text and looks like a character cut off', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xe2])
    expect(bodyPart(sight(bytes, false), 1_000).body).toEqual(bytes)
  })
})
