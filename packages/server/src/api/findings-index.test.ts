import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeHub } from '../testing/fake-hub.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { finding, incident } from '../testing/rows.ts'
import { createFindingsIndex } from './findings-index.ts'

const model = fakeHub().model()

describe('the index of findings', () => {
  it('is in order whatever is raised and evolves between two looks', () => {
    const steps = fc.array(
      fc.record({ id: fc.integer({ min: 0, max: 20 }), ms: fc.nat(50), isLook: fc.boolean() }),
    )
    fc.assert(
      fc.property(steps, (given) => {
        const hub = fakeHub(model)
        const index = createFindingsIndex(hub, manualClock())
        for (const { id, ms, isLook } of given) {
          const known = hub.state.findings.has(`f${id}`)
          const changed = finding({ id: `f${id}`, lastMs: ms })
          hub.state.findings.set(changed.id, changed)
          hub.tell({ kind: 'finding', finding: changed, change: known ? 'evolved' : 'raised' })
          if (isLook) index.list()
        }
        const expected = hub
          .findings()
          .toSorted((left, right) => right.lastMs - left.lastMs || (left.id < right.id ? -1 : 1))
        expect(index.list().map((one) => one.finding)).toEqual(expected)
      }),
    )
  })
  it('drops what the centre has forgotten, before long', () => {
    const hub = fakeHub(model)
    const clock = manualClock()
    hub.state.findings.set('f1', finding({ id: 'f1' }))
    const index = createFindingsIndex(hub, clock)
    hub.state.findings.clear()
    clock.advance(60_000)
    expect(index.list()).toEqual([])
  })
  it('knows the incident of a finding as soon as it begins', () => {
    const hub = fakeHub(model)
    const index = createFindingsIndex(hub, manualClock())
    expect(index.incidentOf('f1')).toBeNull()
    const began = incident({ id: 'i1', findings: ['f1'] })
    hub.state.incidents.set('i1', began)
    hub.tell({ kind: 'incident', incident: began, change: 'began' })
    expect(index.incidentOf('f1')).toBe('i1')
  })
})
