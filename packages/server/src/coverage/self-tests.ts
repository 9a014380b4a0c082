import { createHash, randomBytes } from 'node:crypto'
import type { Exchange, Payload, Vantage } from '@weir/schema'
import { credentialOctets } from '@weir/schema/caller'

/** The header field a request of a self-test carries. */
export const selfTestHeader = 'weir-check'

/** A call somebody makes through a host, to see whether its sensor shows it. */
export interface SelfTest {
  readonly id: string
  readonly sensor: string
  /** What the header says; nobody else knows it. */
  readonly value: string
  /** A token of its own, and the hash by which a door knows it. */
  readonly token: string
  readonly credential: string
  /** Unix time in milliseconds. */
  readonly startedMs: number
  readonly untilMs: number
  readonly arrived: Arrived | null
  /** Other sensors that showed the call. */
  readonly others: ReadonlySet<string>
}

/** The exchange of a self-test, without what it said. */
export interface Arrived {
  readonly afterMs: number
  readonly vantage: Vantage | null
  readonly client: string
  readonly via: readonly string[]
  readonly host: string
  readonly service: string | null
  readonly status: number | null
  readonly durationMs: number | null
  readonly request: MessageFacts
  readonly response: MessageFacts | null
}

interface MessageFacts {
  readonly headers: number
  readonly captured: number
  readonly size: number
  readonly truncated: boolean
  /** Of what was captured, in hex. */
  readonly sha256: string
}

interface OpenTest extends SelfTest {
  arrived: Arrived | null
  readonly others: Set<string>
}

const mostTests = 256
const mostOthers = 16
const waitsMs = 60_000

export interface SelfTestPorts {
  readonly now: () => number
  readonly hashOfCredential: (octets: Uint8Array) => string
}

/** The newest self-tests. Their exchanges are known by a secret value, and are not to be learned from. */
export class SelfTests {
  readonly #ports: SelfTestPorts
  readonly #byValue = new Map<string, OpenTest>()

  constructor(ports: SelfTestPorts) {
    this.#ports = ports
  }

  start(sensor: string): SelfTest {
    const token = `weir-check-${secret()}`
    const startedMs = this.#ports.now()
    const test: OpenTest = {
      id: secret(),
      sensor,
      value: secret(),
      token,
      credential: this.#ports.hashOfCredential(credentialOctets('bearer', token)),
      startedMs,
      untilMs: startedMs + waitsMs,
      arrived: null,
      others: new Set(),
    }
    this.#byValue.set(test.value, test)
    if (this.#byValue.size > mostTests) {
      const [oldest] = this.#byValue.keys()
      if (oldest !== undefined) this.#byValue.delete(oldest)
    }
    return test
  }

  find(id: string): SelfTest | null {
    for (const test of this.#byValue.values()) if (test.id === id) return test
    return null
  }

  /** The newest of this sensor. */
  last(sensor: string): SelfTest | null {
    let last: SelfTest | null = null
    for (const test of this.#byValue.values()) if (test.sensor === sensor) last = test
    return last
  }

  /** True for an exchange of a self-test, which is noted here and told nobody else. */
  take(exchange: Exchange, sensor: string): boolean {
    if (this.#byValue.size === 0 || exchange.request === null) return false
    const value = exchange.request.headers.get(selfTestHeader)?.[0]
    const test = value === undefined ? undefined : this.#byValue.get(value)
    if (test === undefined) return false
    if (sensor === test.sensor) {
      test.arrived ??= arrivedOf(exchange, this.#ports.now() - test.startedMs)
    } else if (test.others.size < mostOthers) test.others.add(sensor)
    return true
  }
}

function secret(): string {
  return randomBytes(18).toString('base64url')
}

function arrivedOf(exchange: Exchange, afterMs: number): Arrived {
  const { request, response, src, dst, via, vantage, durationMs } = exchange
  return {
    afterMs: Math.max(0, afterMs),
    vantage: vantage ?? null,
    client: src.ip,
    via: via ?? [],
    host: dst.host,
    service: dst.service ?? null,
    status: response?.status ?? null,
    durationMs: durationMs ?? null,
    request: request === null ? noFacts : factsOf(request),
    response: response === null ? null : factsOf(response),
  }
}

function factsOf({ headers, body, bodySize, truncated }: Payload): MessageFacts {
  return {
    headers: headers.size,
    captured: body.length,
    size: bodySize,
    truncated,
    sha256: createHash('sha256').update(body).digest('hex'),
  }
}

const noFacts: MessageFacts = { headers: 0, captured: 0, size: 0, truncated: false, sha256: '' }
