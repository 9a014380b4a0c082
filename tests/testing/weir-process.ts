import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const weir = fileURLToPath(new URL('../../packages/cli/bin/weir.js', import.meta.url))

/** `weir serve` as a process of its own. */
export interface WeirProcess {
  readonly url: string
  readonly key: string
  /** Cookie of the person who started it. */
  readonly session: () => Promise<{ readonly name: string; readonly value: string }>
  /** What it said on standard error. */
  readonly complaints: () => string
  /** Process of the ledger; null while there is none. */
  readonly ledgerPid: () => number | null
  readonly kill: (signal: 'SIGKILL' | 'SIGTERM') => Promise<number | null>
  /** Asks the API as the person who started it. */
  readonly ask: (path: string) => Promise<unknown>
}

export async function startWeirProcess(data: string, config: string): Promise<WeirProcess> {
  const args = ['serve', '--json', '--port', '0', '--data', data, '--config', config]
  const child = spawn(process.execPath, [weir, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (part: Buffer) => {
    complaints += part.toString()
  })
  const exited = once(child, 'exit')
  const greeting = once(createInterface({ input: child.stdout }), 'line')
  const [line] = await Promise.race([greeting, exited.then(() => [null])])
  if (typeof line !== 'string') throw new Error(`weir serve did not start: ${complaints}`)
  const { url, console_url: consoleUrl, sensor } = JSON.parse(line)
  let cookie: Promise<string> | null = null
  return {
    url,
    key: sensor.key,
    session: async () => {
      cookie ??= signIn(consoleUrl)
      const [name = '', value = ''] = (await cookie).split(/=(.*)/s)
      return { name, value }
    },
    complaints: () => complaints,
    ledgerPid: () => firstChildOf(child),
    kill: async (signal) => {
      child.kill(signal)
      const [code] = await exited
      return code
    },
    ask: async (path) => {
      cookie ??= signIn(consoleUrl)
      const response = await fetch(`${url}${path}`, { headers: { cookie: await cookie } })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
  }
}

async function signIn(consoleUrl: string): Promise<string> {
  const response = await fetch(consoleUrl, { redirect: 'manual' })
  return (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
}

function firstChildOf({ pid }: ChildProcess): number | null {
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return list === '' ? null : Number(list.split(' ', 1)[0])
  } catch {
    return null
  }
}
