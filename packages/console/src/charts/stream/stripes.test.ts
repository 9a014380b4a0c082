import type { StreamFlow } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { failingStripes, leavingStripes, whole } from './stripes.ts'

const flow = (part: Partial<StreamFlow>): StreamFlow => ({
  source: 'a',
  destination: 'b',
  calls: 100,
  calls_per_second: 1,
  failing_share: 0,
  flagged: 0,
  bytes: 0,
  data_types: [],
  ...part,
})

describe('stripes of a ribbon', () => {
  it('draws answers to a caller, not what the caller sent', () => {
    const data_types: StreamFlow['data_types'] = [
      { type: 'EMAIL_ADDRESS', category: 'PII', direction: 'req', calls: 90 },
      { type: 'US_SSN', category: 'PII', direction: 'res', calls: 25 },
    ]
    expect(leavingStripes(flow({ data_types }), 'caller', 'service')).toEqual([
      { ink: 'person', from: 0, to: 0.25 },
      { ink: 'water', from: 0.25, to: 1 },
    ])
    expect(leavingStripes(flow({ data_types }), 'service', 'third-party')).toEqual([
      { ink: 'contact', from: 0, to: 0.9 },
      { ink: 'water', from: 0.9, to: 1 },
    ])
  })

  it('gives the graver kind its share first and never more than the ribbon', () => {
    const data_types: StreamFlow['data_types'] = [
      { type: 'PERSON', category: 'PII', direction: 'res', calls: 80 },
      { type: 'CREDIT_CARD', category: 'PCI', direction: 'res', calls: 60 },
    ]
    expect(leavingStripes(flow({ data_types }), 'service', 'store')).toEqual([
      { ink: 'money', from: 0, to: 0.6 },
      { ink: 'person', from: 0.6, to: 1 },
    ])
  })

  it('is water where nothing is carried or nothing fails', () => {
    expect(leavingStripes(flow({}), 'service', 'store')).toEqual(whole)
    expect(failingStripes(flow({}))).toEqual(whole)
    expect(failingStripes(flow({ failing_share: 0.5 })).map(({ ink }) => ink)).toEqual([
      'failing',
      'water',
    ])
  })
})
