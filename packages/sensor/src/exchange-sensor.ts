import { randomBytes } from 'node:crypto'
import { type Balance, type DropReason, Tally } from './balance.ts'
import { Courier, type CourierPorts } from './courier.ts'
import { hubEndpoint } from './hub-endpoint.ts'
import { httpTransport } from './http-transport.ts'
import { type SensorLimits, sensorLimits } from './limits.ts'
import { LineQueue } from './line-queue.ts'
import { lineRedactor } from './redact/line-redactor.ts'
import type { Redaction } from './redact/redaction.ts'
import type { SeenLine } from './seen-line.ts'
import { systemClock } from './system-clock.ts'
import { jsonLines } from './wire/json-lines.ts'
import type { LineFormat, WireName } from './wire/line-format.ts'
import { protobufMessages } from './wire/protobuf-messages.ts'

export interface SensorOptions {
  /** Address of the hub, such as `http://127.0.0.1:7447`. */
  readonly url: string
  /** The sensor key the hub gave out. */
  readonly key: string
  /** Name and version of the sensor, sent as `user-agent`. */
  readonly agent: string
  /** Share of exchanges that are sent, 0 to 1; 1 when missing. */
  readonly sampleRate?: number
  readonly redact?: Redaction
  /** How exchanges are written; `json` when missing. */
  readonly wire?: WireName
  /** Compress batches; when missing: unless the hub is on this machine. */
  readonly gzip?: boolean
  readonly limits?: Partial<SensorLimits>
  /** Replaced in tests. */
  readonly ports?: Partial<CourierPorts> | undefined
}

/** Where a sensor puts what it saw. Nothing here throws, waits or keeps the process alive. */
export interface ExchangeSensor {
  /** One name per start of the process; with a counter it names exchanges. */
  readonly boot: string
  /** Wall time in milliseconds with fractions. */
  readonly now: () => number
  /** False while nothing more can be held: bodies need not be copied then. */
  readonly open: () => boolean
  /** One that was asked for (`capture`) is sent whatever the sampling says. */
  readonly observe: (line: SeenLine, isAskedFor?: boolean) => void
  /** Counts an exchange that was seen and cannot be sent. */
  readonly drop: (reason: DropReason) => void
  readonly balance: () => Balance
  /** True while the hub does not take what is sent. */
  readonly failing: () => boolean
  readonly flush: (timeoutMs: number) => Promise<boolean>
  /** Sends what is queued for at most so long, then ends; calling it again does nothing more. */
  readonly close: (timeoutMs: number) => Promise<void>
}

const formats: Readonly<Record<WireName, LineFormat>> = {
  json: jsonLines,
  protobuf: protobufMessages,
}

/** Throws a `TypeError` for an address or a path of `redact` that is none; after that nothing does. */
export function createSensor(options: SensorOptions): ExchangeSensor {
  const limits = { ...sensorLimits, ...options.limits }
  const endpoint = hubEndpoint(options.url, '/v1/exchanges')
  const ports = {
    clock: systemClock(),
    random: Math.random,
    transport: options.ports?.transport ?? httpTransport(endpoint, limits.answerBytes),
    ...options.ports,
  }
  const boot = randomBytes(12).toString('base64url')
  const format = formats[options.wire ?? 'protobuf']
  const { contentType } = format
  const { queueBytes: bytes, queueLines: lines, batchBytes, batchLines } = limits
  const queue = new LineQueue({ bytes, lines, batchBytes, batchLines }, format)
  const tally = new Tally()
  const gzip = options.gzip ?? !isLoopback(endpoint.hostname)
  const { key, agent } = options
  const courier = new Courier(queue, tally, ports, { boot, key, agent, gzip, contentType, limits })
  const redact = lineRedactor(options.redact)
  const sampleRate = options.sampleRate ?? 1
  let closed = false

  const accept = (line: SeenLine, isAskedFor: boolean): void => {
    if (closed) return tally.dropped('closed', 1)
    if (!isAskedFor && sampleRate < 1 && ports.random() >= sampleRate)
      return tally.dropped('sampled', 1)
    if (!queue.open) return tally.dropped('queue-full', 1)
    const prepared = format.prepare(redact === null ? line : redact(line))
    if (queue.push(prepared)) courier.pushed()
    else tally.dropped('queue-full', 1)
  }

  return {
    boot,
    now: () => ports.clock.now(),
    open: () => !closed && queue.open,
    observe: (line, isAskedFor = false) => {
      tally.observed()
      try {
        accept(line, isAskedFor)
      } catch {
        tally.dropped('fault', 1)
      }
    },
    drop: (reason) => {
      tally.observed()
      tally.dropped(reason, 1)
    },
    balance: () => tally.read(queue.lines),
    failing: () => courier.failing,
    flush: (timeoutMs) => courier.flush(timeoutMs),
    close: async (timeoutMs) => {
      closed = true
      await courier.flush(timeoutMs)
      courier.close()
    },
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
