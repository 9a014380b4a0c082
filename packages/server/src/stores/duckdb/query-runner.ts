import type { DuckDBConnection } from '@duckdb/node-api'
import { mostRows } from '../ledger-reader.ts'
import type { StatementName, StatementParameters, StatementRow } from './statement.ts'
import { statements } from './statements.ts'

const waitingLimit = 256
/** A query that waited for this many time limits is answered late by nobody: it is refused. */
const patience = 2

/** Runs queries one after the other on a connection of their own, each for a limited time. */
export interface QueryRunner {
  run<Name extends StatementName>(
    name: Name,
    parameters: StatementParameters<Name>,
  ): Promise<readonly StatementRow<Name>[]>
}

export function createQueryRunner(connection: DuckDBConnection, queryMs: number): QueryRunner {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return {
    run: (name, parameters) => {
      if (waiting >= waitingLimit) {
        return Promise.reject(new Error(`more than ${waitingLimit} queries are waiting`))
      }
      waiting += 1
      const since = performance.now()
      const result = last.then(() => {
        if (performance.now() - since > patience * queryMs) throw new Error('queries wait too long')
        return runOne(connection, queryMs, name, parameters)
      })
      last = result.then(
        () => (waiting -= 1),
        () => (waiting -= 1),
      )
      return result
    },
  }
}

async function runOne<Name extends StatementName>(
  connection: DuckDBConnection,
  queryMs: number,
  name: Name,
  parameters: StatementParameters<Name>,
): Promise<readonly StatementRow<Name>[]> {
  const { text, bind, read } = statements[name]
  let late = false
  const timer = setTimeout(() => {
    late = true
    connection.interrupt()
  }, queryMs)
  try {
    const reader = await connection.runAndReadUntil(text, mostRows, bind(parameters))
    return reader.getRowObjectsJS().slice(0, mostRows).map(read)
  } catch (error) {
    if (late) throw new Error(`the query took longer than ${queryMs} ms`, { cause: error })
    throw error
  } finally {
    clearTimeout(timer)
  }
}
