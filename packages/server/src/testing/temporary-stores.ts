import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openStores, type Stores, type StoresOptions } from '../stores/duckdb/open-stores.ts'

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'weir-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Stores over a file of their own, closed after the test. */
export async function temporaryStores(options: Partial<StoresOptions> = {}): Promise<Stores> {
  const file = options.file ?? join(temporaryFolder(), 'ledger.duckdb')
  const stores = await openStores({ ...options, file })
  onTestFinished(() => stores.close())
  return stores
}
