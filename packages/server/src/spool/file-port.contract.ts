import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { FilePort } from './file-port.ts'

/** What every disk must do; `open` gives an empty folder of it. */
export function filePortContract(
  open: () => { readonly files: FilePort; readonly folder: string },
): void {
  const bytes = Buffer.from('0123456789')

  it('gives back what was appended, whole and in parts', async () => {
    const { files, folder } = open()
    const path = join(folder, 'a')
    const file = await files.create(path)
    await file.append(bytes.subarray(0, 4))
    await file.append(bytes.subarray(4))
    await file.sync()
    await file.close()
    await files.syncFolder(folder)
    expect(Buffer.from(await files.readAll(path)).toString()).toBe('0123456789')
    expect(Buffer.from(await files.read(path, 3, 4)).toString()).toBe('3456')
    expect(await files.list(folder)).toEqual(['a'])
  })
  it('reads up to the end and no further', async () => {
    const { files, folder } = open()
    const path = await written(files, folder, bytes)
    expect(Buffer.from(await files.read(path, 8, 9)).toString()).toBe('89')
    expect(await files.read(path, 10, 9)).toHaveLength(0)
  })
  it('never makes a file twice', async () => {
    const { files, folder } = open()
    const path = await written(files, folder, bytes)
    await expect(files.create(path)).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await files.readAll(path)).toHaveLength(10)
  })
  it('cuts a file and leaves what is before the cut', async () => {
    const { files, folder } = open()
    const path = await written(files, folder, bytes)
    await files.truncate(path, 4)
    expect(Buffer.from(await files.readAll(path)).toString()).toBe('0123')
  })
  it('renames over what is there, and removes what may be gone already', async () => {
    const { files, folder } = open()
    const from = await written(files, folder, bytes)
    const to = join(folder, 'b')
    await (await files.create(to)).close()
    await files.rename(from, to)
    expect(await files.list(folder)).toEqual(['b'])
    expect(await files.readAll(to)).toHaveLength(10)
    await files.remove(to)
    await files.remove(to)
    expect(await files.list(folder)).toEqual([])
    await expect(files.readAll(to)).rejects.toMatchObject({ code: 'ENOENT' })
  })
}

async function written(files: FilePort, folder: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'a')
  const file = await files.create(path)
  await file.append(bytes)
  await file.close()
  return path
}
