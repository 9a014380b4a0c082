import type { Problem } from '@weir/schema/api'

/** Null where the answer is no problem document of ours. */
export function decodeProblem(value: unknown): Problem | null {
  if (typeof value !== 'object' || value === null) return null
  if (!('code' in value && 'detail' in value && typeof value.detail === 'string')) return null
  return value as Problem
}
