import net from 'node:net'
import { until } from './loopback.ts'

/** A client that writes what it is told to, byte for byte. */
export interface RawClient {
  readonly write: (text: string) => void
  /** Resolves when what came so far contains the words. */
  readonly reads: (words: string) => Promise<string>
  readonly end: () => void
  readonly destroy: () => void
}

export function rawClient(port: number): RawClient {
  const socket = net.connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (part: Buffer) => {
    text += part.toString('latin1')
  })
  socket.on('error', () => undefined)
  return {
    write: (bytes) => {
      socket.write(bytes, 'latin1')
    },
    reads: async (words) => {
      await until(() => text.includes(words), `the client reads ${words}; it has ${text}`)
      return text
    },
    end: () => {
      socket.end()
    },
    destroy: () => {
      socket.destroy()
    },
  }
}
