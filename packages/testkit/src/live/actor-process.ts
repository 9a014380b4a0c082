import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { decodeFromActor, type Directory, type Setup, type ToActor } from './message-codec.ts'

/** Processes start from the build, whoever asks for them. */
const entry = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const patienceMs = 3_000

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** One process of the bank, from its start to its end. */
export class ActorProcess {
  readonly #name: string
  readonly #child: ChildProcess
  readonly #calls = new Map<number, Waiting>()
  readonly serving: Promise<Directory>
  #count = 0

  constructor(setup: Setup, env: Readonly<Record<string, string>>) {
    this.#name = setup.name
    this.#child = fork(entry, [setup.name], {
      env: { ...process.env, ...env },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.serving = new Promise((resolve, reject) => {
      this.#child.on('message', (input) => this.#hear(input, resolve))
      this.#child.on('exit', (code, signal) => {
        const error = new Error(`the bank's process ${this.#name} ended (${signal ?? code})`)
        reject(error)
        for (const { reject: refuse } of this.#calls.values()) refuse(error)
        this.#calls.clear()
      })
      this.#child.on('error', reject)
    })
    // Whoever waits for it hears of a failure; nobody has to.
    this.serving.catch(() => undefined)
    this.#send({ kind: 'setup', setup })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  meet(directory: Directory): void {
    this.#send({ kind: 'directory', directory })
  }

  call(name: string, argument: unknown = null): Promise<unknown> {
    this.#count += 1
    const id = this.#count
    return new Promise((resolve, reject) => {
      if (!this.#child.connected) {
        reject(new Error(`the bank's process ${this.#name} has ended`))
        return
      }
      this.#calls.set(id, { resolve, reject })
      this.#send({ kind: 'call', id, name, argument })
    })
  }

  /** Lets the process end; makes it, should it not. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    if (this.#child.connected) this.#child.disconnect()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs)
    await gone
    clearTimeout(timer)
  }

  #send(message: ToActor): void {
    if (this.#child.connected) this.#child.send(message)
  }

  #hear(input: unknown, serving: (places: Directory) => void): void {
    const message = decodeFromActor(input)
    if (message === null) return
    if (message.kind === 'serving') {
      serving(message.places)
      return
    }
    const waiting = this.#calls.get(message.id)
    this.#calls.delete(message.id)
    if (message.kind === 'answer') waiting?.resolve(message.value)
    else waiting?.reject(new Error(`${this.#name}: ${message.problem}`))
  }
}
