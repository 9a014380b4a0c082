import type { Parcel } from '@weir/sensor'
import type { Exchange } from '@weir/schema'
import { decodeMessages } from '@weir/schema/protobuf'
import { expect } from 'vitest'
import { type NodeSensor, type NodeSensorOptions, startSensor } from '../start-sensor.ts'

/** A sensor in this process whose batches go to the test instead of a hub. */
export interface Watched {
  readonly sensor: NodeSensor
  /** All exchanges seen since the last call, once none is under way. */
  readonly seen: (count: number) => Promise<readonly Exchange[]>
  readonly seenFrom: (vantage: 'client' | 'server', count: number) => Promise<readonly Exchange[]>
  /** Waits for so many exchanges of one URL, whatever else arrives. */
  readonly seenAt: (url: string, count: number) => Promise<readonly Exchange[]>
  readonly close: () => Promise<void>
}

export function watch(options: Partial<NodeSensorOptions> = {}): Watched {
  const arrived: Exchange[] = []
  const transport = {
    post: ({ body }: Parcel) => {
      // A copy: bodies are views, and the sensor uses its memory again.
      arrived.push(...decodeMessages(Uint8Array.from(body)))
      return Promise.resolve({ status: 202, retryAfter: undefined, body: '{}' })
    },
    close: () => undefined,
  }
  const sensor = startSensor({
    url: 'http://127.0.0.1:7447',
    key: 'k',
    service: 'tested',
    ports: { transport },
    ...options,
    limits: { batchMs: 1, ...options.limits },
  })
  const seen = async (count: number): Promise<readonly Exchange[]> => {
    await expect
      .poll(() => arrived.length, { timeout: 10_000, interval: 2 })
      .toBeGreaterThanOrEqual(count)
    expect(sensor.balance().droppedBy.fault).toBe(0)
    return arrived.splice(0)
  }
  return {
    sensor,
    seen,
    seenFrom: async (vantage, count) =>
      (await seen(count)).filter((exchange) => exchange.vantage === vantage),
    seenAt: async (url, count) => {
      const found = (): readonly Exchange[] => arrived.filter(({ request }) => request?.url === url)
      await expect.poll(() => found().length, { timeout: 10_000, interval: 2 }).toBe(count)
      return found()
    },
    close: () => sensor.close(1_000),
  }
}
