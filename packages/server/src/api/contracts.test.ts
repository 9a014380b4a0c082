import { type Route, type RouteId, routes } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Answer, type ApiUnderTest, apiUnderTest } from '../testing/api-under-test.ts'
import type { Stores } from '../stores/duckdb/open-stores.ts'
import { temporaryStores } from '../testing/temporary-stores.ts'
import { secrets } from '../testing/fake-hub.ts'
import { callRow, entry, finding, incident } from '../testing/rows.ts'
import { operationIdOf } from './operation-id.ts'

const operation = operationIdOf({ service: 'orders', method: 'GET', template: '/orders/{orderId}' })

/** An address of each route that has something to answer. */
const addresses: Readonly<Record<Exclude<RouteId, 'getLive'>, string>> = {
  getStatus: '/api/v1/status',
  getOverview: '/api/v1/overview?window_ms=86400000',
  getTraffic: '/api/v1/traffic?from_ms=0&to_ms=1000000&bucket_ms=10000&service=orders',
  listServices: '/api/v1/services?placement=internal,unknown',
  getService: '/api/v1/services/orders',
  listOperations: '/api/v1/operations?category=PCI&service=orders&state=learning,known',
  getOperation: `/api/v1/operations/${operation}`,
  listEdges: '/api/v1/edges?source=web',
  listPrincipals: '/api/v1/principals?service=orders',
  listDataTypes: '/api/v1/data-types?service=orders',
  listFindings: '/api/v1/findings?severity=high,critical&state=active&q=SERVER',
  getFinding: '/api/v1/findings/f1',
  listIncidents: '/api/v1/incidents?actor=user:mallory',
  getIncident: '/api/v1/incidents/i1',
  listSensors: '/api/v1/sensors',
  createSensor: '/api/v1/sensors',
  revokeSensor: '/api/v1/sensors/edge-2',
  getCoverage: '/api/v1/coverage',
  createSensorCheck: '/api/v1/sensors/edge/checks',
  getSensorCheck: '/api/v1/sensors/edge/checks/{check}',
  listCorrections: '/api/v1/corrections?service=orders',
  createCorrection: '/api/v1/corrections',
  undoCorrection: '/api/v1/corrections/{first}',
  listOwnTypes: '/api/v1/own-types',
  defineOwnType: '/api/v1/own-types',
  removeOwnType: '/api/v1/own-types/X_BADGE',
  listSpecs: '/api/v1/specs',
  putSpec: '/api/v1/specs',
  getSpec: '/api/v1/specs/orders',
  getSpecDiff: '/api/v1/services/orders/spec-diff?rule=shadow,orphan',
  getServiceOpenapi: '/api/v1/services/orders/openapi?format=json',
  removeSpec: '/api/v1/specs/orders',
  listDecisions: '/api/v1/decisions?service=orders',
  createDecision: '/api/v1/decisions',
  undoDecision: '/api/v1/decisions/{first}',
  listDoors: '/api/v1/doors',
  openDoors: '/api/v1/doors/open',
  closeDoors: '/api/v1/doors/open',
  listCalls: `/api/v1/calls?operation=${operation}&actor=user:mallory`,
  listTrackers: '/api/v1/trackers',
  listAudit: '/api/v1/audit',
}

/** Those that change nothing. */
function readingAddresses(): readonly (readonly [id: string, address: string])[] {
  const reading = new Set(
    Object.values<Route>(routes).flatMap(({ id, method }) => (method === 'GET' ? [id] : [])),
  )
  return Object.entries(addresses).filter(([id]) => reading.has(id))
}

