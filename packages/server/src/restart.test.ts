import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Centre,
  callsIn,
  newestSnapshot,
  openCentre,
  type Premises,
  premises,
  traffic,
} from './testing/centre.ts'

type Step = 'batch' | 'mark' | 'snapshot' | 'kill' | 'close' | 'idle'

interface Known {
  readonly frame: number | undefined
  readonly ensemble: string
  readonly sensors: unknown
  readonly calls: unknown
  readonly findings: unknown
  readonly catalog: unknown
}

/** All state and all rows, after everything is analysed. */
async function known(centre: Centre): Promise<Known> {
  await centre.analyst.idle()
  await centre.close()
  const snapshot = await newestSnapshot(centre.premises)
  return {
    frame: snapshot?.frame,
    ensemble: Buffer.from(snapshot?.ensemble ?? []).toString(),
    sensors: snapshot?.sensors,
    calls: await callsIn(centre.premises),
    findings: centre.hub.findings(),
    catalog: centre.hub.catalog(),
  }
}

async function after(steps: readonly Step[], place: Premises, settings = {}): Promise<Centre> {
  let centre = await openCentre(place, settings)
  let batch = 0
  for (const step of steps) {
    if (step === 'batch') await centre.take(traffic(batch), ++batch)
    if (step === 'mark') await centre.mark()
    if (step === 'snapshot') await centre.keeper.keep()
    if (step === 'idle') await centre.analyst.idle()
    if (step === 'kill' || step === 'close') {
      await centre[step]()
      centre = await openCentre(place, settings)
    }
  }
  return centre
}

const steps: readonly Step[] = ['batch', 'mark', 'snapshot', 'kill', 'close', 'idle']
const undisturbed: readonly Step[] = ['batch', 'mark']

describe('a start after an end', () => {
  it('goes on as if there had been none: the same state, the same rows, each once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...steps), { minLength: 3, maxLength: 16 }),
        fc.constantFrom(0, 100_000),
        async (plan, memoryBytes) => {
          const settings = { spool: { memory_bytes: memoryBytes, sync_ms: 0 } }
          const disturbed = await known(await after(plan, premises(), settings))
          const calm = plan.filter((step) => undisturbed.includes(step))
          expect(disturbed).toEqual(await known(await after(calm, premises())))
        },
      ),
      { numRuns: 25 },
    )
  })
  it('has the catalog, the findings and the counts of before', async () => {
    const place = premises()
    const plan: readonly Step[] = ['batch', 'batch', 'batch', 'mark', 'batch', 'idle']
    const before = await after(plan, place)
    const was = [before.hub.catalog(), before.hub.findings(), before.hub.incidents()]
    const { received, analysed } = before.hub.balance()
    expect(before.hub.findings().length).toBeGreaterThan(0)
    await before.close()
    const again = await openCentre(place)
    expect([again.hub.catalog(), again.hub.findings(), again.hub.incidents()]).toEqual(was)
    expect(again.hub.balance()).toMatchObject({ received, analysed, held: 0 })
    await again.close()
  })
  it('knows which batches were taken, also those that are not analysed', async () => {
    const place = premises()
    const first = await after(['batch', 'mark', 'snapshot', 'batch', 'batch'], place)
    await first.kill()
    const again = await openCentre(place)
    const { sequences } = again.recovered
    expect(sequences.isRepeat('edge-node', 'boot-1', 3)).toBe(true)
    expect(sequences.isRepeat('edge-node', 'boot-1', 4)).toBe(false)
    await again.close()
  })
  it('knows whether a mark is due', async () => {
    for (const [plan, due] of [
      [['batch', 'kill'], true],
      [['batch', 'mark', 'kill'], false],
      [['mark', 'batch', 'close'], false],
    ] as const) {
      const centre = await after(plan, premises())
      expect(centre.recovered.markDue).toBe(due)
      await centre.close()
    }
  })
  it('gives a frame no number the ledger knows, even when its frames are gone', async () => {
    const place = premises()
    await (await after(['batch', 'batch', 'idle'], place)).close()
    place.disk.files.clear()
    const again = await openCentre(place)
    await again.take(traffic(9), 9)
    await again.analyst.idle()
    await again.close()
    expect(await callsIn(place)).toHaveLength(12)
  })
  it('uses the snapshot before one that is damaged, and loses nothing by it', async () => {
    const plan: readonly Step[] = [
      'batch',
      'mark',
      'snapshot',
      'batch',
      'snapshot',
      'batch',
      'kill',
    ]
    const place = premises()
    const first = await after(plan.slice(0, -1), place)
    await first.kill()
    const newest = [...place.disk.files.keys()].filter((path) => path.includes('snapshot-')).sort()
    place.disk.files.set(newest.at(-1) ?? '', Buffer.from('damaged'))
    const disturbed = await known(await openCentre(place))
    expect(place.reported).toEqual(['snapshot: set aside'])
    expect(disturbed).toEqual(
      await known(
        await after(
          plan.filter((step) => undisturbed.includes(step)),
          premises(),
        ),
      ),
    )
  })
})
