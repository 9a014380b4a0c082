import type { Problem, RouteId, Routes } from '@weir/schema/api'
import { routes } from '@weir/schema/api'
import type { z } from 'zod'

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : never

/** A request as its contract says it is. */
export interface Asked<Id extends RouteId> {
  readonly params: Output<Routes[Id]['params']>
  readonly query: Output<Routes[Id]['query']>
  readonly body: Routes[Id] extends { readonly body: infer Body } ? Output<Body> : undefined
}

export type Answered<Id extends RouteId> = Output<Routes[Id]['response']>

export interface RawRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

type Place = 'path' | 'query' | 'body'
export type RequestProblems = NonNullable<Problem['problems']>

/** Most problems that are named in one answer. */
const mostProblems = 50

/** Reads a request by its contract; everything that is wrong is named at once. */
export function decodeRequest<Id extends RouteId>(
  id: Id,
  raw: RawRequest,
): { readonly asked: Asked<Id> } | { readonly problems: RequestProblems } {
  const contract: { params: z.ZodType; query: z.ZodType; body?: z.ZodType } = routes[id]
  const params = contract.params.safeParse(raw.params ?? {})
  const query = contract.query.safeParse(raw.query ?? {})
  const body = contract.body?.safeParse(raw.body ?? {})
  const problems = [
    ...problemsIn('path', params.error),
    ...problemsIn('query', query.error),
    ...problemsIn('body', body?.error),
  ]
  if (problems.length > 0) return { problems: problems.slice(0, mostProblems) }
  const asked = { params: params.data, query: query.data, body: body?.data }
  return { asked: asked as Asked<Id> }
}

function problemsIn(place: Place, error: z.ZodError | undefined): RequestProblems {
  return (error?.issues ?? []).map((issue) => ({
    in: place,
    name: issue.path.map(String).join('.').slice(0, 100),
    what: whatOf(issue),
  }))
}

/** Unknown names are the sender's own words: they are cut, values are never repeated. */
function whatOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return issue.message
  const names = issue.keys.slice(0, 10).map((key) => key.slice(0, 40))
  return `does not know ${names.join(', ')}`
}
