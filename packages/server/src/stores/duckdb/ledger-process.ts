import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { WeirError } from '../../weir-error.ts'
import type { LedgerSettings, Refusal, Reply, Request } from './messages.ts'
import { decodeReply } from './request-codec.ts'

export interface LedgerProcessOptions extends LedgerSettings {
  /** Longest wait for an answer before the process is taken for hung and replaced, in milliseconds. */
  readonly answerMs: number
  /** First pause before a restart; it doubles up to `restartMostMs`. */
  readonly restartMs: number
  readonly restartMostMs: number
}

export interface LedgerProcess {
  /** Rejects with a retryable `WeirError` when there is no process or it ends before it answers. */
  request(request: Request): Promise<unknown>
  /** How often the process was started anew. */
  restarts(): number
  /** Why nothing can be asked now, in words a person can act on; null while it can. */
  problem(): string | null
  pid(): number | null
  /** Settles when the process can be asked; at once when it can be already. */
  ready(): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: WeirError) => void
  readonly timer: NodeJS.Timeout
}

/** Processes start from what was compiled, also where tests import the sources. */
const childFile = fileURLToPath(
  new URL(
    'ledger-child.js',
    import.meta.url.replace('/packages/server/src/', '/packages/server/dist/'),
  ),
)

export function unavailable(why: string, retryable: boolean, cause?: unknown): WeirError {
  return new WeirError('LEDGER_UNAVAILABLE', why, { retryable, cause })
}

/** Starts the ledger's process; rejects when it cannot open its file. */
export async function startLedgerProcess(options: LedgerProcessOptions): Promise<LedgerProcess> {
  const runner = new ProcessRunner(options)
  await runner.start()
  return runner
}

class ProcessRunner implements LedgerProcess {
  readonly #options: LedgerProcessOptions
  readonly #waiting = new Map<number, Waiting>()
  #child: ChildProcess | null = null
  #isReady = false
  #problem: string | null = null
  #nextId = 1
  #restarts = 0
  #failures = 0
  #restartTimer: NodeJS.Timeout | null = null
  #readyListeners: (() => void)[] = []
  #closing: Promise<void> | null = null

  constructor(options: LedgerProcessOptions) {
    this.#options = options
  }

  /** The first start: a file that cannot be opened now is for a person, not for another attempt. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#launch({
        ready: resolve,
        refused: (message) => {
          this.#closing = Promise.resolve()
          reject(unavailable(message, false))
        },
      })
    })
  }

  request(request: Request): Promise<unknown> {
    const child = this.#child
    if (child === null || !this.#isReady || this.#closing !== null) {
      const why = this.#closing === null ? (this.#problem ?? 'The ledger starts.') : closed
      return Promise.reject(unavailable(why, this.#closing === null))
    }
    return this.#send(child, request)
  }

  restarts(): number {
    return this.#restarts
  }

  problem(): string | null {
    return this.#isReady ? null : (this.#problem ?? 'The ledger starts.')
  }

  pid(): number | null {
    return this.#child?.pid ?? null
  }

  ready(): Promise<void> {
    if (this.#isReady) return Promise.resolve()
    if (this.#closing !== null) return Promise.reject(unavailable(closed, false))
    return new Promise((resolve) => this.#readyListeners.push(resolve))
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    if (this.#restartTimer !== null) clearTimeout(this.#restartTimer)
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    if (this.#isReady) this.#send(child, { kind: 'close' }).catch(() => undefined)
    else if (child.connected) child.disconnect()
    const timer = setTimeout(() => child.kill('SIGKILL'), this.#options.answerMs)
    await ended
    clearTimeout(timer)
  }

  #send(child: ChildProcess, request: Request): Promise<unknown> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#problem = `The ledger's process gave no answer for ${this.#options.answerMs} ms and is being replaced.`
        child.kill('SIGKILL')
      }, this.#options.answerMs)
      this.#waiting.set(id, { resolve, reject, timer })
      child.send({ id, request }, (error) => {
        if (error === null) return
        this.#lost(child)
        this.#settle(id, (one) => one.reject(unavailable(gone, true, error)))
      })
    })
  }

  #launch(first: FirstStart | null): void {
    const { file, queryMs, lockMs } = this.#options
    const settings = JSON.stringify({ file, queryMs, lockMs } satisfies LedgerSettings)
    const child = fork(childFile, [settings], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child = child
    let refusal: string | null = null
    let starting = first
    child.on('message', (message) => {
      const reply = decodeReply(message)
      if (reply?.kind === 'refused') {
        refusal = refusalTexts[reply.refusal](file, firstLine(reply.message))
      } else if (reply?.kind === 'ready') {
        this.#becameReady(starting)
        starting = null
      } else if (reply !== null) this.#answered(reply)
    })
    let ended = false
    const end = (how: string): void => {
      if (ended) return
      ended = true
      this.#ended(
        refusal ?? this.#problem ?? `The ledger's process ended (${how}); it starts again.`,
        starting,
      )
    }
    child.once('error', (error) => {
      if (child.pid === undefined) end(error.message)
    })
    // Its channel is gone before its end is told of.
    child.once('disconnect', () => this.#lost(child))
    child.once('exit', (code, signal) => end(signal ?? `code ${code ?? 'unknown'}`))
  }

  #lost(child: ChildProcess): void {
    if (this.#child === child) this.#isReady = false
  }

  #ended(why: string, starting: FirstStart | null): void {
    this.#isReady = false
    this.#child = null
    this.#problem = why
    this.#rejectAll(why)
    starting?.refused(why)
    if (this.#closing === null) this.#restartLater()
  }

  #becameReady(first: FirstStart | null): void {
    this.#isReady = true
    this.#problem = null
    first?.ready()
    for (const listener of this.#readyListeners.splice(0)) listener()
  }

  #answered(reply: Extract<Reply, { readonly id: number }>): void {
    this.#failures = 0
    this.#settle(reply.id, (one) => {
      if (reply.kind === 'done') one.resolve(reply.value)
      else one.reject(unavailable(`The ledger refused: ${firstLine(reply.message)}`, true))
    })
  }

  #settle(id: number, how: (one: Waiting) => void): void {
    const one = this.#waiting.get(id)
    if (one === undefined) return
    this.#waiting.delete(id)
    clearTimeout(one.timer)
    how(one)
  }

  #rejectAll(why: string): void {
    for (const id of this.#waiting.keys()) {
      this.#settle(id, (one) => one.reject(unavailable(why, true)))
    }
  }

  #restartLater(): void {
    const { restartMs, restartMostMs } = this.#options
    const pause = Math.min(restartMostMs, restartMs * 2 ** Math.min(20, this.#failures))
    this.#failures += 1
    this.#restartTimer = setTimeout(() => {
      this.#restarts += 1
      this.#launch(null)
    }, pause)
  }
}

interface FirstStart {
  readonly ready: () => void
  readonly refused: (message: string) => void
}

const gone = "The ledger's process is gone; it starts again."
const closed = 'The ledger is closed.'

const refusalTexts: Readonly<Record<Refusal, (file: string, why: string) => string>> = {
  busy: (file) => `Another process has the ledger ${file} open. End it, then start again.`,
  newer: (file, why) =>
    `The ledger ${file} was written by another version of Weir (${why}). Use that version, or move the file away to begin an empty ledger.`,
  damaged: (file, why) =>
    `The ledger ${file} cannot be read (${why}). Move it and its .wal away to begin an empty ledger, or put back a copy.`,
}

/** DuckDB's messages may quote a statement below their first line. */
function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').slice(0, 300)
}
