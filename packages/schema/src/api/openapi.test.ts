import { describe, expect, it } from 'vitest'
import { apiDocument } from './openapi.ts'
import { routes } from './routes.ts'

const document = apiDocument('1.2.3')
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)

describe('the OpenAPI document', () => {
  it('describes every route once, under its id', () => {
    expect(document.openapi).toBe('3.1.1')
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
      Object.keys(routes).sort(),
    )
  })
  it('names every parameter of a path, and no other', () => {
    for (const { path, operation } of operations) {
      const inBraces = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
      const named = operation.parameters.filter((one) => 'in' in one && one.in === 'path')
      expect(named.map((one) => 'name' in one && one.name)).toEqual(inBraces)
    }
  })
  it('gives query values the form they have once read', () => {
    const findings = document.paths['/api/v1/findings']?.['get']
    expect(findings?.parameters).toContainEqual({
      name: 'limit',
      in: 'query',
      required: false,
      description: 'Most items in the answer, 500 at most.',
      schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    })
    expect(findings?.parameters).toContainEqual(
      expect.objectContaining({ name: 'severity', style: 'form', explode: false }),
    )
  })
  it('is plain JSON without a schema that cannot be said', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
    for (const { operation } of operations) {
      expect(Object.keys(operation.responses)).toContain('default')
    }
  })
  it('lets a route change something only by POST and DELETE', () => {
    const changing = operations.filter(({ method }) => method !== 'get')
    expect(changing.map(({ path, method }) => `${method} ${path}`)).toEqual([
      'post /api/v1/sensors',
      'delete /api/v1/sensors/{sensor_name}',
      'post /api/v1/sensors/{sensor_name}/checks',
      'post /api/v1/corrections',
      'delete /api/v1/corrections/{correction_id}',
      'post /api/v1/own-types',
      'delete /api/v1/own-types/{type_id}',
      'post /api/v1/specs',
      'delete /api/v1/specs/{service_name}',
      'post /api/v1/decisions',
      'delete /api/v1/decisions/{decision_id}',
      'post /api/v1/doors/open',
      'delete /api/v1/doors/open',
    ])
  })
})
