import { describe, expect, it } from 'vitest'
import { Fuse, fuseLimits } from './fuse.ts'

function crowd(fuse: Fuse, clients: number, nowMs: number): void {
  for (let index = 0; index < clients; index += 1) fuse.saw(`c${index}`, nowMs)
}

/** Clients a decision may refuse before its fuse blows, up to `most`. */
function refused(fuse: Fuse, decision: string, most: number, nowMs: number): number {
  for (let index = 0; index < most; index += 1) {
    if (!fuse.mayRefuse(decision, `c${index}`, nowMs)) return index
  }
  return most
}

describe('the fuse', () => {
  it('holds back a decision that touches too many clients, for a while', () => {
    const fuse = new Fuse()
    crowd(fuse, 1_000, 0)
    expect(refused(fuse, 'wide', 500, 0)).toBe(20)
    expect(fuse.isBlown('wide', 0)).toBe(true)
    expect(fuse.mayRefuse('wide', 'c1', 1_000)).toBe(false)
    expect(fuse.mayRefuse('narrow', 'c1', 1_000)).toBe(true)
    expect(fuse.isOpen(1_000)).toBe(false)
    expect(fuse.isBlown('wide', fuseLimits.openMs)).toBe(false)
  })

  it('does not open for one attacker, however often he knocks', () => {
    const fuse = new Fuse()
    crowd(fuse, 100, 0)
    fuse.saw('attacker', 0)
    for (let index = 0; index < 10_000; index += 1) {
      expect(fuse.mayRefuse('his', 'attacker', 0)).toBe(true)
    }
  })

  it('opens the door when decisions together touch too many', () => {
    const fuse = new Fuse()
    crowd(fuse, 1_000, 0)
    let count = 0
    while (count < 1_000 && fuse.mayRefuse(`d${count}`, `c${count}`, 0)) count += 1
    expect(count).toBe(200)
    expect(fuse.isOpen(0)).toBe(true)
    expect(fuse.mayRefuse('other', 'c999', 1)).toBe(false)
    expect(fuse.isOpen(fuseLimits.openMs)).toBe(false)
  })

  it('remembers how many there were when a minute has just begun', () => {
    const fuse = new Fuse()
    crowd(fuse, 1_000, 0)
    crowd(fuse, 15, 61_000)
    expect(refused(fuse, 'd', 15, 61_000)).toBe(15)
    const later = new Fuse()
    crowd(later, 1_000, 0)
    crowd(later, 15, 600_000)
    expect(refused(later, 'd', 15, 600_000)).toBe(9)
  })

  it('is bounded', () => {
    const fuse = new Fuse({ ...fuseLimits, most: 100 })
    crowd(fuse, 1_000, 0)
    // Clients beyond the bound are not counted, so they blow nothing.
    for (let index = 500; index < 1_000; index += 1) {
      expect(fuse.mayRefuse('d', `c${index}`, 0)).toBe(true)
    }
  })
})
