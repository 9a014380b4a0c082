import { createHash } from 'node:crypto'
import type { DuckDBConnection } from '@duckdb/node-api'
import { readNumber, textOf } from './call-codec.ts'

export interface Migration {
  readonly number: number
  readonly text: string
}

/** Steps from an empty file to today's tables, in order; one that was released is never edited. */
export const migrations: readonly Migration[] = [
  {
    number: 1,
    text: `
      CREATE TABLE token (place INTEGER PRIMARY KEY, frame BIGINT NOT NULL);
      CREATE TABLE calls (
        frame BIGINT NOT NULL, seq BIGINT NOT NULL, id VARCHAR, ts DOUBLE NOT NULL,
        duration_ms DOUBLE, sensor VARCHAR NOT NULL, environment VARCHAR NOT NULL,
        source VARCHAR NOT NULL, service VARCHAR NOT NULL, method VARCHAR NOT NULL,
        template VARCHAR, action VARCHAR, status INTEGER, outcome VARCHAR NOT NULL,
        actor VARCHAR NOT NULL, principal_kind VARCHAR, principal_name VARCHAR,
        client_address VARCHAR NOT NULL, request_bytes BIGINT NOT NULL,
        response_bytes BIGINT NOT NULL, data_types VARCHAR[] NOT NULL, score DOUBLE NOT NULL,
        trackers VARCHAR[] NOT NULL, findings VARCHAR[] NOT NULL);
      CREATE TABLE findings (
        frame BIGINT NOT NULL, id VARCHAR NOT NULL, last_ms DOUBLE NOT NULL, body VARCHAR NOT NULL);
      CREATE TABLE incidents (
        frame BIGINT NOT NULL, id VARCHAR NOT NULL, last_ms DOUBLE NOT NULL, body VARCHAR NOT NULL);
      CREATE SEQUENCE audit_number;
      CREATE TABLE audit (
        number BIGINT DEFAULT nextval('audit_number'), at_ms DOUBLE NOT NULL, "by" VARCHAR NOT NULL,
        what VARCHAR NOT NULL, target VARCHAR NOT NULL);
      CREATE TABLE documents (
        kind VARCHAR NOT NULL, id VARCHAR NOT NULL, version INTEGER NOT NULL, body VARCHAR NOT NULL,
        at_ms DOUBLE NOT NULL, "by" VARCHAR NOT NULL, PRIMARY KEY (kind, id, version));`,
  },
]

export function checksumOf({ text }: Migration): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The file was made by steps this version does not know. */
export class UnknownMigration extends Error {}

/** Brings a file up to date; each step is one transaction. */
export async function migrate(
  connection: DuckDBConnection,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS migrations
    (number INTEGER PRIMARY KEY, checksum VARCHAR NOT NULL)`)
  const applied = await appliedSteps(connection)
  for (const [number, checksum] of applied) {
    const step = steps.find((one) => one.number === number)
    if (step === undefined || checksumOf(step) !== checksum) {
      throw new UnknownMigration(`step ${number} of this file is none that this version knows`)
    }
  }
  for (const step of steps) if (!applied.has(step.number)) await apply(connection, step)
}

async function appliedSteps(connection: DuckDBConnection): Promise<ReadonlyMap<number, string>> {
  const reader = await connection.runAndReadAll('SELECT number, checksum FROM migrations')
  return new Map(
    reader.getRowObjectsJS().map((row) => [readNumber(row['number']), textOf(row['checksum'])]),
  )
}

async function apply(connection: DuckDBConnection, step: Migration): Promise<void> {
  await connection.run('BEGIN')
  try {
    await connection.run(step.text)
    await connection.run('INSERT INTO migrations VALUES ($number, $checksum)', {
      number: step.number,
      checksum: checksumOf(step),
    })
    await connection.run('COMMIT')
  } catch (error) {
    await connection.run('ROLLBACK')
    throw error
  }
}
