import { AnalysisQueue, type Decide, type ExchangeSensor } from '@weir/sensor'
import { actionsOf, captureOf, redactedFields } from './decision.ts'
import { doorCall } from './door-call.ts'
import { ExchangeJoiner } from './exchange-joiner.ts'
import type { HaproxyLimits } from './limits.ts'
import {
  type Arrival,
  captured,
  messageName,
  type RequestFacts,
  requestFacts,
  responseFacts,
} from './message-facts.ts'
import { ResponseRedactor } from './response-redactor.ts'
import type { Action } from './spop/ack.ts'
import type { Frame } from './spop/frame.ts'
import { firstMessageName, type Message, readMessages } from './spop/notify.ts'
import type { NotifyHandler, Reply } from './spop-connection.ts'

const noActions: readonly Action[] = []

export interface ObserverOptions {
  readonly sensor: ExchangeSensor
  readonly service: string | undefined
  /** Judges each request while HAProxy waits; undefined where all pass. */
  readonly decide: Decide | undefined
  /** Hears of each response that passes though a decision would have redacted it. */
  readonly passedOver: () => void
  readonly limits: HaproxyLimits
}

/** Takes the messages of all connections: answers at once, and looks at them when HAProxy waits no more. */
export class Observer implements NotifyHandler {
  readonly #sensor: ExchangeSensor
  readonly #joiner: ExchangeJoiner
  readonly #queue: AnalysisQueue
  readonly #service: string | undefined
  readonly #decide: Decide | undefined
  readonly #passedOver: () => void
  readonly #redactor: ResponseRedactor
  readonly #limits: HaproxyLimits
  #decisionFaults = 0

  constructor({ sensor, service, decide, passedOver, limits }: ObserverOptions) {
    this.#sensor = sensor
    this.#joiner = new ExchangeJoiner(sensor, service, limits)
    this.#queue = new AnalysisQueue(limits)
    this.#service = service
    this.#decide = decide
    this.#passedOver = passedOver
    this.#redactor = new ResponseRedactor(passedOver)
    this.#limits = limits
  }

  /** What is held now. */
  get load(): { readonly exchanges: number; readonly bytes: number; readonly backlog: number } {
    return { ...this.#joiner.load, backlog: this.#queue.length }
  }

  /** Responses without a request to join. */
  get unmatched(): number {
    return this.#joiner.unmatched
  }

  /** Requests that were allowed because the decision failed. */
  get decisionFaults(): number {
    return this.#decisionFaults
  }

  readonly answer = (notify: Frame, frameBytes: number): Reply => {
    const name = firstMessageName(notify.payload)
    if (name === messageName.pause) return { kind: 'later', afterMs: this.#limits.pauseMs }
    const at = this.#sensor.now()
    if (name === messageName.request && this.#decide !== undefined) {
      return this.#decided(notify, at, frameBytes, this.#decide)
    }
    if (name === messageName.redact) return this.#redacted(notify, at, frameBytes)
    return this.#laterOn(notify, name, () => this.#analyse(notify, at))
  }

  readonly answerTooLarge = (notify: Frame): Reply => {
    const name = firstMessageName(notify.payload)
    if (name === messageName.redact) this.#passedOver()
    const after = (): void =>
      name === messageName.request ? this.#sensor.drop('too-large') : undefined
    return { kind: 'now', actions: noActions, after }
  }

  /** Reports what has waited long enough; to be called about once a second. */
  sweep(): void {
    this.#guard(() => this.#joiner.sweep())
  }

  /** Reports everything that was seen, whole or not. */
  finish(): void {
    this.#queue.finish()
    this.#guard(() => this.#joiner.sweep(true))
  }

  /** Here the request is read while HAProxy waits, and not again afterwards. */
  #decided(notify: Frame, at: number, frameBytes: number, decide: Decide): Reply {
    let actions = noActions
    let request: RequestFacts | null = null
    try {
      const [message] = readMessages(notify.payload) ?? []
      if (message !== undefined) request = this.#requestFacts(message, notify, at)
      if (message !== undefined && request !== null) {
        const verdict = decide(doorCall(request, this.#service))
        const order = this.#redactor.order(redactedFields(verdict), request, frameBytes)
        actions = order === null ? actionsOf(verdict) : [...actionsOf(verdict), order]
        const captureBytes = captureOf(verdict)
        if (captureBytes > 0) request = captured(request, message, captureBytes, this.#limits)
      }
    } catch {
      this.#decisionFaults += 1
    }
    const facts = request
    const reply = this.#laterOn(notify, messageName.request, () => {
      if (facts === null) this.#sensor.drop('fault')
      else this.#joiner.request(facts)
    })
    return { ...reply, actions }
  }

  /** Here the response is redacted while HAProxy waits. */
  #redacted(notify: Frame, at: number, frameBytes: number): Reply {
    const [message] = readMessages(notify.payload) ?? []
    const response =
      message === undefined ? null : responseFacts(message, arrivalOf(notify, at), this.#limits)
    if (message === undefined || response === null) {
      this.#passedOver()
      return this.#laterOn(notify, messageName.redact, () => this.#sensor.drop('fault'))
    }
    const redaction = this.#redactor.redact(message, response, frameBytes)
    const reply = this.#laterOn(notify, messageName.redact, () =>
      this.#joiner.response(redaction.response),
    )
    return { ...reply, actions: redaction.actions }
  }

  #laterOn(notify: Frame, name: string, work: () => void): Extract<Reply, { kind: 'now' }> {
    const after = (): void => {
      const fits = this.#queue.push(notify.payload.length, () => this.#guard(work))
      // A request that is not looked at is an exchange lost; a response alone is none.
      if (!fits && name === messageName.request) this.#sensor.drop('overload')
    }
    return { kind: 'now', actions: noActions, after }
  }

  #analyse(notify: Frame, at: number): void {
    const messages = readMessages(notify.payload)
    if (messages === null) return this.#sensor.drop('fault')
    for (const message of messages) this.#look(message, notify, at)
  }

  #look(message: Message, notify: Frame, at: number): void {
    if (message.name === messageName.request) {
      const request = this.#requestFacts(message, notify, at)
      if (request === null) this.#sensor.drop('fault')
      else this.#joiner.request(request)
    } else if (message.name === messageName.response) {
      const response = responseFacts(message, arrivalOf(notify, at), this.#limits)
      if (response !== null) this.#joiner.response(response)
    }
  }

  #requestFacts(message: Message, notify: Frame, at: number): RequestFacts | null {
    return requestFacts(message, arrivalOf(notify, at), this.#limits)
  }

  /** What fails here is counted and goes no further. */
  #guard(work: () => void): void {
    try {
      work()
    } catch {
      this.#sensor.drop('fault')
    }
  }
}

function arrivalOf({ streamId, payload }: Frame, at: number): Arrival {
  return { streamId, at, bytes: payload.length }
}
