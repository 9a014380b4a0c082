import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const weir = fileURLToPath(new URL('../../packages/cli/bin/weir.js', import.meta.url))

/** `weir demo` as a process of its own. */
export interface DemoProcess {
  /** Opens the console; serves once. */
  readonly link: string
  /** Settles when a line of what it prints has these words. */
  readonly whenItSays: (words: string) => Promise<void>
  readonly stop: () => Promise<void>
}

export async function startDemo(...args: readonly string[]): Promise<DemoProcess> {
  const child = spawn(process.execPath, [weir, 'demo', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      said += part.toString()
      for (const look of waiting) look()
    })
  }
  const exited = once(child, 'exit')
  const whenItSays = (words: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!said.includes(words)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      void exited.then(() => reject(new Error(`the demo ended without "${words}":\n${said}`)))
      look()
    })
  await whenItSays('token=')
  const [link = ''] = /http\S+token=\S+/.exec(said) ?? []
  return {
    link,
    whenItSays,
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
