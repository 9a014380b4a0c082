import { describe } from 'vitest'
import { memoryFiles } from '../testing/memory-files.ts'
import { temporaryFolder } from '../testing/temporary-stores.ts'
import { filePortContract } from './file-port.contract.ts'
import { diskFiles } from './file-port.ts'

describe('the disk', () => {
  filePortContract(() => ({ files: diskFiles, folder: temporaryFolder() }))
})

describe('the disk of tests', () => {
  filePortContract(() => ({ files: memoryFiles(), folder: '/spool' }))
})
