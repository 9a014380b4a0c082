import { describe, expect, it } from 'vitest'
import { crc32Ascii } from './crc-32.ts'

describe('crc32Ascii', () => {
  it('gives the check value published for the polynomial', () => {
    expect(crc32Ascii('123456789')).toBe(0xcbf43926)
    expect(crc32Ascii('')).toBe(0)
  })
})
