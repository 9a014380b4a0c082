import { setTimeout as pause } from 'node:timers/promises'
import { routes, type Sensor, type SensorCheck } from '@weir/schema/api'
import { printable } from '../output/text.ts'
import { timeLeft } from '../output/time-left.ts'
import type { ApiClient } from '../running/api-client.ts'
import { Caller, type CallThrough } from './call-through.ts'
import { doorStep } from './door-step.ts'
import { judgeArrival } from './judge-arrival.ts'
import type { Tell } from './steps.ts'

export interface CheckOptions {
  readonly client: ApiClient
  readonly sensor: string
  /** What is called through the host. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly isInsecure: boolean
  /** Null: where the sensor is a door. */
  readonly door: boolean | null
  readonly tell: Tell
}

/** A sensor that samples may leave a call out: so many are made before it counts as blind. */
const mostCalls = 5
const perCallMs = 3_000
const betweenMs = 50

/** Calls through a host and follows the call to the centre; tells each step as it is known. */
export async function checkSensor(options: CheckOptions): Promise<void> {
  const { client, sensor, url, headers, isInsecure, tell } = options
  const known = (await client.ask(routes.listSensors)).items.find(({ name }) => name === sensor)
  if (known === undefined) {
    tell({
      name: 'sensor',
      level: 'bad',
      text: `no sensor is called ${sensor}; \`weir sensor list\` shows those that are`,
    })
    return
  }
  tell({ name: 'sensor', level: 'ok', text: heard(known) })
  const caller = new Caller({ url, headers, isInsecure })
  try {
    await follow(options, caller)
  } finally {
    caller.close()
  }
}

async function follow(options: CheckOptions, caller: Caller): Promise<void> {
  const { client, sensor, url, tell } = options
  const check = await client.ask(routes.createSensorCheck, {
    params: { sensor_name: sensor },
    body: {},
  })
  const call = await firstCall(caller, check, url).catch((error: unknown) => {
    tell({
      name: 'request',
      level: 'bad',
      text: `${url}: ${error instanceof Error ? error.message : String(error)}`,
    })
    return null
  })
  if (call === null) return
  tell({
    name: 'request',
    level: 'ok',
    text: `${call.status} from ${url} in ${call.ms.toFixed(1)} ms`,
  })
  const { arrived, calls } = await arrival(options, caller, check)
  if (arrived === null || arrived.arrived === null) {
    const seen = arrived?.others ?? []
    const others =
      seen.length === 0 ? '' : `; ${seen.join(', ')} showed it: is this another's host?`
    tell({
      name: 'arrived',
      level: 'bad',
      text: `no exchange of ${calls} calls came from ${sensor}${others}. \`weir doctor\` says what may keep it`,
    })
    return
  }
  const after = `${Math.round(arrived.arrived.after_ms)} ms after the start`
  const sampled = calls === 1 ? '' : `, of the ${calls} calls that were made: does it sample?`
  tell({ name: 'arrived', level: calls === 1 ? 'ok' : 'note', text: `${after}${sampled}` })
  for (const step of judgeArrival({ ...arrived, arrived: arrived.arrived }, call)) tell(step)
  if (await isDoor(options)) tell(await doorStep(client, caller, check))
}

function firstCall(caller: Caller, { header }: SensorCheck, url: string): Promise<CallThrough> {
  if (!URL.canParse(url)) throw new TypeError('expected an address such as http://127.0.0.1:8080/')
  return caller.call({ [header.name]: header.value })
}

/** Asks until the centre has the exchange; calls again now and then. */
async function arrival(
  { client, sensor }: CheckOptions,
  caller: Caller,
  { id, header }: SensorCheck,
): Promise<{ readonly arrived: SensorCheck | null; readonly calls: number }> {
  const params = { sensor_name: sensor, check_id: id }
  let last: SensorCheck | null = null
  for (let calls = 1; calls <= mostCalls; calls += 1) {
    const until = performance.now() + perCallMs
    while (performance.now() < until) {
      last = await client.ask(routes.getSensorCheck, { params })
      if (last.state === 'arrived') return { arrived: last, calls }
      await pause(betweenMs)
    }
    if (calls < mostCalls) await caller.call({ [header.name]: header.value })
  }
  return { arrived: last, calls: mostCalls }
}

async function isDoor({ client, sensor, door }: CheckOptions): Promise<boolean> {
  if (door !== null) return door
  const { items } = await client.ask(routes.listDoors)
  return items.some(({ name, state }) => name === sensor && state === 'live')
}

function heard({ name, agent, last_ms: last, state }: Sensor): string {
  const version = printable(agent ?? 'it has not said what it is')
  const when =
    last === null ? 'has sent nothing yet' : `${state}, heard ${timeLeft(Date.now(), last)} ago`
  return `${name} ${when}: ${version}`
}
