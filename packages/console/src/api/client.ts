import type { Problem } from '@weir/schema/api'
import { decodeProblem } from './decode-problem.ts'

/** What the API or the way to it answered instead of what was asked for. */
export class ApiError extends Error {
  readonly status: number
  readonly problem: Problem | null

  constructor(status: number, problem: Problem | null) {
    super(problem?.detail ?? 'Weir did not answer. It may be restarting.')
    this.status = status
    this.problem = problem
  }
}

export type Query = Readonly<Record<string, string | number | undefined>>

export function apiPath(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return `/api/v1/${path}${text === '' ? '' : `?${text}`}`
}

/** Asks the API; a contract's type is taken at its word, since both are built from it. */
export async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, {
      ...init,
      headers: { accept: 'application/json', ...init.headers },
    })
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause
    throw new ApiError(0, null)
  }
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new ApiError(response.status, decodeProblem(body))
  return body
}
