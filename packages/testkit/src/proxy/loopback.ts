import http from 'node:http'
import net, { type Server } from 'node:net'

export interface Running {
  readonly port: number
  readonly url: string
  readonly close: () => Promise<void>
}

export async function listen(server: Server, port = 0): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if (server instanceof http.Server) server.closeAllConnections()
      }),
  }
}

/** A port nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const { port, close } = await listen(net.createServer())
  await close()
  return port
}

export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not in 20 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
