import { pathSteps } from '../decode/index.ts'
import type { Catalog, CatalogField, CatalogOperation } from './catalog.ts'
import { bodySchema, type JsonSchema, schemaOf } from './json-schema.ts'

/** An OpenAPI 3.1 document (OpenAPI Specification 3.1.1) as plain JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
}

const methods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'])

/** Describes one service as it was seen in use: nothing that no exchange showed. */
export function openApiOf(catalog: Catalog, service: string): OpenApiDocument {
  const paths = new Map<string, Map<string, object>>()
  const ids = new Set<string>()
  for (const operation of catalog.operations) {
    if (operation.service !== service || !methods.has(operation.method)) continue
    const item = paths.get(operation.template) ?? new Map<string, object>()
    item.set(
      operation.method.toLowerCase(),
      operationObject(operation, operationId(operation, ids)),
    )
    paths.set(operation.template, item)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: service,
      version: '0',
      description: 'Reconstructed by Weir from observed traffic.',
    },
    servers: [{ url: serverUrl(service) }],
    paths: Object.fromEntries([...paths].map(([path, item]) => [path, Object.fromEntries(item)])),
  }
}

/** A service's name comes from traffic; one that is no host cannot stand in a URL. */
function serverUrl(service: string): string {
  return /^(?:[\w.-]{1,255}|\[[\da-fA-F:.]{2,45}\])(?::\d{1,5})?$/.test(service)
    ? `https://${service}`
    : '/'
}

function operationObject(operation: CatalogOperation, id: string): object {
  const requestFields = operation.fields.filter((field) => field.in === 'req.body')
  return {
    operationId: id,
    parameters: parameters(operation),
    ...(requestFields.length === 0 ? {} : { requestBody: { content: content(requestFields) } }),
    responses: responses(operation),
    'x-weir-calls': operation.calls,
    'x-weir-authentication': operation.authentication,
  }
}

/** Different paths may have the same words: a number keeps their ids apart (OAS 3.1.1 §4.8.10.1). */
function operationId(operation: CatalogOperation, taken: Set<string>): string {
  const words = operation.template.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const name = [operation.method.toLowerCase(), ...words].join('_')
  let id = name
  for (let number = 2; taken.has(id); number += 1) id = `${name}_${number}`
  taken.add(id)
  return id
}

function parameters(operation: CatalogOperation): readonly object[] {
  const fields = new Map(operation.fields.map((field) => [`${field.in} ${field.path}`, field]))
  const names = [...operation.template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
  const inPath = [...new Set(names)].map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: pathSchema(fields.get(`req.path ${name}`)),
    ...described(operation, name),
  }))
  return [...inPath, ...queryParameters(operation)]
}

function queryParameters(operation: CatalogOperation): readonly object[] {
  const found = new Map<string, object>()
  for (const field of operation.fields) {
    if (field.in !== 'req.query') continue
    const [first, ...inside] = pathSteps(field.path)
    if (first?.kind !== 'member' || found.has(first.name)) continue
    const schema = inside.length === 0 ? schemaOf(field) : { type: 'string' }
    const required = field.presence === 1 && operation.calls > 1
    found.set(first.name, { name: first.name, in: 'query', required, schema })
  }
  return [...found.values()]
}

function pathSchema(field: CatalogField | undefined): JsonSchema {
  return field === undefined ? { type: 'string' } : schemaOf(field)
}

function described(operation: CatalogOperation, name: string): { description?: string } {
  const reason = operation.parameters.find((parameter) => parameter.name === name)?.reason
  return reason === undefined ? {} : { description: reason }
}

function responses(operation: CatalogOperation): object {
  const fields = operation.fields.filter((field) => field.in === 'res.body')
  const seen = Object.keys(operation.statuses).filter((status) => /^[1-5]\d\d$/.test(status))
  if (seen.length === 0) return { default: { description: 'No response was seen' } }
  return Object.fromEntries(
    seen.map((status) => [
      status,
      {
        description: `Seen ${operation.statuses[status] ?? 0} times`,
        ...(status.startsWith('2') && status !== '204' && fields.length > 0
          ? { content: content(fields) }
          : {}),
      },
    ]),
  )
}

/** A body that is one text could be of any type of media. */
function content(fields: readonly CatalogField[]): object {
  const text = fields.every(({ path, domain }) => path === '' && domain.types.includes('string'))
  return { [text ? '*/*' : 'application/json']: { schema: bodySchema(fields) } }
}
