import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A whole Weir in a process of its own, as plug-ins find it. */
export interface Centre {
  readonly url: string
  readonly pid: number
  /** Of a sensor that may be a door. */
  readonly key: string
  /** Makes a decision that is enforced and returns its id. */
  readonly decide: (decision: object) => Promise<string>
  readonly undo: (id: string) => Promise<void>
  /** What `GET` of the API answers. */
  readonly read: (path: string) => Promise<unknown>
  readonly close: () => Promise<void>
}

const launcher = fileURLToPath(new URL('../../../cli/bin/weir.js', import.meta.url))

export async function startCentre(): Promise<Centre> {
  const data = mkdtempSync(join(tmpdir(), 'weir-centre-'))
  const child = spawn(
    process.execPath,
    [launcher, 'serve', '--json', '--port', '0', '--data', data],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const said: readonly unknown[] = await once(createInterface({ input: child.stdout }), 'line')
  const { url, key } = started(JSON.parse(String(said[0])))
  const token = spawnSync(process.execPath, [launcher, 'token', '--data', data], {
    encoding: 'utf8',
  }).stdout.trim()
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text)
  }
  return {
    url,
    key,
    pid: child.pid ?? 0,
    decide: async (decision) =>
      String(
        member(await ask('POST', '/api/v1/decisions', { mode: 'enforce', ...decision }), 'id'),
      ),
    undo: async (id) => void (await ask('DELETE', `/api/v1/decisions/${id}`)),
    read: (path) => ask('GET', path),
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      rmSync(data, { recursive: true, force: true })
    },
  }
}

function started(said: unknown): { readonly url: string; readonly key: string } {
  return { url: String(member(said, 'url')), key: String(member(member(said, 'sensor'), 'key')) }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
