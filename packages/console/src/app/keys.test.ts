import { describe, expect, it } from 'vitest'
import { createKeyReader, type KeyPress } from './keys.ts'

const press = (key: string, part: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrl: false,
  alt: false,
  typing: false,
  floating: false,
  ...part,
})

describe('keys', () => {
  it('goes to a page by G and its letter, in time', () => {
    const read = createKeyReader(() => true)
    expect(read(press('g'), 0)).toBeNull()
    expect(read(press('F'), 500)).toEqual({ kind: 'go', to: '/findings' })
    read(press('g'), 1_000)
    expect(read(press('c'), 3_000)).toBeNull()
    read(press('g'), 4_000)
    expect(read(press('l'), 4_100)).toEqual({ kind: 'live' })
    expect(read(press('o'), 4_200)).toBeNull()
  })

  it('leaves everything that types alone, but for the palette', () => {
    const read = createKeyReader(() => true)
    expect(read(press('j', { typing: true }), 0)).toBeNull()
    expect(read(press('Escape', { typing: true }), 0)).toBeNull()
    expect(read(press('k', { typing: true, ctrl: true }), 0)).toEqual({ kind: 'palette' })
    expect(read(press('c', { ctrl: true }), 0)).toBeNull()
  })

  it('leaves what floats its keys', () => {
    const read = createKeyReader(() => true)
    expect(read(press('Escape', { floating: true }), 0)).toBeNull()
    expect(read(press('Escape'), 0)).toEqual({ kind: 'back' })
  })

  it('has no single letters where they are switched off', () => {
    const read = createKeyReader(() => false)
    expect(read(press('j'), 0)).toBeNull()
    expect(read(press('?'), 0)).toBeNull()
    expect(read(press('Escape'), 0)).toEqual({ kind: 'back' })
  })
})
