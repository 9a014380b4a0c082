import { describe, expect, it } from 'vitest'
import { apiUnderTest } from '../testing/api-under-test.ts'

interface Sample {
  readonly name: string
  readonly labels: string
  readonly value: number
}

function samplesOf(text: string): readonly Sample[] {
  return [...text.matchAll(/^(\w+)(?:\{([^}]*)\})? (\S+)$/gm)].map(
    ([, name = '', labels = '', value]) => ({ name, labels, value: Number(value) }),
  )
}

function sumOf(samples: readonly Sample[], name: string, sensor: string): number {
  return samples
    .filter((one) => one.name === name && one.labels.includes(`sensor="${sensor}"`))
    .reduce((sum, { value }) => sum + value, 0)
}

describe('metrics', () => {
  it('balance for every sensor, however often they are asked for', async () => {
    const { ask, hub } = await apiUnderTest()
    const status = (name: string, by: number): (typeof hub.state.sensors)[number] => ({
      name,
      environment: 'staging',
      balance: {
        received: 10 * by,
        analysed: 6 * by,
        dropped: 3 * by,
        held: by,
        droppedBy: { repeat: 2 * by, malformed: by },
      },
      own: null,
      firstMs: null,
      lastMs: null,
      agent: null,
      clockOffsetMs: 0,
      replacedStamps: 0,
    })
    for (const by of [1, 2]) {
      hub.state.sensors = [status('edge', by), status('an "odd" one', 7 * by)]
      const samples = samplesOf((await ask('/metrics')).text)
      for (const [name, received] of [
        ['edge', 10 * by],
        [String.raw`an \"odd\" one`, 70 * by],
      ] as const) {
        const of = (metric: string): number => sumOf(samples, `weir_exchanges_${metric}`, name)
        expect(of('received_total')).toBe(received)
        expect(of('analysed_total') + of('dropped_total') + of('held')).toBe(received)
      }
    }
  })
  it('tell of the process, the spool and the ledger', async () => {
    const { ask, hub } = await apiUnderTest()
    hub.state.problems = [{ part: 'ledger', what: 'It is away.' }]
    const { text, headers } = await ask('/metrics')
    expect(headers['content-type']).toContain('text/plain')
    const samples = samplesOf(text)
    const names = new Set(samples.map(({ name }) => name))
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
      'weir_backlog_bytes',
      'weir_backlog_oldest_seconds',
    ]) {
      expect(names).toContain(name)
    }
    const valueOf = (name: string): number | undefined =>
      samples.find((one) => one.name === name)?.value
    expect(valueOf('weir_ledger_restarts_total')).toBe(3)
    expect(valueOf('weir_problems')).toBe(1)
  })
})
