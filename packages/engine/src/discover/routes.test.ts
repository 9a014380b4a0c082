import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashText } from '../lib/sip-hash.ts'
import { limits } from '../limits.ts'
import { deriveOperations } from './operation-tree.ts'
import {
  compactRoutes,
  countRouteNodes,
  mergeRoutes,
  newRoutes,
  type Outcome,
  recordRoute,
  type Routes,
} from './routes.ts'
import { routesCodec } from './routes-codec.ts'
import { tokenise } from './tokens.ts'

const seed = { low: 3, high: 4 }

interface Call {
  readonly path: string
  readonly outcome: Outcome
  readonly ts: number
}

function routesOf(calls: readonly Call[]): Routes {
  const routes = newRoutes()
  for (const { path, outcome, ts } of calls) {
    const sighting = {
      outcome,
      status: outcome === 'unknown' ? null : outcome === 'success' ? 200 : 404,
      actor: hashText(String(ts % 7), seed),
      responseShape: ts % 20,
      ts,
      vouched: false,
    }
    recordRoute(routes, tokenise('GET', path, seed), sighting, seed)
  }
  return routes
}

const bytes = (routes: Routes): string => JSON.stringify(routesCodec.encode(routes))

const segment = fc.oneof(
  fc.constantFrom('users', 'orders', '17', '4711', 'a.json', '4711:cancel', 'v1', 'INV-2041'),
  fc.integer({ min: 0, max: 5_000 }).map((number) => `word${'abcdefghij'[number % 10]}x${number}`),
)
const call: fc.Arbitrary<Call> = fc.record({
  path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
  outcome: fc.constantFrom('success', 'failure', 'unknown'),
  ts: fc.integer({ min: 0, max: 1_000 }),
})
const few = fc.array(call, { maxLength: 40 })

/** More children than a node keeps. */
function flood(from: number, count: number): readonly Call[] {
  return Array.from({ length: count }, (_, index) => ({
    path: `/shop/item-of-${word(from + index)}/view`,
    outcome: 'success',
    ts: from + index,
  }))
}

function word(number: number): string {
  return [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
}

describe('merging routes', () => {
  it('gives the same bytes in every grouping and order', () => {
    fc.assert(
      fc.property(few, few, few, (a, b, c) => {
        const whole = bytes(routesOf([...a, ...b, ...c]))
        const left = mergeRoutes(mergeRoutes(routesOf(a), routesOf(b)), routesOf(c))
        const right = mergeRoutes(routesOf(a), mergeRoutes(routesOf(b), routesOf(c)))
        const turned = mergeRoutes(routesOf(c), mergeRoutes(routesOf(b), routesOf(a)))
        expect([bytes(left), bytes(right), bytes(turned)]).toEqual([whole, whole, whole])
      }),
      { numRuns: 60 },
    )
  })

  it('is as exact when nodes hold more than they keep', () => {
    const a = flood(0, limits.childrenPerRoute * 3)
    const b = flood(limits.childrenPerRoute * 2, limits.childrenPerRoute * 2)
    const c = flood(100, 300)
    const whole = bytes(routesOf([...a, ...b, ...c]))
    expect(bytes(routesOf([...c, ...b, ...a].toReversed()))).toBe(whole)
    expect(bytes(mergeRoutes(routesOf(c), mergeRoutes(routesOf(b), routesOf(a))))).toBe(whole)
    expect(bytes(mergeRoutes(mergeRoutes(routesOf(a), routesOf(b)), routesOf(c)))).toBe(whole)
  })

  it('does not depend on the order of recording', () => {
    fc.assert(
      fc.property(few, (calls) => {
        expect(bytes(routesOf(calls.toReversed()))).toBe(bytes(routesOf(calls)))
      }),
    )
  })

  it('survives its own encoding', () => {
    const routes = routesOf(flood(0, 2_000))
    const again = routesCodec.decode(JSON.parse(bytes(routes)))
    expect(bytes(again)).toBe(bytes(routes))
    expect(again.nodes).toBe(countRouteNodes(routes))
  })
})

describe('bounds', () => {
  it('keeps 100,000 distinct paths in bounded evidence that still matches them', () => {
    const routes = newRoutes()
    const record = (path: string): void => {
      const sighting = {
        outcome: 'success' as const,
        status: 200,
        actor: { low: 1, high: 1 },
        responseShape: 0,
        ts: 0,
        vouched: false,
      }
      recordRoute(routes, tokenise('GET', path, seed), sighting, seed)
    }
    for (let index = 0; index < 50_000; index += 1) {
      record(`/${word(index)}/${word(index * 7)}`)
      record(`/shop/${word(index)}/view`)
    }
    for (let index = 0; index < 10; index += 1) record('/health')
    compactRoutes(routes)
    expect(countRouteNodes(routes)).toBeLessThanOrEqual(limits.routeNodesPerService)
    const tree = deriveOperations(routes)
    for (const path of ['/health', `/shop/${word(77)}/view`, `/${word(49_999)}/${word(349_993)}`]) {
      expect(tree.match(tokenise('GET', path, seed))).not.toBeNull()
    }
    expect(tree.operations.length).toBeLessThan(1_000)
  })
})

describe('deriving', () => {
  it('finds an operation for every path that was answered with success', () => {
    fc.assert(
      fc.property(few, (calls) => {
        const tree = deriveOperations(routesOf(calls))
        const succeeded = calls.filter(({ outcome }) => outcome === 'success')
        for (const { path } of succeeded) {
          expect(tree.match(tokenise('GET', path, seed))).not.toBeNull()
        }
      }),
    )
  })

  it('is total for any path', () => {
    fc.assert(
      fc.property(few, fc.string({ unit: 'binary' }), (calls, path) => {
        const tree = deriveOperations(routesOf([...calls, { path, outcome: 'success', ts: 1 }]))
        expect(tree.match(tokenise('GET', path, seed))).not.toBeNull()
      }),
    )
  })
})
