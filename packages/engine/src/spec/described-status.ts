import type { SchemaNode } from './schema-node.ts'
import type { SpecOperation } from './spec.ts'

/**
 * The body a status is described with, null where it is described without one (OpenAPI 3.1, "Responses
 * Object"); undefined where the status is not described.
 */
export function described(
  { responses }: SpecOperation,
  status: number,
): SchemaNode | null | undefined {
  const range = `${Math.floor(status / 100)}XX`
  const name = [String(status), range, 'default'].find((one) => responses.has(one))
  return name === undefined ? undefined : responses.get(name)
}

/** Refusals come from gateways as often as from the service: a description may leave them out. */
export function isOfService(status: number): boolean {
  return status !== 0 && status !== 401 && status !== 403 && status !== 429 && status < 500
}
