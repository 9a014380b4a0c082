import { routes } from '@weir/schema/api'
import type { Command } from 'commander'
import { exitCode } from '../exit.ts'
import { doctorText } from '../output/doctor-text.ts'
import { paperFor } from '../output/text.ts'
import { apiClient, type RunningFlags } from '../running/api-client.ts'
import { withRunning } from '../running/running-options.ts'

interface Flags extends RunningFlags {
  readonly json?: boolean
}

/** Adds `weir doctor`: why a call is not shown. */
export function addDoctorCommand(program: Command, done: (code: number) => void): void {
  withRunning(
    program
      .command('doctor')
      .description('Say why a call is not shown: what sensors cannot see, lose or send in vain.'),
  )
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (flags: Flags) => done(await doctor(flags)))
}

async function doctor(flags: Flags): Promise<number> {
  const client = apiClient(flags)
  const asked = Date.now()
  const coverage = await client.ask(routes.getCoverage)
  const clockMs = (asked + Date.now()) / 2 - coverage.now_ms
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(coverage)}\n`
      : doctorText(coverage, client.url, clockMs, paperFor(process.stdout)),
  )
  return coverage.symptoms.some(({ level }) => level === 'bad') ? exitCode.findings : exitCode.done
}

const help = `
What it looks at: senders that are refused, sensors that are silent or lose exchanges, bodies that are cut off,
calls without response, connections nobody can read, clocks, doors that are away or behind.

Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage, 3 environment, 70 a bug in Weir.`
