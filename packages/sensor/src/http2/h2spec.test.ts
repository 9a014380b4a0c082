import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { headerBlock } from './hpack/header-block.ts'
import { Http2Server } from './http2-server.ts'

const run = promisify(execFile)
const command = 'h2spec'
const isThere = spawnSync(command, ['--version']).error === undefined

it('holds what h2spec asks of a server, its strict questions included', async (context) => {
  if (!isThere) context.skip('needs h2spec')
  const head = headerBlock([[':status', '200']])
  const trailers = headerBlock([['x', '1']])
  const server = new Http2Server((stream) => {
    const ended = (): void => {
      stream.respond(head)
      stream.write(Buffer.from('hello'))
      stream.end(trailers)
    }
    return { data: () => undefined, ended, closed: () => undefined }
  }, 10)
  const port = await server.listen(0, '127.0.0.1')
  try {
    const { stdout } = await run(command, ['-h', '127.0.0.1', '-p', String(port), '--strict'])
    expect(stdout).toMatch(/(\d+) tests, \1 passed, 0 skipped, 0 failed/)
  } finally {
    await server.close(100)
  }
}, 60_000)
