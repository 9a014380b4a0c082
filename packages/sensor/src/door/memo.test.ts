import { describe, expect, it } from 'vitest'
import { Memo } from './memo.ts'

describe('a memo', () => {
  it('keeps what is in use, forgets what is not, and never keeps long names', () => {
    const memo = new Memo<number>(2, 5)
    let worked = 0
    const get = (name: string): number =>
      memo.get(name, () => {
        worked += 1
        return name.length
      })
    for (let index = 0; index < 20; index += 1) {
      expect(get('kept')).toBe(4)
      get(`x${index}`)
    }
    expect(worked).toBe(21)
    get('x0')
    expect(worked).toBe(22)
    get('too long')
    get('too long')
    expect(worked).toBe(24)
  })
})
