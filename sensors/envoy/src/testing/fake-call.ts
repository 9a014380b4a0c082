import {
  ByteBudget,
  createSensor,
  type Decide,
  type ExchangeSensor,
  toExchangeLine,
} from '@weir/sensor'
import { decodeExchange, type Exchange } from '@weir/schema'
import { Door } from '../door.ts'
import type { GrpcCall } from '@weir/sensor/grpc'
import { type EnvoyLimits, envoyLimits } from '../limits.ts'
import { Reporter } from '../reporter.ts'

export interface Bench {
  readonly exchanges: Exchange[]
  readonly sensor: ExchangeSensor
  readonly reporter: Reporter
  readonly door: Door
  readonly budget: ByteBudget
  readonly limits: EnvoyLimits
  readonly pass: (ms: number) => void
  /** Responses that passed though a decision would have redacted them. */
  readonly passedOver: () => number
}

/** Everything a service needs but a network; each line is read by the hub's own decoder. */
export function bench(
  options: {
    readonly limits?: Partial<EnvoyLimits>
    readonly decide?: Decide
    readonly isOpen?: boolean
  } = {},
): Bench {
  const limits = { ...envoyLimits, ...options.limits }
  const exchanges: Exchange[] = []
  let now = 1_700_000_000_000
  const clock = { now: () => now, schedule: () => () => undefined }
  const kit = createSensor({ url: 'http://127.0.0.1:9', key: 'k', agent: 'a', ports: { clock } })
  const sensor: ExchangeSensor = {
    ...kit,
    open: () => options.isOpen ?? true,
    observe: (line) => {
      const decoded = decodeExchange(JSON.parse(JSON.stringify(toExchangeLine(line))))
      if (!decoded.ok) throw new Error(decoded.problem)
      exchanges.push(decoded.value)
      kit.observe(line)
    },
  }
  const pass = (ms: number): void => {
    now += ms
  }
  const reporter = new Reporter(sensor, 'shop', limits)
  const budget = new ByteBudget(limits.heldBytes)
  let passedOver = 0
  const door = new Door(options.decide, undefined, () => {
    passedOver += 1
  })
  const counted = (): number => passedOver
  return { exchanges, sensor, reporter, door, budget, limits, pass, passedOver: counted }
}

export interface FakeCall extends GrpcCall {
  readonly answers: Buffer[]
  readonly statuses: number[]
}

export function fakeCall(metadata: Readonly<Record<string, string>> = {}): FakeCall {
  const answers: Buffer[] = []
  const statuses: number[] = []
  return {
    metadata: Object.entries(metadata).flat(),
    answers,
    statuses,
    answer: (message) => {
      answers.push(Buffer.from(message))
    },
    end: (status) => {
      statuses.push(status)
    },
  }
}
