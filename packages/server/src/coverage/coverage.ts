import type { Exchange } from '@weir/schema'
import { type SelfTestPorts, SelfTests } from './self-tests.ts'
import { SensorSight, type Sight } from './sensor-sight.ts'
import { TurnedAway } from './turned-away.ts'

/** What sensors show of late, who sends in vain, and self-tests. Kept in memory, since the start. */
export class Coverage {
  readonly turnedAway: TurnedAway
  readonly tests: SelfTests
  readonly #now: () => number
  readonly #sights = new Map<string, SensorSight>()

  constructor(ports: SelfTestPorts) {
    this.#now = ports.now
    this.turnedAway = new TurnedAway(ports.now)
    this.tests = new SelfTests(ports)
  }

  /** Notes an exchange that was analysed; sensors have keys, so that their number is bounded. */
  saw(exchange: Exchange, sensor: string, isPrimary: boolean, arrivalMs: number): void {
    const known = this.#sights.get(sensor) ?? new SensorSight()
    this.#sights.set(sensor, known)
    known.note(exchange, isPrimary, arrivalMs)
  }

  /** Null where it showed nothing since the start. */
  sightOf(sensor: string): Sight | null {
    return this.#sights.get(sensor)?.sight(this.#now()) ?? null
  }
}
