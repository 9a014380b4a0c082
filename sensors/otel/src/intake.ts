import type { ExchangeSensor } from '@weir/sensor'
import { exchangeLine } from './exchange/exchange-line.ts'
import type { OtelLimits } from './limits.ts'
import { readJson } from './otlp/read-json.ts'
import { readProtobuf } from './otlp/read-protobuf.ts'
import type { Signal, Take, TelemetryRecord } from './telemetry/record.ts'

/** What became of an export. */
export type Outcome =
  | { readonly kind: 'taken'; readonly rejected: number }
  /** Nothing of it was taken: it is to be sent again later. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'malformed' }

export interface IntakeCounts {
  readonly records: number
  /** Records that tell of no call, which most do not. */
  readonly passedOver: number
  /** Records beyond what one export may have. */
  readonly rejected: number
  /** Exports that could not be read to their end. */
  readonly malformed: number
}

/** Makes exchanges of what the two ways in bring. */
export class Intake {
  readonly #sensor: ExchangeSensor
  readonly #service: string | undefined
  readonly #limits: OtelLimits
  readonly #counts = { records: 0, passedOver: 0, rejected: 0, malformed: 0 }
  #exchanges = 0

  constructor(sensor: ExchangeSensor, service: string | undefined, limits: OtelLimits) {
    this.#sensor = sensor
    this.#service = service
    this.#limits = limits
  }

  get counts(): IntakeCounts {
    return { ...this.#counts }
  }

  /** Whether what comes now could be kept. */
  get isOpen(): boolean {
    return this.#sensor.open()
  }

  protobuf(signal: Signal, bytes: Buffer): Outcome {
    return this.#read((take) => readProtobuf(signal, bytes, this.#limits, take))
  }

  json(signal: Signal, text: string): Outcome {
    return this.#read((take) => readJson(signal, text, this.#limits, take))
  }

  #read(read: (take: Take) => boolean): Outcome {
    if (!this.isOpen) return { kind: 'busy' }
    let count = 0
    const isWhole = read((record) => {
      count += 1
      if (count <= this.#limits.records) this.#take(record)
    })
    const rejected = Math.max(0, count - this.#limits.records)
    this.#counts.rejected += rejected
    if (isWhole) return { kind: 'taken', rejected }
    this.#counts.malformed += 1
    return { kind: 'malformed' }
  }

  #take(record: TelemetryRecord): void {
    this.#counts.records += 1
    const id = `${this.#sensor.boot}-${(this.#exchanges + 1).toString(36)}`
    const line = exchangeLine(record, { id, service: this.#service, limits: this.#limits })
    if (line === null) {
      this.#counts.passedOver += 1
      return
    }
    this.#exchanges += 1
    this.#sensor.observe(line)
  }
}
