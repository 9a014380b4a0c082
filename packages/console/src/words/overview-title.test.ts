import type { Attention, Overview } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { overviewHeadline } from './overview-title.ts'

const attention = (part: Partial<Attention>): Attention => ({
  kind: 'finding',
  id: 'f',
  severity: 'high',
  title: 'A secret travels where it must not',
  detail: 'bank.example answered with a key',
  actors: [],
  services: [],
  first_ms: 0,
  last_ms: 0,
  ...part,
})
const overview = (items: readonly Attention[], known: number | null, received = 5): Overview => ({
  from_ms: 0,
  to_ms: 1,
  calls_per_second: 1,
  failing_share: 0,
  learning: { known_share: known, operations: 1, operations_known: 1, calls: 1 },
  balance: { received, analysed: received, dropped: 0, held: 0, dropped_by: {} },
  attention: [...items],
  attention_total: items.length,
  changed: [],
  changed_total: 0,
  nodes: null,
  flows: null,
  bucket_ms: 1_000,
  traffic: null,
})

describe('the heading of the Overview', () => {
  it.each<[string, Overview]>([
    ['No water yet', overview([], null, 0)],
    ['Learning', overview([], null)],
    ['Learning, 43 % known', overview([], 0.43)],
    ['Everything flows as learned', overview([], 0.99)],
    ['One finding needs a look', overview([attention({})], 0.99)],
    ['One incident is open', overview([attention({ kind: 'incident' }), attention({})], 0.99)],
  ])('%s', (title, given) => {
    expect(overviewHeadline(given).title).toBe(title)
  })

  it('tells the story, what is left, and that it is still learning', () => {
    const items = [
      attention({ kind: 'incident', detail: '103 ms later, 10 of 420 were fetched' }),
      attention({}),
    ]
    expect(overviewHeadline(overview(items, 0.5)).lead).toBe(
      '10 of 420 were fetched. 1 more finding needs a look. Learning, 50 % known.',
    )
  })
})
