import http from 'node:http'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { DoorCall } from './door-call.ts'
import { type Door, startDoor } from './start-door.ts'

const decision = {
  id: 'd1',
  subject: { kind: 'ip', range: '203.0.113.7' },
  match: { service: null, method: null, template: null, from: null },
  action: { kind: 'deny', status: 403, body: null },
  mode: 'enforce',
  until_ms: 4_000_000_000_000,
  reason: '',
}
const call: DoorCall = {
  request: { method: 'GET', url: '/', headers: new Map() },
  src: { ip: '203.0.113.7' },
  service: 'shop',
}

interface Hub {
  readonly url: string
  /** The queries doors came with. */
  readonly asked: readonly URLSearchParams[]
}

/** A hub that answers each connection as the test says. */
async function hubThat(
  answer: (response: http.ServerResponse, time: number) => void,
): Promise<Hub> {
  const asked: URLSearchParams[] = []
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://hub')
    if (url.pathname !== '/v1/doors/stream') return response.writeHead(204).end()
    asked.push(url.searchParams)
    answer(response, asked.length)
    return response
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, asked }
}

function hello(parts: object = {}): object {
  return {
    kind: 'hello',
    epoch: 'e1',
    seq: 1,
    now_ms: Date.now(),
    heartbeat_ms: 5_000,
    snapshot: true,
    keys: [],
    networks: [],
    open_until_ms: 0,
    ...parts,
  }
}

function say(response: http.ServerResponse, ...messages: readonly (object | string)[]): void {
  if (!response.headersSent) response.writeHead(200)
  for (const one of messages) {
    response.write(`${typeof one === 'string' ? one : JSON.stringify(one)}\n`)
  }
}

const limits = { backOffMs: 5, backOffMaxMs: 10, connectMs: 200, firstBeatMs: 200 }

function doorAt(hub: Hub): Door {
  const door = startDoor({ url: hub.url, key: 'k', agent: 'test', can: ['deny'], limits })
  onTestFinished(() => door.close())
  return door
}

describe('a door and its hub', () => {
  it('asks for everything again when it lost the list half-way', async () => {
    const hub = await hubThat((response, time) => {
      say(response, hello({ seq: 5 }), { kind: 'decision', seq: 5, sent_ms: 0, decision })
      if (time === 1) setImmediate(() => response.destroy())
      else say(response, { kind: 'ready', seq: 5 })
    })
    const door = doorAt(hub)
    expect(await door.ready(2_000)).toBe(true)
    expect(hub.asked.map((query) => query.get('seq'))).toEqual(['0', '0'])
    expect(door.decide(call).kind).toBe('deny')
    expect(door.state()).toMatchObject({ seq: 5, held: 1, connected: true })
  })

  it('goes on where it was, and drops what a new list does not name', async () => {
    const hub = await hubThat((response, time) => {
      if (time === 1) {
        say(response, hello(), { kind: 'decision', seq: 1, sent_ms: 0, decision })
        say(response, { kind: 'ready', seq: 1 })
        setTimeout(() => response.destroy(), 20)
      } else if (time === 2) {
        say(response, hello({ snapshot: false }), { kind: 'ready', seq: 1 })
        setTimeout(() => response.destroy(), 20)
      } else {
        say(response, hello({ epoch: 'e2', seq: 0 }), { kind: 'ready', seq: 0 })
      }
    })
    const door = doorAt(hub)
    await door.ready(2_000)
    expect(door.decide(call).kind).toBe('deny')
    await vi.waitFor(() => expect(door.state().held).toBe(0), { timeout: 3_000 })
    expect(hub.asked.map((query) => `${query.get('epoch')} ${query.get('seq')}`)).toEqual([
      ' 0',
      'e1 1',
      'e1 1',
    ])
    expect(door.decide(call).kind).toBe('allow')
  })

  it('leaves a hub that has gone silent, and comes back', async () => {
    const hub = await hubThat((response, time) => {
      if (time === 1) say(response, hello({ heartbeat_ms: 20 }))
      else if (time > 2) say(response, hello(), { kind: 'ready', seq: 1 })
    })
    const door = doorAt(hub)
    expect(await door.ready(3_000)).toBe(true)
    expect(hub.asked.length).toBeGreaterThanOrEqual(3)
  })

  it('passes over what it cannot read, counts it, and says what it cannot carry out', async () => {
    const hub = await hubThat((response) => {
      say(response, 'not json', '{"kind":"news"}', hello(), 'x'.repeat(100_000))
      say(response, { kind: 'decision', seq: 1, sent_ms: 0, decision: { id: 7 } })
      const throttle = { ...decision, id: 'd2', action: { kind: 'throttle', calls: 1, per_s: 1 } }
      say(response, { kind: 'decision', seq: 1, sent_ms: 0, decision: throttle })
      say(response, { kind: 'ready', seq: 1 })
    })
    const door = doorAt(hub)
    await door.ready(2_000)
    expect(door.state()).toMatchObject({ unread: 3, unsupported: 1, held: 0 })
  })

  it('waits as long as it is asked to', async () => {
    const hub = await hubThat((response) => {
      response.writeHead(503, { 'retry-after': '60' }).end()
    })
    const door = doorAt(hub)
    expect(await door.ready(300)).toBe(false)
    expect(hub.asked).toHaveLength(1)
    expect(door.decide(call).kind).toBe('allow')
  })

  it('lets pass what it cannot judge, and counts it', async () => {
    const hub = await hubThat((response) => say(response, hello(), { kind: 'ready', seq: 1 }))
    const door = doorAt(hub)
    await door.ready(2_000)
    const broken = {
      ...call,
      get src(): DoorCall['src'] {
        throw new Error('gone')
      },
    }
    expect(door.decide(broken).kind).toBe('allow')
    expect(door.state().faults).toBe(1)
  })
})
