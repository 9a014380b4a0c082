import net from 'node:net'
import { expect } from 'vitest'

export interface RawClient {
  readonly write: (text: string | Uint8Array) => void
  readonly received: () => string
  readonly receives: (text: string) => Promise<void>
  readonly close: () => void
}

/** A connection whose octets the test chooses. */
export async function rawClient(port: number): Promise<RawClient> {
  const socket = net.connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (data) => (text += data.toString('latin1')))
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  return {
    write: (data) => socket.write(data),
    received: () => text,
    receives: async (expected) => {
      await expect.poll(() => text, { timeout: 10_000, interval: 5 }).toContain(expected)
    },
    close: () => socket.destroy(),
  }
}