/** What the routes that take something are given. */
const bodies = {
  createSensor: '{"name":"edge-3"}',
  createSensorCheck: '{}',
  createCorrection: '{"kind":"rename","service":"orders","template":"/orders/{number}"}',
  putSpec: JSON.stringify({
    service: 'orders',
    file: 'orders.json',
    text: '{"openapi":"3.1.0","info":{"title":"Orders","version":"2"},"paths":{"/old":{"get":{}}}}',
  }),
  createDecision:
    '{"subject":{"kind":"ip","range":"203.0.113.9"},"match":{"service":"orders"},"action":{"kind":"deny"}}',
  openDoors: '{"minutes":5,"reason":"release"}',
  defineOwnType: '{"id":"X_BADGE","pattern":"B-[0-9]{6}","examples":["B-123456"]}',
} as const

async function filledApi(stores: Stores | null = null): Promise<ApiUnderTest> {
  const test = await apiUnderTest(stores === null ? {} : { ledger: stores.reader })
  const { hub } = test
  const ledger = stores?.ledger ?? test.ledger
  const first = finding({ id: 'f1', service: 'orders', firstMs: 900_100, lastMs: 900_200 })
  const second = finding({
    id: 'f2',
    tracker: 'secret.in_transit',
    severity: 'critical',
    service: 'orders',
    firstMs: 900_300,
    lastMs: 900_900,
    evidence: [2],
  })
  for (const one of [second, first]) hub.state.findings.set(one.id, one)
  hub.state.incidents.set(
    'i1',
    incident({
      id: 'i1',
      findings: ['f2', 'f1'],
      actors: ['user:mallory'],
      story: ['A key was seen leaving.', 'It was used from elsewhere.'],
      firstMs: 900_100,
      lastMs: 900_900,
    }),
  )
  for (const event of [first, second])
    hub.tell({ kind: 'finding', finding: event, change: 'raised' })
  hub.state.sensors = [sensor]
  hub.state.balance = sensor.balance
  const common = { service: 'orders', template: '/orders/{orderId}', actor: 'user:mallory' }
  await ledger.append([
    entry(1, {
      calls: [
        callRow({
          seq: 1,
          ts: 900_100,
          ...common,
          dataTypes: ['res CREDIT_CARD'],
          findings: ['f1'],
        }),
        callRow({ seq: 2, ts: 900_300, ...common, responseBytes: 1e9, findings: ['f2'] }),
        callRow({ seq: 3, ts: 900_400, ...common, outcome: 'failure', status: 404 }),
      ],
      findings: [first, second],
    }),
  ])
  return test
}

const sensor = {
  name: 'edge',
  environment: 'staging',
  balance: {
    received: 10,
    analysed: 6,
    dropped: 3,
    held: 1,
    droppedBy: { repeat: 2, malformed: 1 },
  },
  own: { boot: 'b', observed: 12, sent: 10, dropped: 2, droppedBy: 'queue-full=2' },
  firstMs: 900_000,
  lastMs: 999_000,
  agent: 'weir-node/0.1.0',
  clockOffsetMs: 0,
  replacedStamps: 0,
}

/** An answer that is a file, as its contract says it. */
function fileOf({ headers, text }: Answer): unknown {
  const [, file] = /filename="([^"]+)"/.exec(headers['content-disposition'] ?? '') ?? []
  return { media_type: headers['content-type']?.split(';', 1)[0], file, text }
}

/** With the id of the first of its list in place of `{first}`, and that of a new self-test in place of `{check}`. */
async function filledIn(test: ApiUnderTest, path: string): Promise<string> {
  if (path.includes('{check}')) {
    const begun = await test.json(addresses.createSensorCheck, { method: 'POST', body: '{}' })
    return path.replace('{check}', z.object({ id: z.string() }).parse(begun).id)
  }
  const [list = '', ...rest] = path.split('/{first}')
  if (rest.length === 0) return path
  const { items } = listOfIds.parse(await test.json(list))
  return `${list}/${items[0]?.id ?? 'none'}`
}

const listOfIds = z.object({ items: z.array(z.object({ id: z.string() })) })

function contractOf(id: RouteId): Route {
  return routes[id]
}

