import { describe, expect, it } from 'vitest'
import { valueTest } from './value-test.ts'

const place = { key: 'v', parentKey: '', isNumber: false }

describe('a test for values of data types', () => {
  it('knows those it was asked for, whole or within a text, and no others', () => {
    const made = valueTest(['CREDIT_CARD', 'EMAIL_ADDRESS'])
    if (!made.ok) throw new Error(made.problem)
    const isOne = made.value
    expect(isOne('4111 1111 1111 1111', place)).toBe(true)
    expect(isOne('write to ann@mail.example', place)).toBe(true)
    expect(isOne('4111111111111111', { ...place, isNumber: true })).toBe(true)
    expect(isOne('DE89370400440532013000', place)).toBe(false)
    expect(isOne('4111111111111112', place)).toBe(false)
    expect(isOne('', place)).toBe(false)
  })

  it.each(['CARDS', 'X_MINE', ''])('refuses a name it does not know: %s', (type) => {
    expect(valueTest(['CREDIT_CARD', type])).toMatchObject({ ok: false })
  })
})
