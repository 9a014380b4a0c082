import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { Desk, ndjson, weir } from '../testing/weir.ts'

const launcher = fileURLToPath(new URL('../../bin/weir.js', import.meta.url))
const desk = new Desk()
afterAll(() => desk.clear())

interface Serving {
  readonly child: ChildProcess
  readonly lines: Interface
  /** Exit code, what it said on standard error; after a signal. */
  end(signal: 'SIGINT' | 'SIGTERM'): Promise<{ readonly code: unknown; readonly stderr: string }>
}

/** `weir serve` that goes on until the test ends it. */
function serve(args: readonly string[]): Serving {
  const child = spawn(process.execPath, [launcher, 'serve', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (part: Buffer) => {
    stderr += part.toString()
  })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return {
    child,
    lines: createInterface({ input: child.stdout }),
    end: async (signal) => {
      child.kill(signal)
      const [code] = await exited
      return { code, stderr }
    },
  }
}

async function linesUntil(lines: Interface, last: string): Promise<readonly string[]> {
  const read: string[] = []
  for await (const line of lines) {
    read.push(line)
    if (line.startsWith(last)) break
  }
  return read
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status

describe('weir serve', () => {
  it('greets machines with one line of JSON, takes traffic, and ends with 0 on SIGTERM', async () => {
    const data = desk.path('machines')
    const serving = serve(['--json', '--data', data, '--environment', 'staging'])
    const [line] = await once(serving.lines, 'line')
    const greeting = JSON.parse(String(line))
    expect(greeting).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      console_url: expect.stringContaining(`${greeting.url}/`),
      sensor: { url: greeting.url, key: expect.stringMatching(/^weir_sensor_[\w-]{43}$/) },
      environment: 'staging',
      data,
      pid: serving.child.pid,
    })
    expect(await statusOf(`${greeting.url}/readyz`)).toBe(200)
    const response = await fetch(`${greeting.sensor.url}/v1/exchanges`, {
      method: 'POST',
      body: ndjson([{ ts: Date.now(), req: { method: 'GET', url: '/' }, res: { status: 200 } }]),
      headers: {
        authorization: `Bearer ${greeting.sensor.key}`,
        'content-type': 'application/x-ndjson',
      },
    })
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({ accepted: 1, rejected: [] })
    expect(await serving.end('SIGTERM')).toEqual({ code: 0, stderr: '' })
  })
  it('greets people with what they need, and refuses a second of its kind on the same folder', async () => {
    const data = desk.path('people')
    const serving = serve(['--data', data])
    const text = (await linesUntil(serving.lines, 'Ctrl-C')).join('\n')
    expect(text).toMatch(/^Weir watches "default" at http:\/\/127\.0\.0\.1:\d+\ndata in /)
    expect(text).toMatch(/\(this link works once\):\n {2}http:\/\/127\.0\.0\.1:\d+\/\S+\n/)
    expect(text).toMatch(
      / {2}export WEIR_URL=http\S+ WEIR_SENSOR_KEY=weir_sensor_\S+ WEIR_SERVICE=/,
    )
    expect(text).toContain('  weir serve --host 0.0.0.0')
    expect(text).not.toContain('\u001b[')
    const link = /works once\):\n {2}(\S+)/.exec(text)?.[1] ?? ''
    const opened = await fetch(link, { redirect: 'manual' })
    expect(opened.headers.get('set-cookie')).toMatch(/SameSite=/i)

    const second = await weir(['serve', '--port', '0', '--data', data])
    expect(second).toEqual({
      code: 3,
      stdout: '',
      stderr: `weir: the data folder ${data} is in use by process ${serving.child.pid}. Stop it, or give this one a folder of its own with --data. (DATA_FOLDER_BUSY)\n`,
    })
    expect(await serving.end('SIGINT')).toEqual({ code: 0, stderr: '' })
  })
  it('ends with 2 and names every wrong setting at once', async () => {
    const config = desk.put('wrong.yaml', 'server:\n  prot: 1\nspool: { sync_ms: soon }\n')
    const data = desk.path('never-made')
    const run = await weir(['serve', '--data', data, '--config', config, '--port', 'http'])
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr.split('\n')).toEqual([
      'weir: these settings cannot be used:',
      expect.stringMatching(/^--port: /),
      `${config}:2:3: server.prot: there is no such setting`,
      expect.stringMatching(/:3:10: spool\.sync_ms: .*number.* \(CONFIG_INVALID\)$/),
      '',
    ])
  })
  it('ends with 2 where its settings cannot be read', async () => {
    const data = desk.path('never-made')
    const missing = await weir(['serve', '--data', data, '--config', desk.path('missing.yaml')])
    expect(missing).toMatchObject({ code: 2, stdout: '' })
    expect(missing.stderr).toMatch(/^weir: --config \S+missing\.yaml: ENOENT/)
  })
  it('ends with 2 where it is given a flag there is none of', async () => {
    const unknown = await weir(['serve', '--colour', 'red'])
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    expect(unknown.stderr).toContain('--colour')
  })
  it('ends with 3 and says what to do where the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => {
      other.close()
    })
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const run = await weir(['serve', '--port', String(port), '--data', desk.path('busy')])
    expect(run).toEqual({
      code: 3,
      stdout: '',
      stderr: `weir: port ${port} of 127.0.0.1 is taken by another program. Stop it, or choose another port with --port (0 takes any free one). (PORT_UNAVAILABLE)\n`,
    })
  })
  it('ends with 3 where its address is none of this machine', async () => {
    const away = await weir([
      'serve',
      '--host',
      '192.0.2.1',
      '--port',
      '0',
      '--data',
      desk.path('away'),
    ])
    expect(away.code).toBe(3)
    expect(away.stderr).toMatch(
      /Give an address of this machine with --host\. \(PORT_UNAVAILABLE\)/,
    )
  })
  it('ends with 3 where its folder is a file', async () => {
    const file = desk.put('file', '')
    const unusable = await weir(['serve', '--port', '0', '--data', file])
    expect(unusable.code).toBe(3)
    expect(unusable.stderr).toMatch(/Set WEIR_DATA or --data .* \(DATA_FOLDER_UNUSABLE\)/)
  })
})
