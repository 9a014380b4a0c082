import type { DecisionAction } from '@weir/schema/decision'

/** What a host is to do with a request. */
export type Verdict = Pass | Refusal

export interface Pass {
  readonly kind: 'allow'
  /** Value of the request header `weir-tag`, or null. */
  readonly tag: string | null
  /** Paths of response fields whose values are to be replaced. */
  readonly redact: readonly string[]
  /** Bytes of each body the sensor is to keep, whatever it keeps and samples otherwise; 0 for as usual. */
  readonly captureBytes: number
}

export interface Refusal {
  readonly kind: 'deny'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const pass: Pass = { kind: 'allow', tag: null, redact: [], captureBytes: 0 }

type Refusing = Extract<DecisionAction, { kind: 'deny' | 'challenge' | 'throttle' }>

/** `waitSeconds` is for a throttled client. */
export function refusalOf(action: Refusing, waitSeconds = 0): Refusal {
  switch (action.kind) {
    case 'deny':
      return refusal(action.status, {}, action.body ?? 'Refused.\n')
    case 'throttle':
      return refusal(429, { 'retry-after': String(waitSeconds) }, 'Too many requests.\n')
    case 'challenge':
      return refusal(401, { 'www-authenticate': challengeOf(action) }, 'Sign in again.\n')
  }
  return action satisfies never
}

function refusal(status: number, headers: Record<string, string>, body: string): Refusal {
  const text = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  return { kind: 'deny', status, headers: { ...text, ...headers }, body }
}

/** RFC 9470 §3: `acr_values` asks for a better sign-in, `max_age` for a newer one. */
function challengeOf({
  acr_values: acr,
  max_age: age,
}: Extract<Refusing, { kind: 'challenge' }>): string {
  const parts = [
    'error="insufficient_user_authentication"',
    'error_description="A different authentication level is required"',
  ]
  if (acr !== null) parts.push(`acr_values="${acr}"`)
  if (age !== null) parts.push(`max_age="${age}"`)
  return `Bearer ${parts.join(', ')}`
}