describe('every route', () => {
  it('answers as its contract says', async () => {
    const test = await filledApi()
    await test.json('/api/v1/sensors', { method: 'POST', body: '{"name":"edge-2"}' })
    for (const [id, path] of Object.entries(addresses)) {
      const contract = Object.values<Route>(routes).find((one) => one.id === id)
      if (contract === undefined) throw new Error(`no route ${id}`)
      const body = Object.entries(bodies).flatMap(([of, text]) => (of === id ? [text] : []))
      const address = await filledIn(test, path)
      const answer = await test.ask(address, {
        method: contract.method,
        ...(body[0] === undefined ? {} : { body: body[0] }),
      })
      const read = contract.response.safeParse(
        contract.answers === 'file' ? fileOf(answer) : JSON.parse(answer.text),
      )
      expect({ id, status: answer.status, problem: read.error?.message }).toEqual({
        id,
        status: contract.status ?? 200,
        problem: undefined,
      })
      expect(answer.headers['cache-control']).toBe('no-store')
    }
    expect(test.reported).toEqual([])
  })
  it('answers a list that is filtered to something with something', async () => {
    const test = await filledApi()
    await test.json(addresses.createCorrection, { method: 'POST', body: bodies.createCorrection })
    await test.json(addresses.createDecision, { method: 'POST', body: bodies.createDecision })
    await test.json(addresses.defineOwnType, { method: 'POST', body: bodies.defineOwnType })
    await test.json(addresses.putSpec, { method: 'POST', body: bodies.putSpec })
    for (const [id, path] of Object.entries(addresses)) {
      // Doors come by themselves.
      if (!id.startsWith('list') || id === 'listAudit' || id === 'listDoors') continue
      expect({ id, answer: await test.json(path) }).toMatchObject({
        answer: { items: expect.arrayContaining([expect.anything()]) },
      })
    }
  })
  it('answers the same from the ledger on disk as from the plain one', async () => {
    const onDisk = await filledApi(await temporaryStores())
    const plain = await filledApi()
    const reading = readingAddresses()
    for (const [id, path] of reading) {
      expect({ id, answer: await onDisk.json(path) }).toEqual({
        id,
        answer: await plain.json(path),
      })
    }
  })
  it('shows nothing of what a payload carried', async () => {
    const test = await filledApi()
    await test.json(addresses.putSpec, { method: 'POST', body: bodies.putSpec })
    const reading = readingAddresses()
    for (const [id, path] of reading) {
      const { text } = await test.ask(path)
      expect({ id, shows: text.includes(secrets.card) || text.includes(secrets.email) }).toEqual({
        id,
        shows: false,
      })
    }
  })
  it('refuses a name of the query it does not know and says which', async () => {
    const test = await filledApi()
    const reading = readingAddresses()
    for (const [, path] of reading) {
      const separator = path.includes('?') ? '&' : '?'
      const answer = await test.ask(`${path}${separator}severty=high`)
      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.text)).toMatchObject({
        code: 'REQUEST_INVALID',
        problems: [{ in: 'query', what: 'does not know severty' }],
      })
    }
  })
  it('has an address here', () => {
    const ids = Object.keys(routes).filter((id) => id !== 'getLive')
    expect(Object.keys(addresses).sort()).toEqual(ids.sort())
    expect(contractOf('getLive').answers).toBe('stream')
  })
})

