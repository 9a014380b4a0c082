import type { Overview } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { leavingPerMinute } from './leaving.ts'

type Given = Pick<Overview, 'nodes' | 'flows'>

/** The function reads nothing else. */
const overview = (given: Given): Overview => Object.assign(Object.create(null), given)

describe('what leaves to third parties', () => {
  it('counts requests with a sensitive type, of flows that end at one', () => {
    const node = { calls_per_second: 1, failing_share: 0, findings: 0 }
    const flow = { failing_share: 0, flagged: 0, bytes: 0, calls: 60, calls_per_second: 1 }
    const given: Given = {
      nodes: [
        { ...node, name: 'bureau', role: 'third-party' },
        { ...node, name: 'cards', role: 'service' },
      ],
      flows: [
        {
          ...flow,
          source: 'cards',
          destination: 'bureau',
          data_types: [
            { type: 'US_SSN', category: 'PII', direction: 'req', calls: 30 },
            { type: 'PERSON', category: 'PII', direction: 'res', calls: 60 },
            { type: 'UUID', category: 'TECH', direction: 'req', calls: 60 },
          ],
        },
        {
          ...flow,
          source: 'edge',
          destination: 'cards',
          data_types: [{ type: 'US_SSN', category: 'PII', direction: 'req', calls: 60 }],
        },
      ],
    }
    expect(leavingPerMinute(overview(given))).toEqual({ perMinute: 30, calls: 60 })
    expect(leavingPerMinute(overview({ nodes: null, flows: null }))).toBeNull()
  })
})
