import type { Command } from 'commander'
import { checkSensor } from '../check/check-sensor.ts'
import type { Step } from '../check/steps.ts'
import { exitCode, usageError } from '../exit.ts'
import { stepText } from '../output/check-text.ts'
import { paperFor } from '../output/text.ts'
import { apiClient, type RunningFlags } from '../running/api-client.ts'
import { withRunning } from '../running/running-options.ts'

interface Flags extends RunningFlags {
  readonly header?: readonly string[]
  readonly insecure?: boolean
  readonly door?: boolean
  readonly json?: boolean
}

const defaultTarget = 'http://127.0.0.1/'

/** Adds `weir sensor check`: one call, followed from the host to the centre. */
export function addSensorCheck(sensor: Command, done: (code: number) => void): void {
  withRunning(
    sensor
      .command('check')
      .description('Call through the host of a sensor, and follow the call to Weir.'),
  )
    .argument('<NAME>', 'of the sensor, as `weir sensor list` shows it')
    .argument('[TARGET]', 'what to GET through its host', defaultTarget)
    .option(
      '--header <NAME:VALUE>',
      'send it along, to get past a sign-in; may repeat',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option('--insecure', 'do not verify certificates')
    .option('--door', 'try the door even if it is not connected')
    .option('--no-door', 'leave the door alone')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (name: string, target: string, flags: Flags) =>
      done(await check(name, target, flags)),
    )
}

async function check(sensor: string, url: string, flags: Flags): Promise<number> {
  const steps: Step[] = []
  const paper = paperFor(process.stdout)
  const isJson = flags.json === true
  await checkSensor({
    client: apiClient(flags),
    sensor,
    url,
    headers: headersFrom(flags.header ?? []),
    isInsecure: flags.insecure === true,
    door: flags.door ?? null,
    tell: (step) => {
      steps.push(step)
      if (!isJson) process.stdout.write(stepText(step, paper))
    },
  })
  const isWhole = steps.every(({ level }) => level !== 'bad')
  if (isJson)
    process.stdout.write(`${JSON.stringify({ sensor, target: url, ok: isWhole, steps })}\n`)
  else process.stdout.write(isWhole ? `${sensor} works.\n` : `${sensor} does not work yet.\n`)
  return isWhole ? exitCode.done : exitCode.findings
}

function headersFrom(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([\w-]{1,128}) ?: ?(.*)$/s.exec(text) ?? []
      if (name === undefined || value === undefined) {
        throw usageError(`--header ${text}: expected a field such as authorization:Bearer abc`)
      }
      return [name.toLowerCase(), value]
    }),
  )
}

const help = `
The call is a GET with the header weir-check; Weir knows it by that and learns nothing from it. Where the sensor is a door,
a token made for the check is refused for a moment and let pass again.

Examples:
  weir sensor check edge http://127.0.0.1:8080/health
  weir sensor check accounts https://accounts.internal/v1/me --header "authorization: Bearer …"

Exit codes: 0 it works, 1 it does not, 2 wrong input or usage, 3 environment, 70 a bug in Weir.`