describe('answers', () => {
  it('say what a correction would change before it is made', async () => {
    const test = await filledApi()
    const question = { method: 'POST', body: bodies.createCorrection }
    const path = `${addresses.createCorrection}?preview=true`
    const answer = routes.createCorrection.response.parse(await test.json(path, question))
    expect(answer).toEqual({
      correction: null,
      effect: {
        gone: [{ method: 'GET', template: '/orders/{orderId}' }],
        made: [{ method: 'GET', template: '/orders/{number}' }],
      },
    })
    expect(await test.json('/api/v1/corrections')).toEqual({ items: [], total: 0 })
    const wrong = { method: 'POST', body: '{"kind":"split","service":"orders","template":"/{x}"}' }
    expect(await test.json(addresses.createCorrection, wrong)).toMatchObject({
      status: 400,
      detail: 'template: split needs a word at the end',
    })
  })
  it('mask the range of a field that carries data, and explain its parameters', async () => {
    const test = await filledApi()
    const answer = routes.getOperation.response.parse(await test.json(addresses.getOperation))
    const card = answer.fields.find(({ path }) => path.includes('number'))
    expect(card).toMatchObject({ masked: true, minimum: null, maximum: null, enumeration: null })
    expect(card?.data_types.map(({ type }) => type)).toContain('CREDIT_CARD')
    expect(answer.fields.find(({ path }) => path === 'total')).toMatchObject({
      masked: false,
      minimum: 0,
      maximum: 39,
    })
    expect(answer.parameters[0]?.reason).toMatch(/different values in \d+ calls/)
    expect(answer.callers).toMatchObject([{ source: 'web', share: 1, failing_share: 1 / 3 }])
  })
  it('tell an incident in the order it happened, against what is normal', async () => {
    const test = await filledApi()
    const answer = routes.getIncident.response.parse(await test.json(addresses.getIncident))
    expect(answer.timeline.map(({ finding: id, offset_ms }) => [id, offset_ms])).toEqual([
      ['f1', 0],
      ['f2', 200],
    ])
    expect(answer.timeline[1]?.call?.seq).toBe(2)
    expect(answer.flows).toMatchObject([{ service: 'orders', calls: 3, failures: 1 }])
    expect(answer.normal.find(({ measure }) => measure === 'response-bytes')?.seen).toBe(1e9)
    expect(answer.todo.map(({ tracker }) => tracker)).toEqual([
      'ssrf.internal',
      'secret.in_transit',
    ])
  })
  it('balance the sensors and call attention to the gravest first', async () => {
    const test = await filledApi()
    const { items, balanced } = routes.listSensors.response.parse(
      await test.json('/api/v1/sensors'),
    )
    expect(balanced).toBe(items.length)
    expect(items[0]).toMatchObject({ name: 'edge', state: 'live', key: null })
    const overview = routes.getOverview.response.parse(await test.json(addresses.getOverview))
    expect(overview.attention).toMatchObject([{ kind: 'incident', id: 'i1', severity: 'critical' }])
    expect(overview.flows).toMatchObject([{ source: 'web', destination: 'orders', calls: 3 }])
    expect(overview.flows?.[0]?.calls_per_second).toBeCloseTo(3 / 100)
    expect(overview.changed.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['service', 'operation', 'edge', 'data-type']),
    )
  })
  it('say so where the ledger is away, and leave out what only it knows', async () => {
    const test = await filledApi()
    test.ledger.setUnavailable(true)
    expect(await test.json('/api/v1/overview')).toMatchObject({ flows: null, traffic: null })
    expect(await test.json('/api/v1/findings/f1')).toMatchObject({ evidence_missing: 1 })
    const answer = await test.ask('/api/v1/calls')
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('1')
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'LEDGER_UNAVAILABLE' })
  })
  it('show a new key once and write down who made and revoked it', async () => {
    const test = await filledApi()
    const made = await test.json('/api/v1/sensors', { method: 'POST', body: '{"name":"a"}' })
    const { key } = routes.createSensor.response.parse(made)
    expect(
      await test.json('/api/v1/sensors', { method: 'POST', body: '{"name":"a"}' }),
    ).toMatchObject({
      status: 409,
      code: 'SENSOR_EXISTS',
    })
    expect((await test.ask('/api/v1/sensors')).text).not.toContain(key)
    await test.ask('/api/v1/sensors/a', { method: 'DELETE' })
    expect((await test.ask('/api/v1/sensors/a', { method: 'DELETE' })).status).toBe(404)
    const audit = routes.listAudit.response.parse(await test.json('/api/v1/audit'))
    expect(audit.items.map(({ what, by }) => [what, by])).toEqual([
      ['sensor-key.revoked', 'api-token'],
      ['sensor-key.created', 'api-token'],
    ])
  })
})
