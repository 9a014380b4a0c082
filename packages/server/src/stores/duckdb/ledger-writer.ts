import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api'
import type { AuditEntry } from '../audit.ts'
import type { DocumentChange, PutOutcome } from '../documents.ts'
import type { LedgerCut, LedgerEntry } from '../ledger.ts'
import { appendCall, readNullable, readNumber, storable } from './call-codec.ts'

/** Everything that changes the file, one change after the other. */
export interface LedgerWriter {
  token(): Promise<number>
  append(entries: readonly LedgerEntry[]): Promise<void>
  expire(cut: LedgerCut): Promise<void>
  audit(entry: AuditEntry): Promise<void>
  put(change: DocumentChange): Promise<PutOutcome>
  /** Waits for what is under way. */
  idle(): Promise<void>
}

export function createLedgerWriter(connection: DuckDBConnection): LedgerWriter {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Value>(change: () => Promise<Value>): Promise<Value> => {
    const result = last.then(() => inTransaction(connection, change))
    last = result.catch(() => undefined)
    return result
  }
  return {
    token: () => inTurn(() => storedToken(connection)),
    append: (entries) => inTurn(() => appendNew(connection, entries)),
    expire: (cut) => inTurn(() => expire(connection, cut)),
    audit: (entry) => inTurn(() => audit(connection, entry)),
    put: (change) => inTurn(() => put(connection, change)),
    idle: async () => {
      await last
    },
  }
}

async function storedToken(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll('SELECT frame FROM token')
  return readNullable(reader.getRowObjectsJS()[0]?.['frame']) ?? -1
}

async function inTransaction<Value>(
  connection: DuckDBConnection,
  change: () => Promise<Value>,
): Promise<Value> {
  await connection.run('BEGIN')
  try {
    const value = await change()
    await connection.run('COMMIT')
    return value
  } catch (error) {
    // After a failed COMMIT there is nothing left to roll back.
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** The token is written with the rows, so that whoever sees one sees the other. */
async function appendNew(
  connection: DuckDBConnection,
  entries: readonly LedgerEntry[],
): Promise<void> {
  let newest = await storedToken(connection)
  const fresh: LedgerEntry[] = []
  for (const entry of entries) {
    if (entry.frame <= newest) continue
    newest = entry.frame
    fresh.push(entry)
  }
  if (fresh.length === 0) return
  await withAppender(connection, 'calls', (appender) => {
    for (const { frame, calls } of fresh)
      for (const call of calls) appendCall(appender, frame, call)
  })
  await appendVersions(connection, 'findings', fresh)
  await appendVersions(connection, 'incidents', fresh)
  await connection.run('INSERT OR REPLACE INTO token VALUES (0, $frame)', { frame: newest })
}

async function appendVersions(
  connection: DuckDBConnection,
  table: 'findings' | 'incidents',
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.every((entry) => entry[table].length === 0)) return
  await withAppender(connection, table, (appender) => {
    for (const entry of entries) {
      for (const version of entry[table]) {
        appender.appendBigInt(BigInt(entry.frame))
        appender.appendVarchar(storable(version.id))
        appender.appendDouble(version.lastMs)
        appender.appendVarchar(JSON.stringify(version))
        appender.endRow()
      }
    }
  })
}

async function withAppender(
  connection: DuckDBConnection,
  table: string,
  fill: (appender: DuckDBAppender) => void,
): Promise<void> {
  const appender = await connection.createAppender(table)
  try {
    fill(appender)
  } finally {
    appender.closeSync()
  }
}

async function expire(connection: DuckDBConnection, cut: LedgerCut): Promise<void> {
  await connection.run('DELETE FROM calls WHERE ts < $cut', { cut: cut.callsMs })
  await connection.run('DELETE FROM findings WHERE last_ms < $cut', { cut: cut.findingsMs })
  await connection.run('DELETE FROM incidents WHERE last_ms < $cut', { cut: cut.findingsMs })
  await connection.run('DELETE FROM audit WHERE at_ms < $cut', { cut: cut.auditMs })
}

async function audit(connection: DuckDBConnection, entry: AuditEntry): Promise<void> {
  await connection.run(
    'INSERT INTO audit (at_ms, "by", what, target) VALUES ($at, $by, $what, $target)',
    { at: entry.atMs, by: entry.by, what: entry.what, target: entry.target },
  )
}

async function put(connection: DuckDBConnection, change: DocumentChange): Promise<PutOutcome> {
  const { kind, id, value, expectedVersion, atMs, by } = change
  const reader = await connection.runAndReadAll(
    'SELECT max(version) AS version FROM documents WHERE kind = $kind AND id = $id',
    { kind, id },
  )
  const version = readNumber(reader.getRowObjectsJS()[0]?.['version'])
  if (version !== expectedVersion) return { ok: false, version }
  await connection.run(
    `INSERT INTO documents (kind, id, version, body, at_ms, "by")
     VALUES ($kind, $id, $version, $body, $at, $by)`,
    { kind, id, version: version + 1, body: JSON.stringify(value), at: atMs, by },
  )
  return { ok: true, version: version + 1 }
}
