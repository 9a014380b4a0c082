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
  for (const operation of catalog.operations) {
    if (operation.service !== service || !methods.has(operation.method)) continue
    const item = paths.get(operation.template) ?? new Map<string, object>()
    item.set(operation.method.toLowerCase(), operationObject(operation))
    paths.set(operation.template, item)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: service,
      version: '0',
      description: 'Reconstructed by Weir from observed traffic.',
    },
    servers: [{ url: `https://${service}` }],
    paths: Object.fromEntries([...paths].map(([path, item]) => [path, Object.fromEntries(item)])),
  }
}

function operationObject(operation: CatalogOperation): object {
  const requestFields = operation.fields.filter((field) => field.in === 'req.body')
  return {
    operationId: operationId(operation),
    parameters: parameters(operation),
    ...(requestFields.length === 0
      ? {}
      : { requestBody: { content: content(bodySchema(requestFields)) } }),
    responses: responses(operation),
    'x-weir-calls': operation.calls,
    'x-weir-authentication': operation.authentication,
  }
}

function operationId(operation: CatalogOperation): string {
  // `by_id` tells a parameter from a word: ids are unique in a document.
  const told = operation.template.replaceAll('{', '/by/')
  const words = told.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return [operation.method.toLowerCase(), ...words].join('_')
}

function parameters(operation: CatalogOperation): readonly object[] {
  const fields = new Map(operation.fields.map((field) => [`${field.in} ${field.path}`, field]))
  const names = [...operation.template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
  const inPath = names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: pathSchema(fields.get(`req.path ${name}`)),
    ...described(operation, name),
  }))
  const inQuery = operation.fields
    .filter((field) => field.in === 'req.query')
    .map((field) => ({
      name: field.path,
      in: 'query',
      required: field.presence === 1 && operation.calls > 1,
      schema: schemaOf(field),
    }))
  return [...inPath, ...inQuery]
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
          ? { content: content(bodySchema(fields)) }
          : {}),
      },
    ]),
  )
}

function content(schema: JsonSchema): object {
  return { 'application/json': { schema } }
}
