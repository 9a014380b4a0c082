import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../testing/temporary-stores.ts'
import { type DataFolder, defaultDataFolder, openDataFolder } from './data-folder.ts'

function opened(path: string): DataFolder {
  const folder = openDataFolder(path)
  onTestFinished(() => folder.release())
  return folder
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777
}

/** Number of a process that is no more. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid
}

describe('the data folder', () => {
  it('is made for its owner alone, with a secret that stays the same', () => {
    const path = join(temporaryFolder(), 'some', 'where')
    const first = openDataFolder(path)
    expect([path, first.spool, first.snapshots].map(modeOf)).toEqual([0o700, 0o700, 0o700])
    expect(modeOf(join(path, 'secret'))).toBe(0o600)
    expect(first.secret).toHaveLength(32)
    first.release()
    expect(opened(path).secret).toEqual(first.secret)
    expect(opened(temporaryFolder()).secret).not.toEqual(first.secret)
  })
  it('leaves a secret of one own as it is, but readable for nobody else', () => {
    const path = temporaryFolder()
    const secret = join(path, 'secret')
    writeFileSync(secret, 'sixteen octets ..', { mode: 0o644 })
    chmodSync(secret, 0o644)
    expect(Buffer.from(opened(path).secret).toString()).toBe('sixteen octets ..')
    expect(modeOf(secret)).toBe(0o600)
  })
  it('is not opened with a secret that is too short, and is free for the next attempt', () => {
    const path = temporaryFolder()
    writeFileSync(join(path, 'secret'), 'too short')
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(() => openDataFolder(path)).toThrow(
        expect.objectContaining({
          code: 'DATA_FOLDER_UNUSABLE',
          message: expect.stringMatching(/secret has 9 bytes; at least 16 are needed\. Put the/),
        }),
      )
    }
    rmSync(join(path, 'secret'))
    opened(path)
  })
  it('that cannot be made is named, with what to do', () => {
    const file = join(temporaryFolder(), 'a-file')
    writeFileSync(file, '')
    for (const path of [file, join(file, 'inside')]) {
      expect(() => openDataFolder(path)).toThrow(
        expect.objectContaining({
          code: 'DATA_FOLDER_UNUSABLE',
          message: expect.stringMatching(/a-file.* cannot be used: .* Set WEIR_DATA or --data to/),
        }),
      )
    }
  })
  it('is where the environment says, else in the home of the user', () => {
    expect(defaultDataFolder({ WEIR_DATA: '/a', XDG_DATA_HOME: '/b' })).toBe('/a')
    expect(defaultDataFolder({ WEIR_DATA: '', XDG_DATA_HOME: '/b' })).toBe('/b/weir')
    const home = defaultDataFolder({})
    expect(home).toMatch(/\.local.share.weir$/)
    expect(defaultDataFolder({ XDG_DATA_HOME: '' })).toBe(home)
    expect(defaultDataFolder({ XDG_DATA_HOME: 'relative' })).toBe(home)
  })
})

describe('the lock of a data folder', () => {
  it('keeps others out and names its process, until it is released', () => {
    const path = temporaryFolder()
    const first = openDataFolder(path)
    expect(() => openDataFolder(path)).toThrow(
      expect.objectContaining({
        code: 'DATA_FOLDER_BUSY',
        message: expect.stringContaining(`in use by process ${process.pid}. Stop it, or give`),
      }),
    )
    first.release()
    opened(path)
  })
  it('leaves nothing beside it, whatever an attempt comes to', () => {
    const path = temporaryFolder()
    const names = ['secret', 'snapshots', 'spool', 'weir.lock']
    const folder = openDataFolder(path)
    expect(() => openDataFolder(path)).toThrow()
    expect(readdirSync(path).sort()).toEqual(names)
    folder.release()
    expect(readdirSync(path).sort()).toEqual(names.slice(0, 3))
  })
  it('is taken over when its process is gone', () => {
    const path = temporaryFolder()
    writeFileSync(join(path, 'weir.lock'), `${deadPid()} 123456\n`)
    opened(path)
    expect(readFileSync(join(path, 'weir.lock'), 'utf8')).toMatch(`${process.pid} `)
    expect(() => openDataFolder(path)).toThrow('in use by process')
  })
  it('is taken over when its number belongs to a later process', (context) => {
    if (process.platform !== 'linux') context.skip('needs Linux: /proc tells when a process began')
    const path = temporaryFolder()
    writeFileSync(join(path, 'weir.lock'), `${process.pid} 1\n`)
    opened(path)
  })
  it.each(['', 'x', '-1 0', '0 0', '1e9 0', '99999999999999999999 0', '\0\0\0\0'])(
    'is taken over when it says %j, which names nobody',
    (text) => {
      const path = temporaryFolder()
      writeFileSync(join(path, 'weir.lock'), text)
      opened(path)
    },
  )
  it('that another process has is not released', () => {
    const path = temporaryFolder()
    const folder = openDataFolder(path)
    const lock = join(path, 'weir.lock')
    writeFileSync(lock, '1 1\n')
    folder.release()
    expect(existsSync(lock)).toBe(true)
  })
})
