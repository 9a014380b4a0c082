import { openApiOf } from '@weir/engine'
import { routes } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { apiUnderTest, type ApiUnderTest } from '../testing/api-under-test.ts'
import { callRow, entry } from '../testing/rows.ts'

const document = `openapi: 3.1.0
info: {title: Orders, version: "7"}
paths:
  /orders/{id}:
    get:
      deprecated: true
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses:
        200:
          content: {application/json: {schema: {type: object, properties: {id: {type: string}, total: {type: integer}}}}}
  /refunds:
    get: {responses: {200: {description: ok}}}
`

async function withDocument(text = document): Promise<ApiUnderTest> {
  const test = await apiUnderTest()
  const body = JSON.stringify({ service: 'orders', file: 'orders.yaml', text })
  const answer = await test.ask('/api/v1/specs', { method: 'POST', body })
  expect(answer.status).toBe(201)
  return test
}

const diffPath = '/api/v1/services/orders/spec-diff'

describe('a provided document', () => {
  it('is held against what is known, with evidence and a line for each difference', async () => {
    const test = await withDocument()
    await test.ledger.append([
      entry(1, {
        calls: [
          callRow({
            seq: 1,
            ts: 900_500,
            service: 'orders',
            template: '/orders/{orderId}',
            source: 'web',
          }),
        ],
      }),
    ])
    const diff = routes.getSpecDiff.response.parse(await test.json(diffPath))
    expect(diff).toMatchObject({ matched: 40, called: 1, spec: { title: 'Orders', version: '7' } })
    const zombie = diff.items.find(({ rule }) => rule === 'zombie')
    expect(zombie).toMatchObject({
      level: 'warning',
      template: '/orders/{id}',
      count: 40,
      line: 5,
      operation: { template: '/orders/{orderId}' },
      since_ms: 900_000,
      last_ms: 903_900,
      callers: [{ source: 'web', calls: 1, last_ms: 900_500 }],
    })
    expect(diff.items.find(({ rule }) => rule === 'orphan')).toMatchObject({
      template: '/refunds',
      operation: null,
      since_ms: 900_000,
      line: 12,
    })
    expect(diff.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'type-break', path: 'id', in: 'res.body' }),
        expect.objectContaining({ rule: 'undocumented-field', path: 'email' }),
      ]),
    )
    const narrowed = routes.getSpecDiff.response.parse(
      await test.json(`${diffPath}?rule=undocumented-field&limit=1`),
    )
    expect([narrowed.items.length, narrowed.total]).toEqual([1, 2])
    expect(narrowed.rules).toEqual(diff.rules)
  })

  it('labels operations in the catalog at once, and counts at its service', async () => {
    const test = await withDocument()
    const labelled = async (label: string): Promise<number> =>
      routes.listOperations.response.parse(await test.json(`/api/v1/operations?posture=${label}`))
        .total
    expect([await labelled('zombie'), await labelled('shadow')]).toEqual([1, 0])
    const other = document.replace('/orders/{id}', '/elsewhere').replace('"7"', '"8"')
    const body = JSON.stringify({ service: 'orders', file: 'orders.yaml', text: other })
    await test.ask('/api/v1/specs', { method: 'POST', body })
    expect([await labelled('zombie'), await labelled('shadow')]).toEqual([0, 1])
    const { spec } = routes.getService.response.parse(await test.json('/api/v1/services/orders'))
    expect(spec).toEqual({ shadow: 1, zombie: 0, orphan: 1, differences: 2 })
    await test.ask('/api/v1/specs/orders', { method: 'DELETE' })
    expect(await labelled('shadow')).toBe(0)
    expect((await test.ask(diffPath)).status).toBe(404)
  })

  it('is refused with the line of each problem, and checked without being kept', async () => {
    const test = await apiUnderTest()
    const put = (text: string, query = ''): Promise<unknown> =>
      test.json(`/api/v1/specs${query}`, {
        method: 'POST',
        body: JSON.stringify({ service: 'orders', file: 'a.yaml', text }),
      })
    expect(await put('openapi: 3.1.0\npaths:\n  /a: [\n')).toMatchObject({
      status: 422,
      code: 'DEFINITION_REFUSED',
      detail: expect.stringMatching(/line 4/),
      problems: [{ in: 'body', name: 'text', line: 4 }],
    })
    expect(await put(document, '?preview=true')).toMatchObject({
      spec: null,
      operations: 2,
      rules: expect.arrayContaining([
        expect.objectContaining({ rule: 'zombie', level: 'warning', count: 1 }),
      ]),
    })
    expect(await test.json('/api/v1/specs')).toEqual({ items: [], total: 0 })
    expect(await put('x'.repeat(1_048_577))).toMatchObject({
      status: 400,
      problems: [{ what: expect.stringContaining('divide it by service') }],
    })
    expect(await put('x'.repeat(5_000_000))).toMatchObject({
      status: 413,
      detail: 'A body has at most 4096 KiB here.',
    })
  })

  it('comes back as it was given', async () => {
    const test = await withDocument()
    const { text, headers } = await test.ask('/api/v1/specs/orders')
    expect(text).toBe(document)
    expect(headers['content-type']).toMatch(/^application\/yaml/)
    expect(headers['content-disposition']).toBe('attachment; filename="orders.yaml"')
  })
})

describe('what was learned of a service', () => {
  it('is an OpenAPI document, in YAML where that is asked for', async () => {
    const test = await apiUnderTest()
    const path = '/api/v1/services/orders/openapi'
    const wanted = JSON.parse(JSON.stringify(openApiOf(test.hub.state.catalog, 'orders')))
    expect(await test.json(path)).toEqual(wanted)
    const accepted = await test.ask(path, { headers: { accept: 'application/yaml' } })
    expect(parse(accepted.text)).toEqual(wanted)
    const chosen = await test.ask(`${path}?format=yaml&bounds=false`)
    expect(chosen.headers['content-disposition']).toContain('orders.openapi.yaml')
    expect(chosen.text).not.toContain('maximum')
    expect((await test.ask('/api/v1/services/none/openapi')).status).toBe(404)
  })
})
