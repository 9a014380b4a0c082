import { describe, expect, it } from 'vitest'
import { keccak256 } from './keccak-256.ts'

const encoder = new TextEncoder()

function hex(text: string): string {
  return Array.from(keccak256(encoder.encode(text)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

describe('keccak256', () => {
  it('gives the published digests', () => {
    expect(hex('')).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470')
    expect(hex('abc')).toBe('4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45')
  })

  it('takes messages longer than one block', () => {
    expect(hex('a'.repeat(136))).not.toBe(hex('a'.repeat(137)))
  })
})
