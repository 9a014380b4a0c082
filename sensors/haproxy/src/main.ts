import { help } from './help.ts'
import { settingsFromEnv } from './settings-from-env.ts'
import { type HaproxyAgent, type HaproxyAgentOptions, startAgent } from './start-agent.ts'

const exitCode = { done: 0, cannotStart: 1, wrongUsage: 2 } as const

/** Runs the agent until the process is told to end, and returns the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help)
    return exitCode.done
  }
  const settings = settingsFromEnv(process.env)
  const problems = [
    ...args.map((arg) => `${arg}: expected no argument but --help`),
    ...(settings.kind === 'problems' ? settings.problems : []),
  ]
  if (settings.kind === 'problems' || problems.length > 0) {
    for (const problem of problems) complain(problem)
    return exitCode.wrongUsage
  }
  return serve(settings.options)
}

async function serve(options: HaproxyAgentOptions): Promise<number> {
  const agent = await startAgent(options).catch((error: unknown) => {
    complain(`WEIR_SPOE_LISTEN: ${error instanceof Error ? error.message : String(error)}`)
    return null
  })
  if (agent === null) return exitCode.cannotStart
  const { host, port } = agent.address
  process.stdout.write(`weir-spoe listens on ${host}:${port}\n`)
  await toldToEnd()
  await agent.close()
  process.stdout.write(`${accountOf(agent)}\n`)
  return exitCode.done
}

function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
}

function accountOf(agent: HaproxyAgent): string {
  const { observed, sent, dropped, droppedBy } = agent.balance()
  const reasons = Object.entries(droppedBy)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason}=${count}`)
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`
  return `weir-spoe: ${observed} exchanges observed, ${sent} sent, ${dropped} dropped${why}`
}

function complain(problem: string): void {
  process.stderr.write(`weir-spoe: ${problem}\n`)
}
