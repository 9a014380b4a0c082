import http from 'node:http'
import net from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx } from './testing/nginx.ts'
import { call, freePort, listen, type Running } from './testing/servers.ts'
import { accept, testHub, type TestHub } from './testing/test-hub.ts'
import { startWatched } from './testing/watched-nginx.ts'

const open: { readonly close: () => Promise<void> }[] = []

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function hubThat(answer: Parameters<typeof testHub>[0], port = 0): Promise<TestHub> {
  const hub = await testHub(answer, port)
  open.push(hub)
  return hub
}

/** An nginx that tells its own balance below `/balance`, which it does not report. */
async function nginxFor(hubUrl: string, settings = ''): Promise<Nginx> {
  const nginx = await startWatched({
    hubUrl,
    settings,
    server: `
      location /balance {
        header_filter_by_lua_block { } body_filter_by_lua_block { } log_by_lua_block { }
        content_by_lua_block { ngx.print(require("cjson").encode(require("weir").balance())) }
      }
      location / { return 200 "answer"; }`,
  })
  open.push(nginx)
  return nginx
}

/** Sends requests one after another over several connections; answers how many failed and the slowest. */
async function load(nginx: Nginx, count: number): Promise<{ failed: number; slowestMs: number }> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })
  let left = count
  let failed = 0
  let slowestMs = 0
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      const began = performance.now()
      const reply = await call(`${nginx.url}/load`, { agent }).catch(() => null)
      if (reply?.status !== 200) failed += 1
      slowestMs = Math.max(slowestMs, performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: 8 }, client))
  agent.destroy()
  return { failed, slowestMs }
}

interface Balance {
  readonly observed: number
  readonly sent: number
  readonly dropped: number
  readonly held: number
  readonly dropped_by: Readonly<Record<string, number>>
}

async function balanceOf(nginx: Nginx): Promise<Balance> {
  const { body } = await call(`${nginx.url}/balance`)
  return JSON.parse(body.toString())
}

async function expectUnharmed(nginx: Nginx): Promise<Balance> {
  const { failed, slowestMs } = await load(nginx, 2_000)
  expect(failed).toBe(0)
  expect(slowestMs).toBeLessThan(5_000)
  const balance = await balanceOf(nginx)
  expect(balance.observed).toBe(2_000)
  expect(balance.sent + balance.dropped + balance.held).toBe(2_000)
  return balance
}

/** The queue kept what it had room for, and counts the rest. */
function expectFull({ sent, held, dropped_by: by }: Balance): void {
  expect(sent).toBe(0)
  expect(held).toBeGreaterThan(10)
  expect(held).toBeLessThan(1_000)
  expect(by).toEqual({ 'queue-full': 2_000 - held })
}

async function hungServer(): Promise<Running> {
  const running = await listen(net.createServer(() => undefined))
  open.push(running)
  return running
}

const smallQueue = 'queue_bytes = 100000'

describe('traffic goes on, and what is dropped is counted,', () => {
  it('when the hub is down', async () => {
    const nginx = await nginxFor(`http://127.0.0.1:${await freePort()}`, smallQueue)
    const balance = await expectUnharmed(nginx)
    expectFull(balance)
    expect(nginx.errorLog().match(/weir:/g)).toHaveLength(1)
  })

  it('when the hub takes connections and never answers', async () => {
    const { url } = await hungServer()
    const balance = await expectUnharmed(await nginxFor(url, smallQueue))
    expectFull(balance)
  })

  it('when the hub is killed in the middle, and comes back', async () => {
    const hub = await hubThat(accept)
    const nginx = await nginxFor(hub.url)
    const first = load(nginx, 1_000)
    await hub.seen('/load', 100)
    await hub.close()
    expect((await first).failed).toBe(0)
    expect((await load(nginx, 1_000)).failed).toBe(0)
    const again = await hubThat(accept, hub.port)
    const names = (): Set<string | undefined> =>
      new Set([...hub.exchanges, ...again.exchanges].map(({ id }) => id))
    await expect.poll(() => names().size, { timeout: 20_000 }).toBe(2_000)
    const balance = await balanceOf(nginx)
    expect(balance).toMatchObject({ observed: 2_000, dropped: 0 })
  })
})

