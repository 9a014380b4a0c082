import type { ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { deferred } from '../testing/deferred.ts'
import { type Listening, listen } from './listen.ts'

type Handler = Parameters<typeof listen>[0]

async function listening(handler: Handler, host = '127.0.0.1', port = 0): Promise<Listening> {
  const server = await listen(handler, host, port)
  onTestFinished(() => server.close(0))
  return server
}

const nothing: Handler = (_request, response) => response.end('ok')

async function statusOf(url: string): Promise<number> {
  return (await fetch(url)).status
}

describe('listening', () => {
  it('gives an address a client on this machine reaches it at', async () => {
    for (const host of ['127.0.0.1', 'localhost', '0.0.0.0']) {
      const { url, port } = await listening(nothing, host)
      expect(url).toBe(`http://127.0.0.1:${port}`)
      expect(await statusOf(url)).toBe(200)
    }
  })
  it('refuses a port that is taken, with the port and what to do', async () => {
    const { port } = await listening(nothing)
    await expect(listen(nothing, '127.0.0.1', port)).rejects.toMatchObject({
      code: 'PORT_UNAVAILABLE',
      message: `port ${port} of 127.0.0.1 is taken by another program. Stop it, or choose another port with --port (0 takes any free one).`,
    })
  })
  it('refuses an address that is none of this machine', async () => {
    await expect(listen(nothing, '192.0.2.1', 0)).rejects.toMatchObject({
      code: 'PORT_UNAVAILABLE',
      message: expect.stringContaining('Give an address of this machine with --host'),
    })
  })
  it('lets an answer that is under way end, and takes nothing new', async () => {
    const asked = deferred<ServerResponse>()
    const server = await listening((_request, response) => asked.resolve(response))
    const status = statusOf(server.url)
    const response = await asked.promise
    const closed = server.close(10_000)
    await expect(fetch(server.url)).rejects.toThrow()
    response.end('late')
    expect(await status).toBe(200)
    await closed
  })
  it('cuts off what does not end in its time', async () => {
    const asked = deferred<ServerResponse>()
    const server = await listening((_request, response) => asked.resolve(response))
    const cut = statusOf(server.url).catch((error: unknown) => error)
    await asked.promise
    await server.close(20)
    expect(await cut).toBeInstanceOf(Error)
  })
})
