import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { FilePort } from './file-port.ts'

interface Place {
  readonly files: FilePort
  /** Empty. */
  readonly folder: string
}

async function write({ files }: Place, path: string, text: string): Promise<void> {
  const file = await files.create(path)
  await file.append(Buffer.from(text))
  await file.sync()
  await file.close()
}

async function textOf({ files }: Place, path: string): Promise<string> {
  return Buffer.from(await files.readAll(path)).toString()
}

/** What every disk of the spool must do; `open` gives one with an empty folder. */
export function filePortContract(open: () => Place): void {
  it('gives back what was appended, whole or in part', async () => {
    const place = open()
    const path = join(place.folder, 'a')
    const file = await place.files.create(path)
    await file.append(Buffer.from('one '))
    await file.append(Buffer.from('two'))
    expect(await textOf(place, path)).toBe('one two')
    await file.sync()
    await file.close()
    expect(Buffer.from(await place.files.read(path, 4, 2)).toString()).toBe('tw')
    expect(Buffer.from(await place.files.read(path, 5, 99)).toString()).toBe('wo')
  })
  it('cuts, renames over, lists and removes', async () => {
    const place = open()
    const { files, folder } = place
    const [first, second] = [join(folder, 'first'), join(folder, 'second')]
    await write(place, first, 'one two')
    await write(place, second, 'old')
    await files.truncate(first, 3)
    await files.rename(first, second)
    await files.syncFolder(folder)
    expect(await textOf(place, second)).toBe('one')
    expect(await files.list(folder)).toEqual(['second'])
    await files.remove(second)
    await files.remove(second)
    expect(await files.list(folder)).toEqual([])
  })
  it('refuses to make a file that is there, and to read one that is not', async () => {
    const place = open()
    const path = join(place.folder, 'a')
    await write(place, path, 'kept')
    await expect(place.files.create(path)).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await textOf(place, path)).toBe('kept')
    const missing = join(place.folder, 'missing')
    await expect(place.files.readAll(missing)).rejects.toMatchObject({ code: 'ENOENT' })
  })
}
