import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { documents, edge } from '../bank/network.ts'
import { addressOf } from './addresses.ts'
import type { Directory, Place } from './message-codec.ts'

const run = promisify(execFile)

/** An nginx that can run Lua. */
export interface LuaNginx {
  /** As it says of itself: `nginx/1.22.1`. */
  readonly version: string
  /** Lines of configuration that load Lua. */
  readonly load: string
}

/** What stands before the bank's edge and its object store for everybody outside. */
export interface Front {
  /** Of the nginx, as it says of itself. */
  readonly version: string
  readonly places: Directory
  readonly pid: number
  readonly stop: () => Promise<void>
}

/** The nginx of this machine; null where there is none, or none with Lua. */
export async function findLuaNginx(): Promise<LuaNginx | null> {
  try {
    const { stderr } = await run('nginx', ['-V'], { timeout: 10_000 })
    const version = /^nginx version: (\S+)/m.exec(stderr)?.[1] ?? 'nginx'
    // Lua is built into OpenResty, and a module elsewhere.
    if (version.startsWith('openresty')) return { version, load: '' }
    const folder = /--modules-path=(\S+)/.exec(stderr)?.[1] ?? ''
    const modules = ['ndk_http_module.so', 'ngx_http_lua_module.so'].map((file) =>
      join(folder, file),
    )
    if (!modules.every((file) => existsSync(file))) return null
    return { version, load: modules.map((file) => `load_module ${file};`).join('\n') }
  } catch {
    return null
  }
}

export interface FrontOptions {
  readonly nginx: LuaNginx
  /** Lines inside `http` that load the sensor, as `weir sensor add nginx` prints them. */
  readonly sensor: string
  readonly edge: Place
  readonly documents: Place
}

const patienceMs = 10_000

/** Starts nginx in a folder of its own; rejects with what its log says where it does not start. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const place = { address: addressOf('loadBalancer'), port: await freePort() }
  const folder = await mkdtemp(join(tmpdir(), 'weir-demo-nginx-'))
  const tidy = (): Promise<void> => rm(folder, { recursive: true, force: true })
  const log = join(folder, 'error.log')
  await mkdir(join(folder, 'logs'))
  const file = join(folder, 'nginx.conf')
  await writeFile(file, configuration(options, place), { mode: 0o600 })
  const child = spawn('nginx', ['-p', folder, '-c', file, '-e', log], { stdio: 'ignore' })
  const exited = once(child, 'exit').catch(() => undefined)
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await exited
    await tidy()
  }
  if (await listens(place, child)) {
    const places = { [edge.host]: place, [documents.host]: place }
    return { version: options.nginx.version, places, pid: child.pid ?? 0, stop }
  }
  const reason = await readFile(log, 'utf8').catch(() => '')
  await stop()
  throw new Error(`nginx did not start: ${reason.trim().slice(-500)}`)
}

function configuration(
  { nginx, sensor, ...behind }: FrontOptions,
  { address, port }: Place,
): string {
  const listen = `${address}:${port}`
  return `
${nginx.load}
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid nginx.pid;
error_log error.log warn;
worker_processes 1;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;

${sensor}
  lua_socket_log_errors off;
  client_body_buffer_size 64k;

  proxy_http_version 1.1;
  proxy_bind ${address};
  proxy_set_header Connection "";
  # What was signed names the host.
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  upstream edge { server ${behind.edge.address}:${behind.edge.port}; keepalive 64; }
  upstream documents { server ${behind.documents.address}:${behind.documents.port}; keepalive 64; }
  server { listen ${listen}; server_name ${edge.host}; location / { proxy_pass http://edge; } }
  server { listen ${listen}; server_name ${documents.host}; location / { proxy_pass http://documents; } }
}
`
}

async function listens({ address, port }: Place, child: ChildProcess): Promise<boolean> {
  const until = performance.now() + patienceMs
  while (performance.now() < until && child.exitCode === null) {
    const socket = net.connect(port, address)
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return true
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return false
}

/** A port nobody listened on a moment ago: nginx has to be told one. */
async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, addressOf('loadBalancer'), resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return address === null || typeof address === 'string' ? 0 : address.port
}
