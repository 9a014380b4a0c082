import type { Problem, ProblemCode } from '@weir/schema/api'

/** What a handler came to. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem }

const titles: Readonly<Record<ProblemCode, readonly [status: number, title: string]>> = {
  REQUEST_INVALID: [400, 'The request is not as described'],
  BODY_TOO_LARGE: [413, 'The body is too large'],
  NOT_SIGNED_IN: [401, 'Not signed in'],
  LINK_NOT_VALID: [401, 'The link is not valid'],
  HOST_NOT_ALLOWED: [403, 'The host name is not allowed'],
  ORIGIN_NOT_ALLOWED: [403, 'Another site may not do this'],
  NOT_FOUND: [404, 'Not found'],
  METHOD_NOT_ALLOWED: [405, 'The method is not allowed here'],
  MEDIA_TYPE_NOT_JSON: [415, 'The body is not JSON'],
  SENSOR_EXISTS: [409, 'The sensor has a key already'],
  DEFINITION_REFUSED: [422, 'This cannot be kept'],
  TOO_MANY_STREAMS: [429, 'Too many live feeds'],
  LEDGER_UNAVAILABLE: [503, 'The ledger cannot answer now'],
  CLOSING: [503, 'Weir is shutting down'],
  INTERNAL: [500, 'Something went wrong inside Weir'],
}

export function problemOf(
  code: ProblemCode,
  detail: string,
  problems?: Problem['problems'],
): Problem {
  const [status, title] = titles[code]
  return {
    type: 'about:blank',
    title,
    status,
    detail,
    code,
    ...(problems === undefined ? {} : { problems }),
  }
}

export function done<Value>(value: Value): Outcome<Value> {
  return { ok: true, value }
}

export function refused(
  code: ProblemCode,
  detail: string,
  problems?: Problem['problems'],
): Outcome<never> {
  return { ok: false, problem: problemOf(code, detail, problems) }
}
