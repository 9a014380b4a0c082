import http from 'node:http'
import { type Centre, startCentre } from '@weir/testkit/proxy'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bodyOf, listen, type Running } from './testing/servers.ts'
import { type Watched, watch } from './testing/watched.ts'

const long = JSON.stringify({ iban: 'DE89', text: 'x'.repeat(100_000) })
let centre: Centre
let running: Running
let watched: Watched

beforeAll(async () => {
  centre = await startCentre()
  running = await listen(
    http.createServer((request, response) => {
      void bodyOf(request).then(() => {
        response.setHeader('content-type', 'application/json').end(long)
      })
    }),
  )
})
afterAll(async () => {
  await running.close()
  await centre.close()
})
beforeEach(async () => {
  const { url, key } = centre
  watched = watch({ url, key, door: true, sampleRate: 0, limits: { bodyBytes: 1_000 } })
  await expect.poll(() => watched.sensor.door()?.connected).toBe(true)
})
afterEach(() => watched.close())

/** A decision about the operation alone: clients of tests have addresses of ours. */
async function decided(action: object): Promise<() => Promise<void>> {
  const match = { service: 'tested', method: 'POST', template: '/orders' }
  const id = await centre.decide({ subject: { kind: 'any' }, match, action })
  await expect.poll(() => watched.sensor.door()?.held).toBe(1)
  return async () => {
    await centre.undo(id)
    await expect.poll(() => watched.sensor.door()?.held).toBe(0)
  }
}

async function post(): Promise<string> {
  const answer = await fetch(`${running.url}/orders`, { method: 'POST', body: 'y'.repeat(70_000) })
  return answer.text()
}

describe('a decision made at the centre', () => {
  it('has bodies kept whole, and sent whatever the sampling says', async () => {
    await post()
    const undo = await decided({ kind: 'capture', body_bytes: 1_048_576 })
    expect(await post()).toBe(long)
    const exchanges = await watched.seen(1)
    const exchange = exchanges.find(({ vantage }) => vantage === 'server')
    expect(exchange?.request?.body?.length).toBe(70_000)
    expect(Buffer.from(exchange?.response?.body ?? []).toString()).toBe(long)
    await undo()
    await post()
    expect(watched.sensor.balance().droppedBy.sampled).toBeGreaterThanOrEqual(3)
  })

  it('has values replaced in what clients get, and counts what passes', async () => {
    const undo = await decided({ kind: 'redact', fields: ['iban'] })
    expect(JSON.parse(await post())).toMatchObject({ iban: 'redacted' })
    expect(watched.sensor.door()?.passedOver).toBe(0)
    await undo()
    expect(await post()).toBe(long)
  })
})
