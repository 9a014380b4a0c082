import { pathSteps } from '../decode/index.ts'
import { isAddedHeader } from '../inspect/index.ts'
import type { CatalogField, CatalogOperation } from './catalog.ts'
import { type JsonSchema, schemaOf } from './json-schema.ts'
import type { PathTemplate } from './openapi-names.ts'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: JsonSchema
  readonly description?: string
  readonly 'x-weir-spans-segments'?: true
}

/** Parameters of one operation: in its path, its query and the headers its callers chose. */
export function parametersOf(
  operation: CatalogOperation,
  template: PathTemplate,
  learned: PathTemplate,
  bounded: boolean,
): readonly Parameter[] {
  return [
    ...pathParameters(operation, template, learned),
    ...queryParameters(operation, bounded),
    ...headerParameters(operation, bounded),
  ]
}

/** `template` is that of the document, which may call parameters otherwise than this operation does. */
function pathParameters(
  operation: CatalogOperation,
  template: PathTemplate,
  learned: PathTemplate,
): readonly Parameter[] {
  return template.parameters.map(({ name, spansSegments }, index) => {
    const own = learned.parameters[index]?.learned ?? name
    const field = operation.fields.find((one) => one.in === 'req.path' && one.path === own)
    const reason = operation.parameters.find((one) => one.name === own)?.reason
    return {
      name,
      in: 'path',
      required: true,
      schema: field === undefined ? { type: 'string' } : schemaOf(field, false),
      ...(reason === undefined ? {} : { description: reason }),
      ...(spansSegments ? { 'x-weir-spans-segments': true } : {}),
    }
  })
}

function queryParameters(operation: CatalogOperation, bounded: boolean): readonly Parameter[] {
  const found = new Map<string, Parameter>()
  for (const field of operation.fields) {
    if (field.in !== 'req.query') continue
    const [first, ...inside] = pathSteps(field.path)
    const name = first?.kind === 'member' ? first.name : null
    if (name === null || found.has(name)) continue
    const schema = inside.length === 0 ? parameterSchema(field, bounded) : { type: 'string' }
    found.set(name, { name, in: 'query', required: isRequired(operation, field), schema })
  }
  return [...found.values()]
}

/** Headers that intermediaries add are no part of the contract. */
function headerParameters(operation: CatalogOperation, bounded: boolean): readonly Parameter[] {
  return operation.fields
    .filter((field) => field.in === 'req.header' && !isAddedHeader(field.path))
    .map((field) => ({
      name: field.path,
      in: 'header',
      required: isRequired(operation, field),
      schema: parameterSchema(field, bounded),
    }))
}

/** A parameter given several times in one call is a list. */
function parameterSchema(field: CatalogField, bounded: boolean): JsonSchema {
  const schema = schemaOf(field, bounded)
  return field.repeats ? { type: 'array', items: schema } : schema
}

/** One call alone shows nothing that always is. */
function isRequired({ taught }: CatalogOperation, { presence }: CatalogField): boolean {
  return presence === 1 && taught > 1
}
