import type { ValueTest } from '@weir/engine/classify'

/** `unknown`: not loaded yet, or never, since a name is that of no data type. */
export type TypesState =
  | { readonly kind: 'known'; readonly test: ValueTest | null }
  | { readonly kind: 'unknown' }

/** Loads what knows data types, where some are asked for: other sensors do without its memory. */
export function watchTypes(types: readonly string[]): () => TypesState {
  let state: TypesState = types.length === 0 ? { kind: 'known', test: null } : { kind: 'unknown' }
  if (types.length > 0) {
    load(types).then(
      (test) => {
        state = { kind: 'known', test }
      },
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error)
        process.emitWarning(`Weir sends no bodies. Redaction of data types: ${why}`, {
          code: 'WEIR_REDACT_TYPES',
        })
      },
    )
  }
  return () => state
}

async function load(types: readonly string[]): Promise<ValueTest> {
  const { valueTest } = await import('@weir/engine/classify')
  const made = valueTest(types)
  if (!made.ok) throw new TypeError(made.problem)
  return made.value
}
