import type { Socket } from 'node:net'
import { Outbox } from '@weir/sensor'
import type { HealthChecks } from './health-checks.ts'
import { type Action, encodeAck } from './spop/ack.ts'
import { encodeAgentDisconnect } from './spop/disconnect.ts'
import { Fragments } from './spop/fragments.ts'
import { type Frame, frameType, readFrame } from './spop/frame.ts'
import { FrameSplitter } from './spop/frame-splitter.ts'
import { encodeAgentHello, readHaproxyHello } from './spop/hello.ts'
import { spopLimits } from './spop/limits.ts'
import { type SpopStatus, spopStatus } from './spop/status.ts'

/** How a NOTIFY is answered: now, with work that is done once the answer is written, or later. */
export type Reply =
  | { readonly kind: 'now'; readonly actions: readonly Action[]; readonly after: () => void }
  | { readonly kind: 'later'; readonly afterMs: number }

/** What the messages of a connection mean; HAProxy waits while these run. */
export interface NotifyHandler {
  /** `frameBytes` is the longest frame HAProxy takes. */
  readonly answer: (notify: Frame, frameBytes: number) => Reply
  /** For a payload too large to keep; the frame is its first fragment. */
  readonly answerTooLarge: (notify: Frame) => Reply
}

export interface ConnectionLimits {
  readonly unreadAnswerBytes: number
  readonly helloMs: number
}

const noActions: readonly Action[] = []

/** One connection of HAProxy's. What it keeps is bounded: one unfinished frame and one unfinished payload. */
export class SpopConnection {
  readonly #socket: Socket
  readonly #handler: NotifyHandler
  readonly #checks: HealthChecks
  readonly #outbox: Outbox
  readonly #silence: NodeJS.Timeout
  readonly #splitter = new FrameSplitter(spopLimits.helloBytes)
  readonly #fragments = new Fragments()
  #greeted = false
  #frameBytes = 0
  #ended = false
  #work: (() => void)[] = []

  constructor(
    socket: Socket,
    handler: NotifyHandler,
    checks: HealthChecks,
    limits: ConnectionLimits,
  ) {
    this.#socket = socket
    this.#checks = checks
    this.#handler = handler
    this.#outbox = new Outbox(socket, limits.unreadAnswerBytes)
    this.#silence = setTimeout(() => this.end(spopStatus.timeout), limits.helloMs)
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => clearTimeout(this.#silence))
  }

  /** Says goodbye and closes; what arrives afterwards is not read. */
  end(status: SpopStatus): void {
    if (this.#ended) return
    this.#ended = true
    this.#outbox.put(encodeAgentDisconnect(status))
    this.#outbox.send()
    this.#socket.end()
  }

  #read(chunk: Buffer): void {
    if (this.#ended) return
    const fits = this.#splitter.push(chunk, (frame) => this.#take(frame))
    if (!fits) this.end(spopStatus.frameTooBig)
    this.#outbox.send()
    const work = this.#work
    if (work.length === 0) return
    this.#work = []
    for (const each of work) each()
  }

  /** False when the connection ends. */
  #take(bytes: Buffer): boolean {
    const frame = readFrame(bytes)
    if (frame === null) this.end(spopStatus.invalidFrame)
    else if (this.#greeted) this.#dispatch(frame)
    else this.#greet(frame)
    return !this.#ended
  }

  #greet(frame: Frame): void {
    if (frame.type !== frameType.haproxyHello) return this.end(spopStatus.invalidFrame)
    const reading = readHaproxyHello(frame.payload)
    if (!reading.ok) return this.end(reading.status)
    const { hello } = reading
    const maxFrameSize = Math.min(hello.maxFrameSize, spopLimits.frameBytes)
    this.#splitter.allow(maxFrameSize)
    this.#frameBytes = maxFrameSize
    this.#greeted = true
    clearTimeout(this.#silence)
    if (hello.healthCheck && !this.#checks.answer()) return this.end(spopStatus.normal)
    this.#outbox.put(encodeAgentHello(hello, maxFrameSize))
    if (!hello.healthCheck) return
    this.#ended = true
    this.#outbox.send()
    this.#socket.end()
  }

  #dispatch(frame: Frame): void {
    switch (frame.type) {
      case frameType.notify:
      case frameType.unset:
        return this.#notify(frame)
      case frameType.haproxyDisconnect:
        return this.end(spopStatus.normal)
      case frameType.haproxyHello:
        return this.end(spopStatus.invalidFrame)
      default:
        // Unknown frames are skipped (SPOE.txt §3.2.2).
        return
    }
  }

  #notify(fragment: Frame): void {
    const assembled = this.#fragments.push(fragment)
    switch (assembled.kind) {
      case 'partial':
      case 'aborted':
        return
      case 'wrong':
        return this.end(assembled.status)
      case 'too-large':
        return this.#reply(assembled.frame, this.#handler.answerTooLarge(assembled.frame))
      case 'whole':
        return this.#reply(assembled.frame, this.#handler.answer(assembled.frame, this.#frameBytes))
    }
  }

  #reply(frame: Frame, reply: Reply): void {
    if (reply.kind === 'now') {
      this.#acknowledge(frame, reply.actions)
      this.#work.push(reply.after)
      return
    }
    setTimeout(() => {
      this.#acknowledge(frame, noActions)
      this.#outbox.send()
    }, reply.afterMs)
  }

  #acknowledge({ streamId, frameId }: Frame, actions: readonly Action[]): void {
    if (!this.#ended) this.#outbox.put(encodeAck(streamId, frameId, actions))
  }
}
