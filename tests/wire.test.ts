import { createSensor } from '@weir/sensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningCentre, startCentre } from './testing/running-centre.ts'

let centre: RunningCentre

beforeAll(async () => {
  centre = await startCentre()
})
afterAll(() => centre.close())

describe('a sensor', () => {
  it.each(['json', 'protobuf'] as const)('hands exchanges over as %s', async (wire) => {
    const agent = `weir-test-${wire}/1`
    const { url, key } = centre
    const sensor = createSensor({ url, key, agent, wire, gzip: wire === 'protobuf' })
    const body = JSON.stringify({ email: 'ann@mail.example', text: 'é'.repeat(5_000) })
    for (let index = 0; index < 200; index += 1) {
      sensor.observe({
        ts: Date.now(),
        src: { ip: '203.0.113.7' },
        dst: { host: `${wire}.example` },
        req: { method: 'GET', url: `/people/${index}`, headers: { host: `${wire}.example` } },
        res: { status: 200, headers: { 'content-type': 'application/json' }, body },
      })
    }
    expect(await sensor.flush(10_000)).toBe(true)
    expect(sensor.balance()).toMatchObject({ observed: 200, sent: 200, dropped: 0 })
    await sensor.close(1_000)
    await expect
      .poll(async () => JSON.stringify((await centre.ask('GET', '/api/v1/operations')).body), {
        timeout: 20_000,
      })
      .toMatch(new RegExp(`${wire}\\.example.*EMAIL_ADDRESS|EMAIL_ADDRESS.*${wire}\\.example`))
  })
})
