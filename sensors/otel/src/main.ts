import { runAgent } from '@weir/sensor'
import { help } from './help.ts'
import { settingsFromEnv } from './settings-from-env.ts'
import { startAgent } from './start-agent.ts'

/** Runs the agent until the process is told to end, and returns the exit code. */
export function run(args: readonly string[]): Promise<number> {
  const command = {
    name: 'weir-otel',
    help,
    listenVariable: 'WEIR_OTEL_LISTEN',
    settings: settingsFromEnv,
    start: startAgent,
  }
  return runAgent(command, args)
}
