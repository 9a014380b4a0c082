import { setFlagsFromString } from 'node:v8'
import type { AgentSettings, ListenAddress } from './agent-settings.ts'
import type { Balance } from './balance.ts'
import type { Environment } from './environment.ts'

/** An agent that runs beside a proxy. */
export interface RunningAgent {
  readonly address: ListenAddress
  /** Where it listens as well. */
  readonly others?: readonly ListenAddress[]
  /** What else is to be said of its work at the end. */
  readonly remarks?: () => string
  readonly balance: () => Balance
  readonly close: () => Promise<void>
}

export interface AgentCommand<Options> {
  readonly name: string
  readonly help: string
  /** The variable that is to blame where the address cannot be listened on. */
  readonly listenVariable: string
  readonly settings: (env: Environment) => AgentSettings<Options>
  readonly start: (options: Options) => Promise<RunningAgent>
}

const exitCode = { done: 0, cannotStart: 1, wrongUsage: 2 } as const

/** Runs an agent until the process is told to end, and returns the exit code. */
export async function runAgent<Options>(
  command: AgentCommand<Options>,
  args: readonly string[],
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.help)
    return exitCode.done
  }
  const settings = command.settings(process.env)
  const problems = [
    ...args.map((arg) => `${arg}: expected no argument but --help`),
    ...(settings.kind === 'problems' ? settings.problems : []),
  ]
  if (settings.kind === 'problems' || problems.length > 0) {
    for (const problem of problems) complain(command, problem)
    return exitCode.wrongUsage
  }
  // What an agent holds dies young: waking four threads to look through it costs more than looking.
  setFlagsFromString('--no-parallel-scavenge')
  return serve(command, settings.options)
}

async function serve<Options>(command: AgentCommand<Options>, options: Options): Promise<number> {
  const agent = await command.start(options).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    complain(command, `${command.listenVariable}: ${reason}`)
    return null
  })
  if (agent === null) return exitCode.cannotStart
  const addresses = [agent.address, ...(agent.others ?? [])]
  const where = addresses.map(({ host, port }) => `${host}:${port}`).join(' and ')
  process.stdout.write(`${command.name} listens on ${where}\n`)
  await toldToEnd()
  await agent.close()
  process.stdout.write(`${command.name}: ${accountOf(agent.balance())}${agent.remarks?.() ?? ''}\n`)
  return exitCode.done
}

function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
}

function accountOf({ observed, sent, dropped, droppedBy }: Balance): string {
  const reasons = Object.entries(droppedBy)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason}=${count}`)
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`
  return `${observed} exchanges observed, ${sent} sent, ${dropped} dropped${why}`
}

function complain({ name }: { readonly name: string }, problem: string): void {
  process.stderr.write(`${name}: ${problem}\n`)
}
