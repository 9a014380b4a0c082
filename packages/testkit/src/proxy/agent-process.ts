import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort, until } from './loopback.ts'

/** The command of an agent, and the variable that says where it listens. */
export interface AgentProgram {
  readonly command: string
  readonly listenVariable: string
}

export interface AgentProcess {
  readonly port: number
  readonly pid: number
  readonly said: () => string
  readonly kill: (signal: NodeJS.Signals) => void
  /** Ends it and gives its exit code. */
  readonly ended: () => Promise<number | null>
}

type Environment = Readonly<Record<string, string>>

/** Runs an agent and waits until it listens. */
export async function startAgentProcess(
  program: AgentProgram,
  env: Environment,
  port?: number,
): Promise<AgentProcess> {
  const listenOn = port ?? (await freePort())
  const listen = { [program.listenVariable]: `127.0.0.1:${listenOn}` }
  const { child, said } = runCommand(program.command, [], { ...listen, ...env })
  await until(() => {
    if (child.exitCode !== null) throw new Error(`the agent ended: ${said()}`)
    return said().includes('listens on')
  }, 'the agent listens')
  const { pid } = child
  if (pid === undefined) throw new Error('the agent did not start')
  return {
    port: listenOn,
    pid,
    said,
    kill: (signal) => {
      child.kill(signal)
    },
    ended: () => exitOf(child),
  }
}

export function runCommand(
  command: string,
  args: readonly string[],
  env: Environment,
): { readonly child: ChildProcess; readonly said: () => string } {
  const child = spawn(process.execPath, [command, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const keep = (part: Buffer): void => {
    text += part.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return { child, said: () => text }
}

export async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}
