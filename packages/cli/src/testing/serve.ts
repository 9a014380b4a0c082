import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { launcher, ndjson } from './weir.ts'

/** `weir serve` of its own. */
export interface Serving {
  readonly url: string
  /** Options that lead a command there. */
  readonly flags: readonly string[]
  end(): Promise<void>
}

const linesPerBatch = 500

/** Starts one over a data folder, with the exchanges taken. */
export async function serveWith(data: string, exchanges: readonly object[]): Promise<Serving> {
  const args = ['serve', '--json', '--port', '0', '--data', data]
  const child = spawn(process.execPath, [launcher, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { url, sensor } = JSON.parse(String(line))
  for (let from = 0; from < exchanges.length; from += linesPerBatch) {
    const sent = await fetch(`${url}/v1/exchanges`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sensor.key}`,
        'content-type': 'application/x-ndjson',
        'weir-boot': 'boot-of-the-test',
        'weir-seq': String(from / linesPerBatch + 1),
      },
      body: ndjson(exchanges.slice(from, from + linesPerBatch)),
    })
    if (sent.status !== 202) throw new Error(`${sent.status} ${await sent.text()}`)
  }
  return {
    url,
    flags: ['--url', url, '--data', data],
    end: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
