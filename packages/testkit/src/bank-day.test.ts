import { decodeExchange, type ExchangeLine } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { bankRoutes } from './bank/routes.ts'
import { bankDay } from './bank-day.ts'

const date = '2026-03-03'
const quiet = bankDay({ seed: 1, date })
const attacked = bankDay({ seed: 1, date, attack: true })

function withoutId({ id: _id, ...line }: ExchangeLine): string {
  return JSON.stringify(line)
}

describe('a recorded day of the bank', () => {
  it('is the same day for the same seed and another for another', () => {
    const small = { date, people: 12, exchanges: 2_500 }
    const day = JSON.stringify(bankDay({ ...small, seed: 5 }))
    expect(JSON.stringify(bankDay({ ...small, seed: 5 }))).toBe(day)
    expect(JSON.stringify(bankDay({ ...small, seed: 6 }))).not.toBe(day)
  })

  it('consists of exchange lines every reader of the format accepts', () => {
    const problems = attacked.map((line) => decodeExchange(line)).filter(({ ok }) => !ok)
    expect(problems).toEqual([])
  })

  it('is in the order of time, with ids of its own', () => {
    const times = attacked.map(({ ts }) => ts)
    expect(times).toEqual([...times].sort((left, right) => left - right))
    expect(new Set(attacked.map(({ id }) => id)).size).toBe(attacked.length)
  })

  it('has about as many exchanges as were asked for', () => {
    expect(quiet.length).toBeGreaterThanOrEqual(10_000)
    expect(quiet.length).toBeLessThan(10_200)
  })

  it('is the same day apart from the breach', () => {
    const told = new Set(attacked.map(withoutId))
    expect(quiet.filter((line) => !told.has(withoutId(line)))).toEqual([])
    const added = attacked.length - quiet.length
    expect(added).toBeGreaterThan(400)
  })

  it('is busier in the evening than in the night, and never evenly', () => {
    const hours = new Map<number, number>()
    const visits = quiet.filter(({ sensor }) => sensor === 'edge-nginx')
    for (const { ts } of visits) {
      const hour = new Date(ts).getUTCHours()
      hours.set(hour, (hours.get(hour) ?? 0) + 1)
    }
    expect(hours.get(19) ?? 0).toBeGreaterThan(5 * (hours.get(3) ?? 0))
    const gaps = visits.slice(1).map(({ ts }, index) => ts - (visits[index]?.ts ?? 0))
    expect(Math.max(...gaps)).toBeGreaterThan(60_000)
    expect(gaps.filter((gap) => gap < 1_000).length).toBeGreaterThan(100)
  })

  it('exercises every route the bank has', () => {
    const asked = new Set(
      quiet.map(({ dst, req }) => `${dst?.host} ${req?.method} ${req?.url.split('?')[0]}`),
    )
    const idle = [...bankRoutes].flatMap(([host, routes]) =>
      routes.filter((route) => ![...asked].some((call) => patternOf(host, route).test(call))),
    )
    expect(idle).toEqual([])
  })
})

function patternOf(host: string, route: string): RegExp {
  const path = route.replace(/\{[^}]*\+\}/g, '.+').replace(/\{[^}]*\}/g, '[^/]+')
  return new RegExp(`^${host.replaceAll('.', '\\.')} ${path}$`)
}
