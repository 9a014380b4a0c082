import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultDataFolder } from '../config/data-folder.ts'
import { deriveStorageKeys } from './storage-keys.ts'

/** The bearer token of the API of an installation on this machine; null where there is none to be read. */
export function readApiToken(data: string = defaultDataFolder(process.env)): string | null {
  try {
    return deriveStorageKeys(readFileSync(join(data, 'secret'))).apiToken
  } catch {
    return null
  }
}
