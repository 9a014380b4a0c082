import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, serveWith } from '../testing/serve.ts'
import { Desk, type Run, weir } from '../testing/weir.ts'

const desk = new Desk()
const timeout = 60_000

/** A service of one page, watched from within, that says where it listens. */
const service = `
  import http from 'node:http'
  const server = http.createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ path: request.url, padding: 'x'.repeat(request.url === '/long' ? 100_000 : 9) }))
  })
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

let running: Serving
const children: ChildProcess[] = []

beforeAll(async () => {
  running = await serveWith(desk.path('data'), [])
}, timeout)
afterAll(async () => {
  for (const child of children) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await running.end()
  desk.clear()
})

const ask = (...args: readonly string[]): Promise<Run> => weir([...args, ...running.flags])

/** Address of a new service with a sensor of this name. */
async function watched(name: string, ...flags: readonly string[]): Promise<string> {
  const made = await ask('sensor', 'add', 'node', '--name', name, ...flags, '--json')
  const { key } = JSON.parse(made.stdout)
  const child = spawn(
    process.execPath,
    ['--import', '@weir/sensor-node', '--input-type=module', '-e', service],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        WEIR_URL: running.url,
        WEIR_SENSOR_KEY: key,
        WEIR_SENSOR_BATCH_MS: '10',
        WEIR_DOOR: flags.includes('--door') ? 'on' : 'off',
      },
    },
  )
  children.push(child)
  const [port] = await once(createInterface({ input: child.stdout }), 'line')
  return `http://127.0.0.1:${String(port)}`
}

describe('weir sensor check', { timeout }, () => {
  it('follows a call through a host to Weir, and closes its door for a moment', async () => {
    const url = await watched('shop', '--door')
    await expect
      .poll(async () => (await ask('doors', 'list')).stdout, { timeout: 20_000 })
      .toContain('shop')
    const { code, stdout } = await ask('sensor', 'check', 'shop', `${url}/health`)
    expect(stdout).toMatch(/ok +request +200 from/)
    expect(stdout).toMatch(/ok +arrived +\d+ ms after the start/)
    expect(stdout).toMatch(/ok +headers +\d fields of the request, \d of the response, status 200/)
    expect(stdout).toMatch(/ok +body +(\d+) of \1 octets are equal/)
    expect(stdout).toMatch(/ok +place +server vantage, client 127\.0\.0\.1/)
    expect(stdout).toMatch(/ok +door +closed \d+ ms after a decision, open \d+ ms after/)
    expect({ code, last: stdout.split('\n').at(-2) }).toEqual({ code: 0, last: 'shop works.' })
    // The door's token is let pass again, and no call of the check became part of the catalogue.
    expect((await ask('decisions', 'list')).stdout).not.toContain('self-test')
    const list = JSON.parse((await ask('sensor', 'list', '--json')).stdout)
    expect(list.items).toContainEqual(
      expect.objectContaining({
        name: 'shop',
        last_check: expect.objectContaining({ state: 'arrived' }),
      }),
    )
    const doctor = await ask('doctor')
    expect(doctor).toMatchObject({ code: 0, stdout: expect.stringContaining('1 sensor, 1 live') })
  })
  it('says where a body was cut off', async () => {
    const url = await watched('long')
    const { code, stdout } = await ask('sensor', 'check', 'long', `${url}/long`)
    expect(stdout).toMatch(/note +body +65,536 of 100,\d+ octets are equal; the rest is cut off/)
    expect(stdout).not.toContain('door')
    expect(code).toBe(0)
  })
  it('says what does not work', async () => {
    const url = await watched('other')
    await ask('sensor', 'add', 'nginx', '--name', 'edge')
    const blind = await ask('sensor', 'check', 'edge', url)
    expect(blind.stdout).toMatch(
      /BAD +arrived +no exchange of 5 calls came from edge; other showed it: is this another's host\?/,
    )
    expect(blind.code).toBe(1)
    const away = await ask('sensor', 'check', 'edge', 'http://127.0.0.1:1/', '--json')
    expect(JSON.parse(away.stdout)).toMatchObject({
      ok: false,
      steps: [
        { name: 'sensor', level: 'ok' },
        { name: 'request', level: 'bad', text: expect.stringContaining('ECONNREFUSED') },
      ],
    })
    const unknown = await ask('sensor', 'check', 'nobody', url)
    expect(unknown).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('no sensor is called'),
    })
    const header = await ask('sensor', 'check', 'edge', url, '--header', 'nonsense')
    expect(header).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('authorization:Bearer'),
    })
  })
  it('is pointed to by the doctor, who names a wrong key', async () => {
    const headers = { authorization: 'Bearer weir_wrong' }
    const sent = await fetch(`${running.url}/v1/exchanges`, { method: 'POST', headers, body: '{}' })
    expect(sent.status).toBe(401)
    const { code, stdout } = await ask('doctor')
    expect(stdout).toMatch(
      /BAD +127\.0\.0\.1: Unknown sensor key: a request to \/v1\/exchanges refused/,
    )
    expect(stdout).toContain('weir sensor check NAME URL')
    expect(code).toBe(1)
  })
})
