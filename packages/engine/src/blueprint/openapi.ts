import { type BodyContent, bodyContent } from './body-content.ts'
import type { BodySchemaOptions, LearnedBody } from './body-schema.ts'
import type { Catalog, CatalogField, CatalogHosts, CatalogOperation } from './catalog.ts'
import { isAddedHeader } from '../inspect/index.ts'
import { type JsonSchema, schemaOf } from './json-schema.ts'
import {
  createNames,
  type Names,
  pathShape,
  type PathTemplate,
  pathTemplate,
} from './openapi-names.ts'
import { consolidatedParent } from './hosts.ts'
import { parametersOf } from './openapi-parameters.ts'

/** An OpenAPI 3.1 document (OpenAPI Specification 3.1.1) as plain JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly object[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly components?: { readonly schemas: Readonly<Record<string, JsonSchema>> }
  /** Operations OpenAPI has no words for. */
  readonly 'x-weir-left-out'?: readonly { readonly method: string; readonly path: string }[]
}

export interface OpenApiOptions {
  /** Also says within which bounds values were seen, where that is certain: an allow-list. */
  readonly bounds: boolean
}

const methods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'])

/** Describes one service as it was seen in use: nothing that no exchange showed. */
export function openApiOf(
  catalog: Catalog,
  service: string,
  options: OpenApiOptions = { bounds: true },
): OpenApiDocument {
  const own = catalog.operations.filter((operation) => operation.service === service)
  const described = own.filter(({ method }) => methods.has(method))
  const writer = newWriter(options)
  const paths = new Map<string, PathItem>()
  for (const operation of described) {
    const shape = pathShape(operation.template)
    const item = paths.get(shape) ?? newItem(operation.template)
    paths.set(shape, item)
    item.operations.set(operation.method.toLowerCase(), operationObject(operation, item, writer))
  }
  const leftOut = own.filter(({ method }) => !methods.has(method))
  return {
    openapi: '3.1.1',
    info: {
      title: service,
      version: '0',
      description: 'Reconstructed by Weir from observed traffic.',
    },
    servers: serversOf(
      service,
      catalog.services.find(({ name }) => name === service)?.hosts ?? null,
    ),
    paths: Object.fromEntries(
      [...paths.values()].map(({ template, operations }) => [
        template.text,
        Object.fromEntries(operations),
      ]),
    ),
    ...(writer.schemas.size === 0
      ? {}
      : { components: { schemas: Object.fromEntries(writer.schemas) } }),
    ...(leftOut.length === 0
      ? {}
      : { 'x-weir-left-out': leftOut.map(({ method, template }) => ({ method, path: template })) }),
  }
}

interface PathItem {
  readonly template: PathTemplate
  readonly operations: Map<string, object>
}

function newItem(template: string): PathItem {
  return { template: pathTemplate(template), operations: new Map() }
}

interface Writer {
  readonly bounds: boolean
  readonly operationIds: Names
  readonly schemaNames: Names
  readonly schemas: Map<string, JsonSchema>
}

function newWriter({ bounds }: OpenApiOptions): Writer {
  return { bounds, operationIds: createNames(), schemaNames: createNames(), schemas: new Map() }
}

/** A service's name comes from traffic; one that is no host cannot stand in a URL. */
function serversOf(service: string, hosts: CatalogHosts | null): readonly object[] {
  const isHost = /^(?:[\w.-]{1,255}|\[[\da-fA-F:.]{2,45}\])(?::\d{1,5})?$/.test(
    consolidatedParent(service) ?? service,
  )
  if (!isHost) return [{ url: '/' }]
  const scheme = { default: 'https', enum: ['https', 'http'] }
  const tenant = hosts === null ? {} : { tenant: { default: hosts.example } }
  return [{ url: `{scheme}://${service}`, variables: { scheme, ...tenant } }]
}

function operationObject(
  operation: CatalogOperation,
  { template }: PathItem,
  writer: Writer,
): object {
  const { method, calls, authentication, state } = operation
  const id = writer.operationIds.take([
    method.toLowerCase(),
    operation.template === '/' ? 'root' : operation.template,
  ])
  // Bounds of what is still being learned would be wrong tomorrow.
  const bounded = writer.bounds && state === 'known'
  const options: BodySchemaOptions = {
    bounded,
    keep: (words, schema) => {
      const name = writer.schemaNames.take([id, ...words])
      writer.schemas.set(name, schema)
      return `#/components/schemas/${name}`
    },
  }
  return {
    operationId: id,
    parameters: parametersOf(operation, template, pathTemplate(operation.template), bounded),
    ...requestBody(operation, options),
    responses: responses(operation, options),
    'x-weir-calls': calls,
    'x-weir-authentication': authentication,
  }
}

function bodyAt(operation: CatalogOperation, location: 'req.body' | 'res.body'): LearnedBody {
  return {
    fields: operation.fields.filter((field) => field.in === location),
    structure: operation.structure.filter((one) => one.in === location),
  }
}

function typesUnder({ media }: CatalogOperation, owner: string): readonly string[] {
  return Object.keys(media)
    .filter((name) => name.startsWith(`${owner} `))
    .map((name) => name.slice(owner.length + 1))
}

function requestBody(operation: CatalogOperation, options: BodySchemaOptions): object {
  const types = typesUnder(operation, 'request')
  if (types.length === 0) return {}
  const times = types.reduce((sum, type) => sum + (operation.media[`request ${type}`] ?? 0), 0)
  const content = bodyContent(types, bodyAt(operation, 'req.body'), options)
  const required = times >= operation.taught && operation.taught > 1
  return { requestBody: { content, ...(required ? { required } : {}) } }
}

function responses(operation: CatalogOperation, options: BodySchemaOptions): object {
  const seen = Object.keys(operation.statuses).filter((status) => /^[1-5]\d\d$/.test(status))
  if (seen.length === 0) return { default: { description: 'No response was seen' } }
  const body = bodyAt(operation, 'res.body')
  const headers = responseHeaders(operation, options.bounded)
  let learned: BodyContent | null = null
  return Object.fromEntries(
    seen.map((status) => {
      const types = typesUnder(operation, status)
      const isSuccess = /^[23]/.test(status)
      if (isSuccess) learned ??= bodyContent(successTypes(operation), body, options)
      const content = types.map((type): [string, object] => [
        type,
        (isSuccess ? learned?.[type] : null) ?? {},
      ])
      return [
        status,
        {
          description: `Seen ${operation.statuses[status] ?? 0} times`,
          ...(isSuccess && headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
          ...(content.length === 0 ? {} : { content: Object.fromEntries(content) }),
        },
      ]
    }),
  )
}

/** Refusals teach no fields, so only these types have any. */
function successTypes({ media }: CatalogOperation): readonly string[] {
  const types = Object.keys(media)
    .filter((name) => /^[23]\d\d /.test(name))
    .map((name) => name.slice(4))
  return [...new Set(types)]
}

function responseHeaders(
  { fields }: CatalogOperation,
  bounded: boolean,
): readonly (readonly [string, object])[] {
  return fields
    .filter((field: CatalogField) => field.in === 'res.header' && !isAddedHeader(field.path))
    .map((field) => [field.path, { schema: schemaOf(field, bounded) }])
}
