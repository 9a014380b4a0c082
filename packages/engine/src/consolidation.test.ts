import type { Exchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { type Catalog, catalogOf } from './blueprint/index.ts'
import { createEnsemble, type Ensemble } from './ensemble.ts'
import { limits } from './limits.ts'
import { plainHasher } from './testing/plain-hasher.ts'
import { answered, tenantTraffic } from './testing/tenant-traffic.ts'

const decoder = new TextDecoder()
const tenants = '{tenant}.example.com'

function newEnsemble(engines = 1): Ensemble {
  return createEnsemble({ hasher: plainHasher, engines })
}

function feed(ensemble: Ensemble, exchanges: readonly Exchange[], perMark = 5_000): Ensemble {
  exchanges.forEach((exchange, index) => {
    ensemble.observe(exchange, 'live')
    if ((index + 1) % perMark === 0) ensemble.mark()
  })
  ensemble.mark()
  return ensemble
}

function catalog(ensemble: Ensemble): Catalog {
  return catalogOf(ensemble.model(), false)
}

function services(ensemble: Ensemble): readonly string[] {
  return catalog(ensemble)
    .services.map(({ name }) => name)
    .sort()
}

/** Each of these paths, several times, at one host. */
function work(host: string, paths: readonly string[], from = 0): readonly Exchange[] {
  return Array.from({ length: 12 }, (_, round) =>
    paths.map((path, index) =>
      answered(
        host,
        'GET',
        path.replace('#', String(from + 100 + round * 37)),
        from + round + index,
      ),
    ),
  ).flat()
}

describe('hosts that do the same', () => {
  const whole = feed(newEnsemble(), tenantTraffic(60, 4_000, 5))

  it('are one service with one list of operations', () => {
    const { services: found, operations } = catalog(whole)
    expect(found.map(({ name, exchanges, hosts }) => [name, exchanges, hosts?.count])).toEqual([
      [tenants, 4_000, 60],
    ])
    expect(operations.map(({ method, template }) => `${method} ${template}`)).toEqual([
      'GET /api/invoices',
      'GET /api/invoices/{invoiceId}',
      'POST /api/invoices/{invoiceId}/payments',
      'GET /api/ledgers',
      'GET /api/members/{memberId}',
    ])
    expect(operations.reduce((sum, { calls }) => sum + calls, 0)).toBe(4_000)
  })

  it('have learned what one service learns that is asked for everything', () => {
    const one = feed(
      newEnsemble(),
      tenantTraffic(60, 4_000, 5).map((exchange) => ({
        ...exchange,
        dst: { ...exchange.dst, host: 'one.example.com' },
      })),
    )
    // Windows of an actor are of one host while hosts are apart.
    const plain = (ensemble: Ensemble): unknown =>
      catalog(ensemble).operations.map((operation) => ({
        ...operation,
        service: '',
        callsPerWindowP99: null,
      }))
    expect(plain(whole)).toEqual(plain(one))
  })

  it('are told by rows, edges and principals under the one name, and rows from before are found', () => {
    const { row } = whole.observe(answered('t7.example.com', 'GET', '/api/ledgers', 1), 'none')
    expect(row.service).toBe(tenants)
    expect(row.operation).toBe(`${tenants}\nGET /api/ledgers`)
    const { edges, principals } = catalog(whole)
    expect(new Set(edges.map(({ service }) => service))).toEqual(new Set([tenants]))
    expect(new Set(principals.flatMap(({ services: of }) => of))).toEqual(new Set([tenants]))
  })

  it('give the same bytes with one engine and with three, and after a restore', () => {
    const traffic = tenantTraffic(40, 3_000, 9)
    const [one, three] = [newEnsemble(1), newEnsemble(3)]
    feed(one, traffic.slice(0, 2_000), 700)
    feed(three, traffic.slice(0, 2_000), 700)
    const again = newEnsemble(2)
    again.restore(one.snapshot())
    expect(catalog(again)).toEqual(catalog(one))
    for (const ensemble of [one, three, again]) feed(ensemble, traffic.slice(2_000), 700)
    const state = decoder.decode(one.snapshot())
    expect(decoder.decode(three.snapshot()) === state).toBe(true)
    expect(decoder.decode(again.snapshot()) === state).toBe(true)
  })

  it('take in a later host at the mark after it did the same', () => {
    const ensemble = feed(newEnsemble(), tenantTraffic(20, 2_000, 3))
    const late = tenantTraffic(1, 40, 4).map((exchange) => ({
      ...exchange,
      dst: { ...exchange.dst, host: 'late.example.com' },
    }))
    feed(ensemble, late)
    expect(services(ensemble)).toEqual([tenants])
    expect(catalog(ensemble).services[0]?.hosts?.count).toBe(21)
  })

  it('follow what people said of any of them', () => {
    const ensemble = newEnsemble()
    const template = '/api/invoices/{number}'
    ensemble.correct([{ kind: 'rename', service: 't3.example.com', method: null, template }])
    feed(ensemble, tenantTraffic(20, 2_000, 3))
    const templates = catalog(ensemble).operations.map(({ template: of }) => of)
    expect(templates).toContain(template)
    ensemble.correct([{ kind: 'ignore', service: tenants, method: null, template }])
    ensemble.mark()
    expect(catalog(ensemble).operations.map(({ template: of }) => of)).not.toContain(template)
  })
})

describe('hosts that do different things', () => {
  const company = [
    ...work('api.example.com', ['/v1/orders/#', '/v1/orders', '/v1/carts/#']),
    ...work('auth.example.com', ['/sessions/#', '/grants', '/keys']),
    ...work('cdn.example.com', ['/thumbs/#', '/fonts/#']),
    ...work('status.example.com', ['/incidents', '/incidents/#', '/components']),
    ...work('search.example.com', ['/suggest', '/facets/#']),
    ...work('mail.example.com', ['/messages/#', '/folders']),
  ]

  it('stay what they are, whatever they all have beside their work', () => {
    const hosts = [...new Set(company.map(({ dst }) => dst.host))]
    const chores = hosts.flatMap((host) => work(host, ['/health', '/metrics', '/whoami', '/build']))
    expect(services(feed(newEnsemble(), [...company, ...chores]))).toEqual([...hosts].sort())
  })

  it('stay apart from a consolidated service under the same parent', () => {
    const ensemble = feed(newEnsemble(), [...tenantTraffic(20, 2_000, 3), ...company])
    feed(ensemble, work('status.example.com', ['/api/invoices/#', '/incidents'], 500))
    expect(services(ensemble)).toEqual(
      [tenants, ...new Set(company.map(({ dst }) => dst.host))].sort(),
    )
  })

  it('are not folded by somebody who asks many invented hosts for the paths of all of them', () => {
    const invented = Array.from({ length: 200 }, (_, index) =>
      work(`x${index}.example.com`, ['/v1/orders/#', '/v1/orders', '/sessions/#', '/grants']).map(
        (exchange) => ({ ...exchange, response: { ...answer(exchange), status: 404 } }),
      ),
    ).flat()
    const found = services(feed(newEnsemble(), [...company, ...invented.slice(0, 4_000)]))
    for (const { dst } of company) expect(found).toContain(dst.host)
    expect(found).not.toContain(tenants)
  })

  it('are not folded when invented hosts answer for two of them', () => {
    const invented = Array.from({ length: 60 }, (_, index) =>
      work(`x${index}.example.com`, [
        '/v1/orders/#',
        '/v1/orders',
        '/v1/carts/#',
        '/sessions/#',
        '/grants',
        '/keys',
      ]).slice(0, 24),
    ).flat()
    const found = services(feed(newEnsemble(), [...company, ...invented]))
    const real = ['api.example.com', 'auth.example.com']
    expect(real.filter((host) => found.includes(host)).length).toBeGreaterThan(0)
  })

  it('cannot take the name of a consolidated service', () => {
    const ensemble = newEnsemble()
    const { row } = ensemble.observe(answered(tenants, 'GET', '/api/ledgers', 1), 'live')
    expect(row.service).toBe('tenant.example.com')
  })
})

describe('more hosts than are remembered', { timeout: 120_000 }, () => {
  it('are one service of as many hosts as the limit says', () => {
    const ensemble = newEnsemble()
    for (const from of [0, 3_000]) {
      const hosts = Array.from({ length: 3_000 }, (_, index) => `h${from + index}.example.com`)
      const traffic = hosts.flatMap((host, at) => [
        answered(host, 'GET', `/api/invoices/${at}`, at),
        answered(host, 'GET', '/api/ledgers', at),
        answered(host, 'GET', `/api/members/${at}`, at),
      ])
      feed(ensemble, traffic, 10_000)
    }
    const [service, ...others] = catalog(ensemble).services
    expect(others).toEqual([])
    expect(service?.hosts?.count).toBe(limits.hostsPerService)
    expect(service?.exchanges).toBe(18_000)
  })
})

function answer({ response }: Exchange): NonNullable<Exchange['response']> {
  if (response === null) throw new TypeError('an answer')
  return response
}
