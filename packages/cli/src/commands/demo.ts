import { type Command, InvalidArgumentError } from 'commander'
import { liveDemo } from './demo-live.ts'
import { recordedDemo } from './demo-recorded.ts'

interface DemoFlags {
  readonly seed: string
  readonly attack: boolean
  readonly recorded?: boolean
  readonly save?: string
  readonly speed: number
  readonly port: number
  readonly once?: boolean
  readonly json?: boolean
  readonly data?: string
}

/** Adds `weir demo`: a bank that runs, or a day of it that was recorded. */
export function addDemoCommand(program: Command, done: (code: number) => void): void {
  program
    .command('demo')
    .description('Open a small bank, let Weir watch it, and break in.')
    .option('--seed <SEED>', 'another bank', '1')
    .option('--no-attack', 'the same without the breach')
    .option('--speed <FACTOR>', 'how much faster than usual everybody is', factor, 1)
    .option('--port <NUMBER>', 'port of Weir; 0 takes a free one', portNumber, 0)
    .option('--once', 'end with the result: 0 when every promise held, else 1')
    .option('--json', 'print the result as JSON')
    .option('--data <FOLDER>', 'keep the data of Weir there; without it a temporary folder')
    .option('--recorded', 'analyse a recorded day of the bank instead')
    .option('--save <FILE>', 'keep the recorded day as exchange lines; implies --recorded')
    .action(async (flags: DemoFlags) => done(await demoCommand(flags)))
}

function demoCommand(flags: DemoFlags): Promise<number> {
  if (flags.recorded === true || flags.save !== undefined) return recordedDemo(flags)
  const { once = false, json = false, data = null } = flags
  return liveDemo({ ...flags, once, json, data })
}

function factor(text: string): number {
  const value = Number(text)
  if (value >= 0.1 && value <= 20) return value
  throw new InvalidArgumentError('expected a factor from 0.1 to 20')
}

function portNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value
  throw new InvalidArgumentError('expected a port from 0 to 65535')
}