describe('a batch the hub does not take', () => {
  it('is sent again with the same number and the same bytes', async () => {
    const hub = await hubThat((response, { body }, number) => {
      if (body.length === 0 || number > 4) return accept(response)
      response.writeHead(number % 2 === 0 ? 503 : 429, { 'retry-after': '0' }).end()
    })
    const nginx = await nginxFor(hub.url)
    await expect.poll(() => hub.attempts.length).toBe(1)
    await load(nginx, 5)
    await hub.seen('/load', 5)
    const [first, ...repeats] = hub.attempts
      .filter(({ exchanges }) => exchanges.length > 0)
      .slice(0, 4)
    expect(repeats.length).toBeGreaterThanOrEqual(2)
    for (const repeat of repeats) {
      if (repeat.seq !== first?.seq) continue
      expect(repeat.body).toEqual(first.body)
      expect(repeat.boot).toBe(first.boot)
    }
    expect(repeats[0]?.seq).toBe(first?.seq)
    expect(hub.exchanges).toHaveLength(5)
  })

  it('is not sent again before the hub wants it', async () => {
    const times: number[] = []
    const hub = await hubThat((response, _attempt, number) => {
      times.push(performance.now())
      if (number > 1) return accept(response)
      response.writeHead(503, { 'retry-after': '2' }).end()
    })
    await nginxFor(hub.url)
    await expect.poll(() => times.length, { timeout: 10_000 }).toBe(2)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_900)
  })

  it('is halved where it is too large, and one line given up', async () => {
    const hub = await hubThat((response, { exchanges }) => {
      const isLarge = exchanges.some(({ request }) => request?.url.startsWith('/load?large'))
      if (exchanges.length > 2 || isLarge) response.writeHead(413).end()
      else accept(response)
    })
    const nginx = await nginxFor(hub.url, 'batch_ms = 300')
    await expect.poll(() => hub.attempts.length).toBe(1)
    await call(`${nginx.url}/load?large`)
    await load(nginx, 20)
    await hub.seen('/load', 20)
    await expect.poll(async () => (await balanceOf(nginx)).held).toBe(0)
    expect(await balanceOf(nginx)).toMatchObject({ sent: 20, dropped_by: { 'too-large': 1 } })
    expect(new Set(hub.exchanges.map(({ id }) => id)).size).toBe(20)
  })

  it('is given up where the hub says that it is wrong', async () => {
    const hub = await hubThat((response, { exchanges }) => {
      if (exchanges.length === 0) accept(response)
      else response.writeHead(400).end()
    })
    const nginx = await nginxFor(hub.url)
    await load(nginx, 3)
    await expect.poll(async () => (await balanceOf(nginx)).dropped_by['refused']).toBe(3)
  })
})

describe('the nginx sensor says', () => {
  it('that it lives before its first exchange, and then again', async () => {
    const hub = await hubThat(accept)
    await nginxFor(hub.url, 'heartbeat_ms = 200')
    await expect.poll(() => hub.attempts.length).toBe(3)
    const [first] = hub.attempts
    expect(first).toMatchObject({ seq: 1, exchanges: [] })
    expect(first?.headers).toMatchObject({
      authorization: 'Bearer test-key',
      'content-type': 'application/x-weir-exchange+protobuf',
      'weir-observed': '0',
      'weir-sent': '0',
      'weir-dropped': '0',
    })
    expect(first?.boot).toMatch(/^[\w-]{1,64}$/)
    expect(hub.attempts.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('all it has seen before its worker ends', async () => {
    const hub = await hubThat(accept)
    const nginx = await nginxFor(hub.url, 'batch_ms = 60000')
    await load(nginx, 50)
    await nginx.quit()
    expect(hub.exchanges).toHaveLength(50)
  })

  it('once that it is off, where a setting cannot be read', async () => {
    const nginx = await nginxFor('ftp://nowhere', 'body_byte = 1')
    expect((await load(nginx, 10)).failed).toBe(0)
    expect(nginx.errorLog().match(/weir: .*/g)).toEqual([
      expect.stringContaining(
        'the sensor is off. body_byte: no such setting; url: expected an address',
      ),
    ])
  })
})
