import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type ApiUnderTest, apiUnderTest } from '../testing/api-under-test.ts'
import { temporaryFolder } from '../testing/temporary-stores.ts'
import { readConsoleFiles } from './console-files.ts'

const page = '<!doctype html><title>Weir</title>'
const script = `console.log(${JSON.stringify('x'.repeat(2_000))})`

async function withConsole(): Promise<ApiUnderTest> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '..', 'outside.txt'), 'outside')
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), page)
  writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(folder, 'assets', 'index-Bx3kQ9aZ.js'), script)
  writeFileSync(join(folder, 'assets', 'index-Bx3kQ9aZ.js.map'), '{"sources":[]}')
  return apiUnderTest({ consoleFolder: folder })
}

describe('the files of the console', () => {
  it('are kept for ever where they are named after their content, the page never', async () => {
    const { ask } = await withConsole()
    const asset = await ask('/assets/index-Bx3kQ9aZ.js')
    expect(asset.text).toBe(script)
    expect(asset.headers['cache-control']).toContain('immutable')
    expect(asset.headers['content-type']).toContain('text/javascript')
    const index = await ask('/')
    expect([index.text, index.headers['cache-control']]).toEqual([page, 'private, no-cache'])
    expect((await ask('/favicon.svg')).headers['cache-control']).toBe('private, no-cache')
  })
  it('give the page to every address of the console, and to none of the API', async () => {
    const { ask } = await withConsole()
    for (const path of ['/findings', '/findings/INC-1', '/catalog/orders?t=live-60m']) {
      expect((await ask(path)).text).toBe(page)
    }
    expect((await ask('/api/v1/nowhere')).status).toBe(404)
    expect((await ask('/assets/gone.js')).status).toBe(404)
  })
  it('come as gzip where the client takes it', async () => {
    const { open } = await withConsole()
    const response = await open('/assets/index-Bx3kQ9aZ.js', {
      headers: { 'accept-encoding': 'gzip, br' },
    })
    const chunks: Uint8Array[] = []
    for await (const chunk of response) if (chunk instanceof Uint8Array) chunks.push(chunk)
    expect(response.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(Buffer.concat(chunks)).toString()).toBe(script)
  })
  it('are not sent again where the client has them', async () => {
    const { ask } = await withConsole()
    const { headers } = await ask('/')
    const again = await ask('/', { headers: { 'if-none-match': headers.etag ?? '' } })
    expect([again.status, again.text]).toEqual([304, ''])
  })
  it('are the only files that can be had', async () => {
    const { ask } = await withConsole()
    for (const path of [
      '/../outside.txt',
      '/%2e%2e/outside.txt',
      '/..%2foutside.txt',
      '/assets/index-Bx3kQ9aZ.js.map',
      '/etc/passwd.txt',
    ]) {
      const { status, text } = await ask(path)
      expect([path, status === 200 && text !== page]).toEqual([path, false])
    }
  })
  it('need a page, and say how to make one', () => {
    expect(() => readConsoleFiles(temporaryFolder())).toThrow('build the console first')
  })
})
