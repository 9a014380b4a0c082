import type { CatalogOperation } from '@weir/engine'
import { describe, expect, it } from 'vitest'
import { apiUnderTest } from '../testing/api-under-test.ts'
import { fakeHub } from '../testing/fake-hub.ts'
import { finding } from '../testing/rows.ts'

const operationCount = 5_000
const findingCount = 100_000
/** Times the baseline a page may take. */
const mostLooks = 1
const looks = 9

function largeHub(): ReturnType<typeof fakeHub> {
  const hub = fakeHub()
  const [sample] = hub.state.catalog.operations
  if (sample === undefined) throw new Error('expected an operation')
  const operations = Array.from(
    { length: operationCount },
    (_, index): CatalogOperation => ({
      ...sample,
      service: `service-${String(Math.floor(index / 50)).padStart(3, '0')}`,
      template: `/things-${String(index % 50).padStart(2, '0')}/{thingId}`,
    }),
  )
  hub.state.catalog = { ...hub.state.catalog, operations }
  for (let index = 0; index < findingCount; index += 1) {
    const id = `f${index}`
    const service = `service-${String(index % 100).padStart(3, '0')}`
    const lastMs = 900_000 + (index % 90_000)
    hub.state.findings.set(id, finding({ id, service, lastMs, actor: `user:${index % 500}` }))
  }
  return hub
}

describe('a large installation', () => {
  it('gets filtered pages for what a few looks through its lists cost, also right after a change', async () => {
    const hub = largeHub()
    const { json } = await apiUnderTest({ hub })
    for (const [path, total] of [
      ['/api/v1/findings?service=service-007&severity=high', findingCount / 100],
      ['/api/v1/findings?q=nothing-like-it', 0],
      ['/api/v1/findings?actor=user:7&state=active', findingCount / 500],
      ['/api/v1/operations?service=service-007', 50],
      ['/api/v1/operations?q=things-07&category=PCI', operationCount / 50],
    ] as const) {
      const ratios: number[] = []
      for (let look = 0; look < looks; look += 1) {
        const changed = finding({ id: 'f50', service: 'service-050', lastMs: 990_000 + look })
        hub.state.findings.set(changed.id, changed)
        hub.tell({ kind: 'finding', finding: changed, change: 'evolved' })
        const before = performance.now()
        expect(await json(path)).toMatchObject({ total })
        const asked = performance.now()
        lookThrough(hub)
        ratios.push((asked - before) / (performance.now() - asked))
      }
      ratios.sort((left, right) => left - right)
      const median = ratios[(looks - 1) / 2] ?? mostLooks
      expect({ path, median, isFast: median < mostLooks }).toMatchObject({ path, isFast: true })
    }
  })
})

/** The baseline: every finding written out once, on the same machine in the same moment. */
function lookThrough(hub: ReturnType<typeof fakeHub>): void {
  for (const one of hub.state.findings.values()) JSON.stringify(one)
}
