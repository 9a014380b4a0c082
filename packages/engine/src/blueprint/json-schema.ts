import { findDataType } from '../classify/index.ts'
import type { CatalogField } from './catalog.ts'

/** A JSON Schema (2020-12) of the part OpenAPI 3.1 documents need. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly (string | number | null)[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly contentMediaType?: string
  readonly contentSchema?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly discriminator?: {
    readonly propertyName: string
    readonly mapping: Readonly<Record<string, string>>
  }
  readonly xml?: { readonly name?: string; readonly attribute?: boolean }
  readonly 'x-weir-data-types'?: readonly string[]
}

/** Fewer values than these say nothing about where values end. */
const leastForBounds = 20
/** Texts that may be longer have no length of their own. */
const longestBounded = 256
/** Values that do not come again this often have no end yet: ids, amounts, times. */
const sightingsForRange = 4

/** Schema of one leaf; `bounded` also says within which bounds it was seen, where they are certain. */
export function schemaOf(field: CatalogField, bounded: boolean): JsonSchema {
  const { types, format } = field.domain
  const values = isPlain(field) ? enumerationOf(field) : null
  return {
    ...(types.length === 0 ? {} : { type: types.length === 1 ? (types[0] ?? 'string') : types }),
    ...(format === null || !types.includes('string') ? {} : { format }),
    ...(values === null ? {} : { enum: values }),
    ...(bounded && values === null && isPlain(field) ? boundsOf(field) : {}),
    ...dataTypesOf(field),
  }
}

/**
 * Listed values and bounds of somebody's data would be that data, and the things a path names come and go.
 */
function isPlain({ in: location, dataTypes }: CatalogField): boolean {
  if (location === 'req.path') return false
  return dataTypes.every(({ type }) => findDataType(type)?.category === 'TECH')
}

/** Values as the schema's types write them: a query says `"1"`, its schema `1`. */
function enumerationOf({ domain }: CatalogField): readonly (string | number | null)[] | null {
  const { types, enumeration } = domain
  if (enumeration === null || types.includes('boolean')) return null
  const values = types.includes('string') ? enumeration : enumeration.map(Number)
  return types.includes('null') ? [...values, null] : values
}

function boundsOf(field: CatalogField): JsonSchema {
  if (field.values < leastForBounds) return {}
  const { minimum, maximum, minLength, maxLength, format, types, distinct } = field.domain
  const isRange = distinct * sightingsForRange <= field.values
  if (minimum !== null && maximum !== null) return isRange ? { minimum, maximum } : {}
  const isText = types.includes('string') && format === null
  const isLine = maxLength !== null && maxLength <= longestBounded
  return isText && isLine && minLength !== null ? { minLength, maxLength } : {}
}

export function dataTypesOf({
  dataTypes,
}: Pick<CatalogField, 'dataTypes'>): Pick<JsonSchema, 'x-weir-data-types'> {
  return dataTypes.length === 0 ? {} : { 'x-weir-data-types': dataTypes.map(({ type }) => type) }
}
