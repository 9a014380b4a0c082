import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fakeHub, hungHub, take } from './testing/fake-hub.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const sensor = `${folder}dist/index.js`
const rounds = 20
/** Each round is two calls, and each call is seen by its caller and by its server. */
const observed = rounds * 4

interface Report {
  readonly code: number | null
  readonly right: number
  readonly wrong: number
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  readonly balance: {
    readonly observed: number
    readonly sent: number
    readonly dropped: number
    readonly queued: number
  } | null
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Report> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: `${folder}testdata`,
      env: { PATH: process.env['PATH'], ROUNDS: String(rounds), ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...JSON.parse(text), code }))
  })
}

const environment = (url: string): Readonly<Record<string, string>> => ({
  WEIR_URL: url,
  WEIR_SENSOR_KEY: 'k',
  WEIR_SERVICE: 'orders',
})

/** A busy machine must not make the last batch late. */
const patient = (url: string): Readonly<Record<string, string>> => ({
  ...environment(url),
  WEIR_SENSOR_EXIT_MS: '15000',
})

const imported = ['host.mjs']
const preloaded = ['--import', sensor, 'host.cjs']
const required = ['--no-warnings', '--require', sensor, 'host.cjs']

function expectUnharmed(report: Report): void {
  expect(report).toMatchObject({ code: 0, right: rounds * 2, wrong: 0, errors: [], warnings: [] })
  const { balance } = report
  if (balance === null) throw new Error('no sensor ran')
  expect(balance.observed).toBe(observed)
  expect(balance.observed).toBe(balance.sent + balance.dropped + balance.queued)
}

describe('a process with the sensor', () => {
  it.each([
    ['imported by an ES module', imported],
    ['preloaded into CommonJS', preloaded],
    ['required by CommonJS', required],
  ])(
    'is seen whole when it is %s',
    async (_how, args) => {
      const hub = await fakeHub()
      expectUnharmed(await run(args, patient(hub.url)))
      expect(hub.exchanges).toHaveLength(observed)
      const sides = hub.exchanges.map(({ vantage }) => vantage)
      expect(sides.filter((side) => side === 'server')).toHaveLength(observed / 2)
      expect(new Set(hub.exchanges.map(({ id }) => id)).size).toBe(observed)
      expect(new Set(hub.exchanges.map(({ request }) => request?.bodySize))).toEqual(
        new Set([1_011]),
      )
      expect(hub.exchanges.some(({ request }) => request?.url === '/v1/exchanges')).toBe(false)
      await hub.close()
    },
    20_000,
  )

  it('sends what it has while its host sleeps', async () => {
    let settle: (what: string) => void = () => undefined
    const first = new Promise<string>((resolve) => {
      settle = resolve
    })
    const hub = await fakeHub((response) => {
      take(response)
      setImmediate(() => hub.exchanges.length === 8 && settle('all of it was sent'))
    })
    const child = spawn(process.execPath, ['idle.mjs'], {
      cwd: `${folder}testdata`,
      env: { PATH: process.env['PATH'], ...environment(hub.url) },
    })
    child.stdout.once('data', (text: Buffer) => settle(text.toString()))
    expect(await first).toBe('all of it was sent')
    child.kill('SIGKILL')
    await hub.close()
  }, 20_000)

  it('runs without one where the environment says nothing', async () => {
    expect(await run(preloaded, {})).toMatchObject({ code: 0, right: rounds * 2, balance: null })
  }, 20_000)

  it('runs without one, and says why, where the environment is wrong', async () => {
    const report = await run(['--no-warnings', ...preloaded], { WEIR_URL: 'hub' })
    expect(report).toMatchObject({ code: 0, right: rounds * 2, balance: null })
  }, 20_000)

  // Shorter than one attempt at a hung hub may take: waiting for it at the end would fail these.
  const promptly = 9_500

  it(
    'is not harmed by a hub that is absent',
    async () => {
      const hub = await hungHub()
      await hub.close()
      expectUnharmed(await run(imported, environment(hub.url)))
    },
    promptly,
  )

  it(
    'is not harmed, nor kept from ending, by a hub that hangs',
    async () => {
      const hub = await hungHub()
      const report = await run(imported, environment(hub.url))
      expectUnharmed(report)
      expect(report.balance).toMatchObject({ sent: 0 })
      await hub.close()
    },
    promptly,
  )

  it(
    'keeps to its memory and counts what it dropped when a hub hangs',
    async () => {
      const hub = await hungHub()
      const small = { ...environment(hub.url), WEIR_SENSOR_QUEUE_BYTES: '20000' }
      const report = await run(preloaded, small)
      expectUnharmed(report)
      expect(report.balance?.queued).toBeLessThan(20_000 / 1_000)
      expect(report.balance?.dropped).toBeGreaterThan(observed - 20)
      await hub.close()
    },
    promptly,
  )

  it(
    'is not harmed by a hub that has no room',
    async () => {
      const hub = await fakeHub((response) => response.writeHead(429, { 'retry-after': '1' }).end())
      const report = await run(imported, environment(hub.url))
      expectUnharmed(report)
      expect(report.balance).toMatchObject({ sent: 0 })
      expect(new Set(hub.tried).size).toBeLessThanOrEqual(1)
      await hub.close()
    },
    promptly,
  )

  it('is not harmed by a hub that is slow, and loses nothing to it', async () => {
    const hub = await fakeHub((response) => {
      response.statusCode = 202
      setTimeout(() => take(response), 50)
    })
    expectUnharmed(await run(imported, patient(hub.url)))
    expect(hub.exchanges).toHaveLength(observed)
    await hub.close()
  }, 20_000)

  it('sends a batch again when the hub is killed before it answers', async () => {
    const hub = await fakeHub((response, batch) => {
      if (batch % 2 === 1) response.socket?.destroy()
      else take(response)
    })
    const report = await run(imported, { ...environment(hub.url), WEIR_SENSOR_BATCH_MS: '5' })
    expectUnharmed(report)
    const names = hub.exchanges.map(({ id }) => id)
    expect(new Set(names).size).toBe(names.length)
    await hub.close()
  }, 20_000)
})
