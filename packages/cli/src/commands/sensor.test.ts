import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, serveWith } from '../testing/serve.ts'
import { Desk, type Run, weir } from '../testing/weir.ts'

const desk = new Desk()
const timeout = 60_000

let running: Serving
beforeAll(async () => {
  running = await serveWith(desk.path('data'), [])
}, timeout)
afterAll(async () => {
  await running.end()
  desk.clear()
})

const ask = (...args: readonly string[]): Promise<Run> =>
  weir(['sensor', ...args, ...running.flags])

describe('weir sensor', { timeout }, () => {
  it('lists the first key only once somebody has sent with it', async () => {
    const fresh = await serveWith(desk.path('fresh'), [])
    try {
      const none = await weir(['sensor', 'list', ...fresh.flags])
      expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('No sensor yet') })
    } finally {
      await fresh.end()
    }
    const used = await serveWith(desk.path('fresh'), [
      { ts: 1_790_000_000_000, req: { method: 'GET', url: '/' }, res: { status: 200 } },
    ])
    try {
      await expect
        .poll(async () => (await weir(['sensor', 'list', ...used.flags])).stdout, {
          timeout: 20_000,
        })
        .toMatch(/^ *first +live/m)
    } finally {
      await used.end()
    }
  })

  it('prints what to write where, with a key that works', async () => {
    const { stdout } = await ask('add', 'nginx', '--name', 'edge', '--service', 'shop', '--door')
    expect(stdout).toContain('service = "shop", door = true }')
    const key = /key = "(\S+)"/.exec(stdout)?.[1] ?? ''
    const sent = await fetch(`${running.url}/v1/exchanges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'user-agent': 'weir-sensor-nginx/0.1.0' },
      body: '{"ts":1790000000000,"req":{"method":"GET","url":"/"},"res":{"status":200}}\n',
    })
    expect(sent.status).toBe(202)
    await expect
      .poll(async () => (await ask('list')).stdout, { timeout: 20_000, interval: 500 })
      .toMatch(/edge +live, \d+ s +nginx\/0\.1\.0 .* 1 +0 .*yes/)
    expect((await ask('revoke', 'edge')).stdout).toBe('The key of edge is void.\n')
    expect((await ask('revoke', 'edge')).code).toBe(2)
  })

  it('knows each host it can stand in', async () => {
    for (const [host, said] of [
      ['node', '--import @weir/sensor-node'],
      ['haproxy', 'weir-spoe'],
      ['envoy', 'weir-envoy'],
      ['otel', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
      ['http', '/v1/exchanges'],
    ] as const) {
      const { stdout } = await ask('add', host)
      expect(stdout).toContain(said)
      expect(stdout).not.toContain('WEIR_DOOR')
    }
    const unknown = await ask('add', 'abacus')
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('node, nginx') })
    const again = await ask('add', 'node')
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('SENSOR_EXISTS') })
  })
})
