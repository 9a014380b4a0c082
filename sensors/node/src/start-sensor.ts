import {
  type Balance,
  createSensor,
  type DoorState,
  type Redaction,
  type WireName,
  type SensorLimits,
  type SensorOptions,
  startDoor,
} from '@weir/sensor'
import { attachment } from './attachment.ts'
import { flushAtExit } from './flush-at-exit.ts'
import { type NodeLimits, nodeLimits } from './limits.ts'
import { guardHttp } from './guard-http.ts'
import { observeFetch } from './observe-fetch.ts'
import { observeHttp } from './observe-http.ts'
import { observeUpgrades } from './observe-upgrades.ts'
import { type Capture, Recorder } from './recorder.ts'

export interface NodeSensorOptions {
  /** Address of the hub, such as `http://127.0.0.1:7447`. */
  readonly url: string
  /** The sensor key the hub gave out. */
  readonly key: string
  /** The name this process serves and calls under; without it names come from hosts and addresses. */
  readonly service?: string
  /** Refuses at the servers of this process what the hub decides; the key must be one of a door. */
  readonly door?: boolean
  /** Share of exchanges that are sent, 0 to 1; 1 when missing. */
  readonly sampleRate?: number
  readonly redact?: Redaction
  /** How exchanges are written for the hub; `json` when missing. */
  readonly wire?: WireName
  /** Compress batches; when missing: unless the hub is on this machine. */
  readonly gzip?: boolean
  readonly limits?: Partial<SensorLimits & NodeLimits>
  /** Replaced in tests. */
  readonly ports?: SensorOptions['ports']
}

export interface NodeSensor {
  /** What the door holds; null where there is none. */
  readonly door: () => DoorState | null
  /** observed = sent + dropped + queued. */
  readonly balance: () => Balance
  /** Exchanges under way and the bytes of bodies held for them. */
  readonly load: () => { readonly exchanges: number; readonly bytes: number }
  /** Sends what is queued; false when that took longer than `timeoutMs`. */
  readonly flush: (timeoutMs?: number) => Promise<boolean>
  /** Stops watching, sends what is queued for at most `timeoutMs`, then ends. */
  readonly close: (timeoutMs?: number) => Promise<void>
}

const agent = 'weir-sensor-node/0.1.0'
const can = ['log', 'capture', 'tag', 'redact', 'throttle', 'challenge', 'deny', 'allow'] as const
const defaultTimeoutMs = 2_000
/** In the global registry: a second copy of this package must not watch the same traffic again. */
const running = Symbol.for('weir.sensor-node')

/**
 * Starts watching the HTTP traffic of this process. There is one sensor in a process: while one runs, a
 * further call answers with it and changes nothing. Throws a `TypeError` when `url` is no address.
 *
 * @example
 * const sensor = startSensor({ url: 'http://127.0.0.1:7447', key: 'wk_…', service: 'orders' })
 */
export function startSensor(options: NodeSensorOptions): NodeSensor {
  const before = runningSensor()
  if (before !== null) return before
  const limits = { ...nodeLimits, ...options.limits }
  const sensor = createSensor({ ...options, agent })
  const recorder = new Recorder(sensor, options.service, limits)
  const door =
    options.door === true ? startDoor({ url: options.url, key: options.key, agent, can }) : null
  const captures = attachment<Capture | null>()
  const widen = (answer: object, bodyBytes: number): void => {
    const capture = captures.get(answer)
    if (capture) recorder.widen(capture, bodyBytes)
  }
  const restores = [
    observeHttp(recorder, captures),
    observeUpgrades(recorder),
    observeFetch(recorder),
    ...(door === null ? [] : [guardHttp(door, options.service, widen)]),
    flushAtExit(sensor, limits.exitFlushMs),
  ]
  const started: NodeSensor = {
    door: () => door?.state() ?? null,
    balance: sensor.balance,
    load: () => recorder.load,
    flush: (timeoutMs = defaultTimeoutMs) => sensor.flush(timeoutMs),
    close: async (timeoutMs = defaultTimeoutMs) => {
      // Last first: two of them stand in the same place.
      for (const restore of restores.splice(0).toReversed()) restore()
      door?.close()
      if (runningSensor() === started) Reflect.deleteProperty(globalThis, running)
      await sensor.close(timeoutMs)
    },
  }
  Object.defineProperty(globalThis, running, { value: started, configurable: true })
  return started
}

function runningSensor(): NodeSensor | null {
  const value: unknown = Reflect.get(globalThis, running)
  return isSensor(value) ? value : null
}

function isSensor(value: unknown): value is NodeSensor {
  return typeof value === 'object' && value !== null && 'balance' in value && 'close' in value
}
