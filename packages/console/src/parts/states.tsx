import type { ReactElement, ReactNode } from 'react'
import { ApiError } from '../api/client.ts'
import { SeverityMark } from './severity.tsx'

/** Nothing for 300 ms, then rows of the final height. */
export function Loading({ rows = 4 }: { readonly rows?: number }): ReactElement {
  return (
    <div className="bones" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} style={{ width: `${[62, 88, 74, 80][index % 4] ?? 80}%` }} />
      ))}
    </div>
  )
}

interface TroubleProps {
  readonly error: Error
  readonly retry: () => void
}

/** What is true now, and Try again. */
export function Trouble({ error, retry }: TroubleProps): ReactElement {
  const gone = error instanceof ApiError && error.status === 404
  return (
    <div className="trouble" role="alert">
      <p>
        <SeverityMark severity="medium" /> <b>{gone ? 'Not here' : 'No answer'}</b>
      </p>
      <p className="two">{error.message}</p>
      {!gone && (
        <button type="button" className="btn s" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  )
}

interface QueryLike<Data> {
  readonly data: Data | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

interface AnsweredProps<Data> {
  readonly query: QueryLike<Data>
  readonly rows?: number
  readonly children: (data: Data) => ReactNode
}

/** Loading, error or the answer; an answer stays while a newer one is asked for. */
export function Answered<Data>({ query, rows, children }: AnsweredProps<Data>): ReactNode {
  if (query.data !== undefined) return children(query.data)
  if (query.error !== null)
    return <Trouble error={query.error} retry={() => void query.refetch()} />
  return rows === undefined ? <Loading /> : <Loading rows={rows} />
}
