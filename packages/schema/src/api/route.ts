import type { z } from 'zod'

/** One endpoint: what it takes and what it answers. */
export interface Route {
  /** Name in the OpenAPI document and of the handler. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Parameters in braces, such as `/api/v1/findings/{finding_id}`. */
  readonly path: `/api/v1/${string}`
  readonly summary: string
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  /** What a POST carries as JSON. */
  readonly body?: z.ZodObject
  /** 64 KiB by default. */
  readonly mostBodyBytes?: number
  /** Status of success; 200 by default. */
  readonly status?: 200 | 201
  /** `stream` answers with server-sent events, each `data` of this form; `file` with the text of a file. */
  readonly answers?: 'json' | 'stream' | 'file'
  readonly response: z.ZodType
}

/** Keeps the exact types of a contract. */
export function route<const Given extends Route>(given: Given): Given {
  return given
}
