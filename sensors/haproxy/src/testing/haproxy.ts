import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import { freePort, until } from '@weir/testkit/proxy'

/** Where the files lie that operators are given. */
export const publishedFolder = fileURLToPath(new URL('../../haproxy/', import.meta.url))

export const hasHaproxy = spawnSync('haproxy', ['-v']).status === 0

export const hasHaproxyWithLua =
  hasHaproxy && spawnSync('haproxy', ['-vv']).stdout.toString().includes('+LUA')

export interface Haproxy {
  readonly port: number
  readonly url: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

export interface HaproxyOptions {
  readonly appPort: number
  readonly agentPort: number
  /** Paths of files to use instead of the published ones. */
  readonly config?: string
  readonly spoeConfig?: string
  /** With the filter that redacts. */
  readonly redacts?: boolean
}

/** Starts HAProxy with the two files operators are given, on ports of its own. */
export async function startHaproxy(options: HaproxyOptions): Promise<Haproxy> {
  const port = await freePort()
  const config = options.config ?? `${publishedFolder}haproxy.cfg`
  const child = spawn('haproxy', ['-db', '-f', config], {
    env: {
      PATH: process.env['PATH'],
      WWW_BIND: `127.0.0.1:${port}`,
      APP: `127.0.0.1:${options.appPort}`,
      WEIR_SPOE: `127.0.0.1:${options.agentPort}`,
      WEIR_REDACT: options.redacts === true ? 'on' : 'off',
      WEIR_REDACT_LUA: `${publishedFolder}weir-redact.lua`,
      WEIR_SPOE_CONF: options.spoeConfig ?? `${publishedFolder}weir-spoe.conf`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString()
  })
  await until(() => {
    if (child.exitCode !== null) throw new Error(`HAProxy ended: ${said}`)
    return answers(port)
  }, 'HAProxy listens')
  const { pid } = child
  if (pid === undefined) throw new Error('HAProxy did not start')
  return { port, url: `http://127.0.0.1:${port}`, pid, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
