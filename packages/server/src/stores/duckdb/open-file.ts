import { DuckDBInstance } from '@duckdb/node-api'
import { migrate, UnknownMigration } from './migrations.ts'
import type { LedgerSettings, Refusal } from './messages.ts'

/** No access to anything but the file, and no more memory than is left beside the analysis. */
const configuration = {
  memory_limit: '512MB',
  threads: '1',
  wal_autocheckpoint: '4MB',
  enable_external_access: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
}

const retryMs = 100

export type Opened =
  | { readonly ok: true; readonly instance: DuckDBInstance }
  | { readonly ok: false; readonly refusal: Refusal; readonly message: string }

/** Opens and migrates the file; waits for an orphaned process that may still finish with it. */
export async function openFile({ file, lockMs }: LedgerSettings): Promise<Opened> {
  const deadline = Date.now() + lockMs
  for (;;) {
    try {
      return { ok: true, instance: await openOnce(file) }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (error instanceof UnknownMigration) return { ok: false, refusal: 'newer', message }
      const busy = message.includes('Could not set lock')
      if (!busy) return { ok: false, refusal: 'damaged', message }
      if (Date.now() >= deadline) return { ok: false, refusal: 'busy', message }
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

async function openOnce(file: string): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(file, configuration)
  try {
    const connection = await instance.connect()
    await connection.run('SET lock_configuration = true')
    await migrate(connection)
    connection.closeSync()
    return instance
  } catch (error) {
    instance.closeSync()
    throw error
  }
}
