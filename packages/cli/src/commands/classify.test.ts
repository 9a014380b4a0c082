import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { Desk, weir } from '../testing/weir.ts'

const desk = new Desk()
afterAll(() => desk.clear())

const text = [
  'Call +1 415 555 2671 or mail jane.doe@example.com',
  'nothing here',
  '𝒳 card 4111 1111 1111 1111, ssn: 536-90-4399',
].join('\n')

describe('weir classify', () => {
  it('shows each value with its place, masked', async () => {
    const { code, stdout } = await weir(['classify', '--text', desk.put('mail.txt', text)])
    expect(code).toBe(0)
    expect(stdout).toContain('4 values in 3 lines')
    expect(stdout).toMatch(/1\s+29–49\s+EMAIL_ADDRESS\s+medium\s+0\.\d\d\s+j…@example\.com/)
    expect(stdout).not.toMatch(/4111 1111|536-90|jane\.doe/)
  })

  it('counts characters, not code units, and reads gzip', async () => {
    const file = desk.put('mail.txt.gz', gzipSync(text))
    const { stdout } = await weir(['classify', '--text', file, '--json'])
    const spans = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const card = spans.find(({ type }) => type === 'CREDIT_CARD')
    const characters = [...(text.split('\n')[2] ?? '')]
    expect(characters.slice(card.start, card.end).join('')).toBe('4111 1111 1111 1111')
    expect(spans.map(({ line, type }) => [line, type])).toEqual([
      [1, 'PHONE_NUMBER'],
      [1, 'EMAIL_ADDRESS'],
      [3, 'CREDIT_CARD'],
      [3, 'US_SSN'],
    ])
  })

  it('exits with 1 when a value is as sensitive as asked', async () => {
    const grave = desk.put('grave.txt', 'card 4111 1111 1111 1111')
    const mild = desk.put('mild.txt', 'mail jane@example.com')
    expect((await weir(['classify', '--text', grave, '--fail-on', 'critical'])).code).toBe(1)
    expect((await weir(['classify', '--text', mild, '--fail-on', 'critical'])).code).toBe(0)
  })

  it('says that there is nothing, and refuses what cannot be read', async () => {
    const quiet = desk.put('quiet.txt', 'all is well\n')
    expect((await weir(['classify', '--text', quiet])).stdout).toBe(
      'Nothing sensitive in 1 line.\n',
    )
    const missing = await weir(['classify', '--text', 'no-such-file.txt'])
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('no-such-file.txt')])
    expect((await weir(['classify'])).code).toBe(2)
  })
})
