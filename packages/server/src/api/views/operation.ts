import { type CatalogField, typedPlaces } from '@weir/engine'
import type { Field, OperationSummary } from '@weir/schema/api'
import type { IndexedOperation } from '../catalog-index.ts'
import { operationIdOf } from '../operation-id.ts'
import type { DataTypeBook } from './data-type.ts'

export function operationView(
  { operation, posture }: IndexedOperation,
  findings: number,
  types: DataTypeBook,
): OperationSummary {
  const { service, method, template, calls, failure, firstMs, lastMs } = operation
  return {
    id: operationIdOf(operation),
    service,
    method,
    template,
    calls,
    failing_share: calls === 0 ? 0 : failure / calls,
    actors: operation.actors,
    authentication: operation.authentication,
    state: operation.state,
    unseen: operation.unseen,
    data_types: types.chips(typedPlaces(operation).map(({ type }) => type)),
    posture: [...posture],
    findings,
    first_ms: Math.max(0, firstMs),
    last_ms: Math.max(0, lastMs),
  }
}

/**
 * A field that carries somebody's data shows its shape only: smallest, largest and listed values
 * would be values of the payload.
 */
export function fieldView(field: CatalogField, types: DataTypeBook): Field {
  const { domain, dataTypes } = field
  const masked = dataTypes.some(({ type }) => types.find(type)?.category !== 'TECH')
  return {
    in: field.in,
    path: field.path,
    presence: field.presence,
    types: [...domain.types],
    format: domain.format,
    enumeration: masked || domain.enumeration === null ? null : [...domain.enumeration],
    minimum: masked ? null : domain.minimum,
    maximum: masked ? null : domain.maximum,
    min_length: domain.minLength,
    max_length: domain.maxLength,
    distinct: domain.distinct,
    data_types: [...dataTypes]
      .sort((left, right) => types.bySensitivity(left.type, right.type))
      .map(({ type, confidence }) => ({ type, category: types.categoryOf(type), confidence })),
    masked,
  }
}
