import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { memoryDisk } from '../testing/memory-disk.ts'
import { temporaryFolder } from '../testing/temporary-stores.ts'
import { filePortContract } from './file-port.contract.ts'
import { diskFiles } from './file-port.ts'

describe('a disk in memory', () => {
  filePortContract(() => ({ files: memoryDisk(), folder: '/folder' }))
})

describe('the disk', () => {
  filePortContract(() => ({ files: diskFiles, folder: temporaryFolder() }))

  it('lets nobody else read what it makes', async (context) => {
    if (process.platform === 'win32') context.skip('needs file modes')
    const path = join(temporaryFolder(), 'a')
    await (await diskFiles.create(path)).close()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
