import net, { type Socket } from 'node:net'
import { listen } from '@weir/testkit/proxy'

export interface SocketPair {
  /** Ours, as the agent has it. */
  readonly agent: Socket
  /** HAProxy's. */
  readonly haproxy: Socket
  readonly received: () => Buffer
  readonly close: () => Promise<void>
}

/** A connection over loopback with both of its ends. */
export async function socketPair(): Promise<SocketPair> {
  const server = net.createServer()
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve))
  const { port, close } = await listen(server)
  const haproxy = net.connect(port, '127.0.0.1')
  const parts: Buffer[] = []
  haproxy.on('data', (part: Buffer) => parts.push(part))
  haproxy.on('error', () => undefined)
  const agent = await accepted
  return {
    agent,
    haproxy,
    received: () => Buffer.concat(parts),
    close: async () => {
      agent.destroy()
      haproxy.destroy()
      await close()
    },
  }
}
