import { describe, expect, it } from 'vitest'
import { createEnsemble } from '../ensemble.ts'
import { plainHasher } from '../testing/plain-hasher.ts'
import { exchangeOf } from '../testing/traffic.ts'
import { catalogOf, type CatalogOperation } from './catalog.ts'

interface Hour {
  readonly calls: number
  readonly status?: (index: number) => number
  readonly bytes?: (index: number) => number
  readonly durationMs?: (index: number) => number
  readonly headers?: Readonly<Record<string, string>>
}

/** The operation after these hours, one after the other. */
function operationAfter(hours: readonly Hour[]): CatalogOperation | undefined {
  const ensemble = createEnsemble({ hasher: plainHasher })
  for (const [number, hour] of hours.entries()) {
    for (let index = 0; index < hour.calls; index += 1) {
      ensemble.observe(exchangeOf(line(number, index, hour)), 'live')
    }
  }
  return catalogOf(ensemble.mark(), false).operations[0]
}

function line(number: number, index: number, hour: Hour): object {
  return {
    ts: 1_790_002_800_000 + number * 3_600_000 + index * 1_000,
    duration_ms: hour.durationMs?.(index) ?? 10 + (index % 10),
    src: { ip: `203.0.113.${index % 50}` },
    dst: { host: 'shop.example' },
    req: { method: 'GET', url: '/v1/report' },
    res: {
      status: hour.status?.(index) ?? 200,
      headers: hour.headers ?? {},
      body_size: hour.bytes?.(index) ?? 500 + (index % 100),
    },
  }
}

const usual = { calls: 300 }

describe('what an operation does lately', () => {
  it('is usual while it does what it always did', () => {
    expect(operationAfter([usual, usual, { calls: 40 }])?.unusual).toEqual([])
  })

  it('is unusual when more fails, answers are larger or take longer than ever', () => {
    const failing = { calls: 40, status: (index: number) => (index % 2 === 0 ? 500 : 200) }
    expect(operationAfter([usual, usual, failing])?.unusual).toEqual(['failures'])
    expect(operationAfter([usual, usual, { calls: 40, bytes: () => 90_000 }])?.unusual).toEqual([
      'sizes',
    ])
    expect(operationAfter([usual, usual, { calls: 40, durationMs: () => 900 }])?.unusual).toEqual([
      'durations',
    ])
  })

  it('is not judged by a few calls, nor before there is anything to hold it against', () => {
    expect(operationAfter([usual, usual, { calls: 10, status: () => 500 }])?.unusual).toEqual([])
    expect(operationAfter([{ calls: 100 }, { calls: 40, status: () => 500 }])?.unusual).toEqual([])
  })

  it('is not unusual where an operation always failed as often', () => {
    const half = (index: number): number => (index % 2 === 0 ? 404 : 200)
    const always = { calls: 300, status: half }
    expect(operationAfter([always, always, { calls: 40, status: half }])?.unusual).toEqual([])
  })
})

describe('an answer that speaks of a rate limit', () => {
  it.each([
    [{ 'x-ratelimit-remaining': '9' }],
    [{ 'ratelimit-policy': '"burst";q=100;w=60' }],
    [{ ratelimit: '"default";r=50;t=30' }],
    [{ 'x-rate-limit-limit': '100' }],
  ])('names it: %j', (headers) => {
    expect(operationAfter([{ calls: 3, headers }])?.limited).toBe(3)
  })

  it('says that there were too many', () => {
    const status = (index: number): number => (index === 0 ? 200 : 429)
    expect(operationAfter([{ calls: 3, status }])?.limited).toBe(2)
  })

  it('is none that has other fields', () => {
    expect(operationAfter([{ calls: 3, headers: { 'x-corporate-limit': '1' } }])?.limited).toBe(0)
  })
})
