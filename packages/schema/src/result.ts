/** An expected outcome: a value, or the problem in words a person can act on. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string }

export function success<Value>(value: Value): Result<Value> {
  return { ok: true, value }
}

export function failure<Value>(problem: string): Result<Value> {
  return { ok: false, problem }
}
