import { type CatalogField, type CatalogOperation, postureOf, typedPlaces } from '@weir/engine'
import type { Field, OperationSummary } from '@weir/schema/api'
import { operationIdOf } from '../operation-id.ts'
import { bySensitivity, categoryOf, chipsOf, knownType } from './data-type.ts'

export function operationView(operation: CatalogOperation, findings: number): OperationSummary {
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
    data_types: chipsOf(typedPlaces(operation).map(({ type }) => type)),
    posture: [...postureOf(operation)],
    findings,
    first_ms: Math.max(0, firstMs),
    last_ms: Math.max(0, lastMs),
  }
}

/**
 * A field that carries somebody's data shows its shape only: smallest, largest and listed values
 * would be values of the payload.
 */
export function fieldView(field: CatalogField): Field {
  const { domain, dataTypes } = field
  const masked = dataTypes.some(({ type }) => knownType(type)?.category !== 'TECH')
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
      .sort((left, right) => bySensitivity(left.type, right.type))
      .map(({ type, confidence }) => ({ type, category: categoryOf(type), confidence })),
    masked,
  }
}
