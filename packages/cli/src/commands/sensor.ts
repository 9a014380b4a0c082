import { routes } from '@weir/schema/api'
import { type SensorHost, sensorHosts } from '@weir/schema/setup'
import { Argument, type Command } from 'commander'
import { exitCode } from '../exit.ts'
import { sensorListText } from '../output/sensors-text.ts'
import { addSensorCheck } from './sensor-check.ts'
import { setupText } from '../output/sensor-setup-text.ts'
import { paperFor } from '../output/text.ts'
import { apiClient, type RunningFlags } from '../running/api-client.ts'
import { withRunning } from '../running/running-options.ts'

interface Flags extends RunningFlags {
  readonly json?: boolean
}

interface AddFlags extends Flags {
  readonly name?: string
  readonly service?: string
  readonly door?: boolean
}

/** Adds `weir sensor`: keys of sensors, and what to write where for a new one. */
export function addSensorCommand(program: Command, done: (code: number) => void): void {
  const sensor = program
    .command('sensor')
    .description('Add sensors to a running Weir, and see how they do.')
    .addHelpText('after', help)
  withRunning(
    sensor.command('add').description('Make the key of a new sensor and print its configuration.'),
  )
    .addArgument(new Argument('<HOST>', 'what it stands in').choices([...sensorHosts]))
    .option('--name <NAME>', 'of the sensor (default: the host)')
    .option('--service <NAME>', 'the service behind it; without one hosts name services')
    .option('--door', 'it carries decisions out as well')
    .option('--json', 'print JSON')
    .action(async (host: SensorHost, flags: AddFlags) => done(await add(host, flags)))
  withRunning(sensor.command('list').description('Each sensor: when it was heard, what was lost.'))
    .option('--json', 'print JSON')
    .action(async (flags: Flags) => done(await list(flags)))
  addSensorCheck(sensor, done)
  withRunning(sensor.command('revoke').description('Revoke the key of a sensor, at once.'))
    .argument('<NAME>', 'as `weir sensor list` shows it')
    .action(async (name: string, flags: RunningFlags) => {
      await apiClient(flags).ask(routes.revokeSensor, { params: { sensor_name: name } })
      process.stdout.write(`The key of ${name} is void.\n`)
      done(exitCode.done)
    })
}

async function add(host: SensorHost, flags: AddFlags): Promise<number> {
  const { name = host, service, door = false, json = false } = flags
  const client = apiClient(flags)
  const made = await client.ask(routes.createSensor, { body: { name, door } })
  const text = json
    ? `${JSON.stringify({ ...made, url: client.url, door })}\n`
    : setupText(host, { url: client.url, key: made.key, service, door })
  process.stdout.write(text)
  return exitCode.done
}

async function list(flags: Flags): Promise<number> {
  const found = await apiClient(flags).ask(routes.listSensors)
  const text = flags.json === true ? `${JSON.stringify(found)}\n` : null
  process.stdout.write(text ?? sensorListText(found, Date.now(), paperFor(process.stdout)))
  return exitCode.done
}

const help = `
Examples:
  weir sensor add nginx --name edge --service shop --door
  weir sensor add node --service orders
  weir sensor list
  weir sensor check edge http://127.0.0.1:8080/
  weir sensor revoke edge

Exit codes: 0 done, 2 wrong input or usage, 3 environment, 70 a bug in Weir.`
