import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './servers.ts'

export const packageFolder = fileURLToPath(new URL('../..', import.meta.url))

export interface Nginx {
  readonly port: number
  readonly url: string
  readonly pid: number
  /** The folder it runs in; relative paths of its configuration start there. */
  readonly folder: string
  readonly errorLog: () => string
  /** Ends it as an operator does: requests under way are finished. */
  readonly quit: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface NginxConfiguration {
  readonly modules: readonly string[]
  readonly workers?: number
  /** Inside `http`. */
  readonly http: string
  /** Inside the `server` that listens; without it the whole server is part of `http`. */
  readonly server: string
  /** Beside the plain listener, such as `127.0.0.1:443 ssl`. */
  readonly listen?: string
}

const luaModules = ['ndk_http_module.so', 'ngx_http_lua_module.so']

/** Where nginx keeps its modules; null where there is no nginx. */
function modulesFolder(): string | null {
  const { error, stderr } = spawnSync('nginx', ['-V'], { encoding: 'utf8' })
  if (error !== undefined) return null
  return /--modules-path=(\S+)/.exec(stderr)?.[1] ?? ''
}

const folder = modulesFolder()
/** Lua is built into OpenResty, and a module elsewhere. */
const isOpenResty =
  folder !== null && spawnSync('nginx', ['-v'], { encoding: 'utf8' }).stderr.includes('openresty')

export const lua = isOpenResty ? [] : luaModules
export const njs = ['ngx_http_js_module.so']

/** What a test needs and this machine lacks, as `ctx.skip` wants it; null when all is there. */
export function missing(modules: readonly string[]): string | null {
  const isThere = folder !== null && modules.every((file) => existsSync(join(folder, file)))
  return isThere ? null : 'needs nginx'
}

/** Starts nginx in a folder of its own. */
export async function startNginx(configuration: NginxConfiguration): Promise<Nginx> {
  const port = await freePort()
  const prefix = mkdtempSync(join(tmpdir(), 'weir-nginx-'))
  mkdirSync(join(prefix, 'logs'))
  writeFileSync(join(prefix, 'nginx.conf'), text(configuration, port))
  const log = join(prefix, 'error.log')
  const child = spawn('nginx', ['-p', prefix, '-c', join(prefix, 'nginx.conf'), '-e', log], {
    stdio: 'ignore',
  })
  const errorLog = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '')
  await reachable(port, child, errorLog)
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    folder: prefix,
    errorLog,
    quit: () => end(child, 'SIGQUIT'),
    close: async () => {
      await end(child, 'SIGTERM')
      rmSync(prefix, { recursive: true, force: true })
    },
  }
}

function text(
  { modules, workers, http, server, listen }: NginxConfiguration,
  port: number,
): string {
  return `
${modules.map((file) => `load_module ${join(folder ?? '', file)};`).join('\n')}
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid nginx.pid;
error_log error.log warn;
worker_processes ${workers ?? 1};
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ${http}
  server {
    listen 127.0.0.1:${port};
    ${listen === undefined ? '' : `listen ${listen};`}
    ${server}
  }
}
`
}

async function reachable(port: number, child: ChildProcess, errorLog: () => string): Promise<void> {
  const until = Date.now() + 20_000
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`nginx did not start: ${errorLog()}`)
    if (await accepts(port)) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`nginx does not listen: ${errorLog()}`)
}

function accepts(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1')
  return new Promise((resolve) => {
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
