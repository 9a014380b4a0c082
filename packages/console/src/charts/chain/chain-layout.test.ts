import type { Incident } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { layoutChain } from './chain-layout.ts'

type Flow = Incident['flows'][number]
type Step = Incident['timeline'][number]

const flow = (actor: string, service: string, at: number, types: readonly string[] = []): Flow => ({
  actor,
  service,
  calls: 3,
  failures: 0,
  response_bytes: 10,
  data_types: types.map((type) => ({ type, category: 'PII' })),
  first_ms: at,
  last_ms: at,
})
const step = (number: number, actor: string, service: string): Step => ({
  number,
  at_ms: number,
  offset_ms: 0,
  finding: `f${number}`,
  tracker: 'bulk.sync',
  title: '',
  severity: 'high',
  score: 1,
  why: '',
  actor,
  service,
  count: 1,
  call: null,
})

describe('the chain of an incident', () => {
  it('puts the numbers of the timeline on the edges they happened on', () => {
    const { edges, actors, services } = layoutChain(
      [flow('host', 'edge', 1), flow('key', 'store', 5, ['US_SSN'])],
      [step(1, 'host', 'edge'), step(2, 'host', 'edge'), step(3, 'key', 'store')],
    )
    expect(actors.map(({ name }) => name)).toEqual(['host', 'key'])
    expect(services.map(({ name }) => name)).toEqual(['edge', 'store'])
    expect(edges.map(({ steps }) => steps)).toEqual([[1, 2], [3]])
  })

  it('shows at each service what was sent from there', () => {
    const { data } = layoutChain(
      [flow('a', 's', 1, ['US_SSN']), flow('b', 's', 2, ['PERSON', 'US_SSN'])],
      [],
    )
    expect(data.map(({ types }) => types.map(({ type }) => type))).toEqual([['US_SSN', 'PERSON']])
  })

  it('draws from the timeline alone while the ledger is away', () => {
    const { edges } = layoutChain([], [step(1, 'host', 'edge')])
    expect(edges).toMatchObject([{ steps: [1], calls: 0 }])
  })
})
