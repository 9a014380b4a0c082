import type { ActionKind, DoorReport } from '@weir/schema/decision'

/** One process of a door, as it says of itself and as the centre sees it. */
export interface DoorProcess {
  readonly boot: string
  agent: string
  can: readonly ActionKind[]
  connected: boolean
  /** Unix time in milliseconds. */
  sinceMs: number
  heardMs: number
  report: Omit<DoorReport, 'hits'> | null
}

export interface DoorStatus {
  readonly name: string
  readonly processes: readonly DoorProcess[]
}

/** Processes of one door that are remembered; the one heard of longest ago goes. */
const mostProcesses = 64
const forgottenMs = 3_600_000

/** Who holds decisions, how far behind they are, and whom decisions have touched. */
export class DoorRegistry {
  readonly #now: () => number
  readonly #doors = new Map<string, Map<string, DoorProcess>>()
  readonly #hits = new Map<string, { hits: number; readonly blownAt: Set<string> }>()

  constructor(now: () => number) {
    this.#now = now
  }

  all(): readonly DoorStatus[] {
    return [...this.#doors]
      .map(([name, processes]) => ({ name, processes: [...processes.values()] }))
      .sort((left, right) => (left.name < right.name ? -1 : 1))
  }

  connected(name: string, boot: string, agent: string, can: readonly ActionKind[]): void {
    const process = this.#process(name, boot)
    process.agent = agent
    process.can = can
    process.connected = true
    process.sinceMs = this.#now()
  }

  disconnected(name: string, boot: string): void {
    const process = this.#doors.get(name)?.get(boot)
    if (process === undefined) return
    process.connected = false
    process.heardMs = this.#now()
  }

  reported(name: string, { hits, ...report }: DoorReport): void {
    const process = this.#process(name, report.boot)
    process.agent = report.agent
    process.can = report.can
    process.report = report
    for (const one of hits) {
      const known = this.#hits.get(one.id) ?? { hits: 0, blownAt: new Set<string>() }
      this.#hits.set(one.id, known)
      known.hits += one.hits
      if (one.blown) known.blownAt.add(name)
      else known.blownAt.delete(name)
    }
  }

  /** Requests a decision has touched, and the doors whose fuse holds it back. */
  hitsOf(decision: string): { readonly hits: number; readonly blownAt: readonly string[] } {
    const known = this.#hits.get(decision)
    return { hits: known?.hits ?? 0, blownAt: [...(known?.blownAt ?? [])].sort() }
  }

  /** Forgets decisions that are gone, and processes that have been silent for an hour. */
  tidy(decisions: ReadonlySet<string>): void {
    for (const id of this.#hits.keys()) if (!decisions.has(id)) this.#hits.delete(id)
    for (const [name, processes] of this.#doors) {
      for (const [boot, { connected, heardMs }] of processes) {
        if (!connected && this.#now() - heardMs > forgottenMs) processes.delete(boot)
      }
      if (processes.size === 0) this.#doors.delete(name)
    }
  }

  #process(name: string, boot: string): DoorProcess {
    const processes = this.#doors.get(name) ?? new Map<string, DoorProcess>()
    this.#doors.set(name, processes)
    const now = this.#now()
    const process = processes.get(boot) ?? newProcess(boot, now)
    processes.delete(boot)
    processes.set(boot, process)
    process.heardMs = now
    if (processes.size > mostProcesses) {
      const [oldest] = processes.keys()
      if (oldest !== undefined) processes.delete(oldest)
    }
    return process
  }
}

function newProcess(boot: string, now: number): DoorProcess {
  return { boot, agent: '', can: [], connected: false, sinceMs: now, heardMs: now, report: null }
}
