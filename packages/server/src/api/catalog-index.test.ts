import { describe, expect, it } from 'vitest'
import { fakeHub, learnedModel } from '../testing/fake-hub.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { createCatalogIndex } from './catalog-index.ts'

const noSpecs = { all: () => [], watch: () => {} }

describe('the index of the catalog', () => {
  it('is arranged once per mark and follows the next mark soon', () => {
    const hub = fakeHub(learnedModel())
    const clock = manualClock()
    const index = createCatalogIndex(hub, clock, noSpecs)
    const first = index()
    clock.advance(60_000)
    expect(index()).toBe(first)
    hub.state.catalog = { ...hub.state.catalog }
    clock.advance(60_000)
    expect(index()).not.toBe(first)
    expect(index().catalog).toBe(hub.state.catalog)
  })
  it('lets a catalog that takes long to derive rest', () => {
    const hub = fakeHub(learnedModel())
    const clock = manualClock()
    const { catalog } = hub.state
    hub.catalog = () => {
      for (const start = performance.now(); performance.now() - start < 10; ) continue
      return { ...catalog }
    }
    const index = createCatalogIndex(hub, clock, noSpecs)
    const first = index()
    clock.advance(199)
    expect(index()).toBe(first)
    clock.advance(60_000)
    expect(index()).not.toBe(first)
  })
  it('knows when a pair first and last spoke', () => {
    const index = createCatalogIndex(fakeHub(learnedModel(900_000)), manualClock(), noSpecs)
    expect(index().edges).toMatchObject([
      { source: 'web', service: 'orders', firstMs: 900_000, lastMs: 903_900 },
    ])
  })
})
