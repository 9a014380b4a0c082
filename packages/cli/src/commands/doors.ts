import { routes } from '@weir/schema/api'
import type { Command } from 'commander'
import { exitCode } from '../exit.ts'
import { doorListText } from '../output/doors-text.ts'
import { paperFor } from '../output/text.ts'
import { apiClient, type RunningFlags } from '../running/api-client.ts'
import { withRunning } from '../running/running-options.ts'
import { seconds } from '../running/seconds.ts'

interface Flags extends RunningFlags {
  readonly json?: boolean
}

interface OpenFlags extends Flags {
  readonly for: string
  readonly reason?: string
}

/** Adds `weir doors`: who carries decisions out, and the break-glass. */
export function addDoorsCommand(program: Command, done: (code: number) => void): void {
  const doors = program
    .command('doors')
    .description('Where the decisions of a running Weir are carried out.')
    .addHelpText('after', help)
  withRunning(doors.command('list').description('Each door: what it holds, how far behind it is.'))
    .option('--json', 'print JSON')
    .action(async (flags: Flags) => {
      show(await apiClient(flags).ask(routes.listDoors), flags)
      done(exitCode.done)
    })
  withRunning(
    doors
      .command('open')
      .description('Break-glass: let everything pass at every door for a while.'),
  )
    .option('--for <TIME>', 'how long, 24h at most', '1h')
    .option('--reason <TEXT>', 'why, for the audit log')
    .option('--json', 'print JSON')
    .action(async (flags: OpenFlags) => {
      const minutes = Math.max(1, Math.round(seconds('--for', flags.for) / 60))
      const body = { minutes, reason: flags.reason ?? '' }
      show(await apiClient(flags).ask(routes.openDoors, { body }), flags)
      done(exitCode.done)
    })
  withRunning(doors.command('close').description('End the break-glass: decisions hold again.'))
    .option('--json', 'print JSON')
    .action(async (flags: Flags) => {
      show(await apiClient(flags).ask(routes.closeDoors), flags)
      done(exitCode.done)
    })
}

function show(list: Parameters<typeof doorListText>[0], { json = false }: Flags): void {
  const text = json
    ? `${JSON.stringify(list)}\n`
    : doorListText(list, Date.now(), paperFor(process.stdout))
  process.stdout.write(text)
}

const help = `
Examples:
  weir doors list
  weir doors open --for 30m --reason "release goes wrong"
  weir doors close

Exit codes: 0 done, 2 wrong input or usage, 3 environment, 70 a bug in Weir.`
