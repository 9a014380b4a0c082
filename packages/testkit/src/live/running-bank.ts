import { documents, edge } from '../bank/network.ts'
import { hourMs } from '../time.ts'
import { ActorProcess } from './actor-process.ts'
import {
  type ActorName,
  actorNames,
  hasSeparateAddresses,
  serviceNames,
  watched,
} from './addresses.ts'
import { decodeBackupRun, decodeLoadFigures, decodeStepTaken } from './decode-answers.ts'
import type { LoadFigures } from './crowd.ts'
import { findLuaNginx, type Front, startFront } from './front.ts'
import type { BreachStep, StepTaken } from './intruder.ts'
import type { BackupRun } from './machines.ts'
import type { Directory, Place } from './message-codec.ts'

export interface BankOptions {
  readonly seed?: number | string
  /** Customers of the bank. */
  readonly people?: number
  /** How much faster than usual everybody is. */
  readonly speed?: number
  /** Where the sensors send what they see; without it nobody watches. */
  readonly sensor?: BankSensors
}

/** Where the sensors of the bank send to. */
export interface BankSensors {
  readonly url: string
  /** Whether the sensors carry out what is decided. */
  readonly doors?: boolean
  /** Key of the sensor in the process of a service. */
  readonly keyOf: (service: string) => string
  /** Configuration of the sensor in nginx, asked for where there is one; null leaves nginx out. */
  readonly nginx?: () => Promise<string | null>
}

/** Services of the bank whose processes load the sensor. */
export const watchedServices: readonly string[] = watched.map((name) => serviceNames[name] ?? name)

/** The demo bank while it runs. */
export interface RunningBank {
  /** Where the bank's front door really is. */
  readonly edgeUrl: string
  readonly directory: Directory
  /** The address the edge calls others from. */
  readonly edgeAddress: string
  /** Whether everybody has an address of their own; on some systems all share one. */
  readonly separateAddresses: boolean
  /** The nginx before edge and object store, or why clients reach both directly. */
  readonly front: { readonly version: string } | { readonly absent: string }
  readonly pids: readonly number[]
  /** How the customers fare. */
  readonly figures: () => Promise<LoadFigures>
  /** Runs the backup once, to its end. */
  readonly backUp: () => Promise<BackupRun>
  /** Takes one step of the breach; `preferOwn` leaves the AWS CLI alone. */
  readonly breach: (step: BreachStep, preferOwn?: boolean) => Promise<StepTaken>
  /** Ends every process; safe to call again. */
  readonly stop: () => Promise<void>
}

/** Customers of the bank where nobody says otherwise. */
export const bankPeople = 160

/** Who comes from outside, through the front; machines of the bank call one another directly. */
const outsiders: readonly ActorName[] = ['crowd', 'intruder']

/** Opens the bank: every service, machine and person in a process of its own, or none at all. */
export async function startBank(options: BankOptions = {}): Promise<RunningBank> {
  const actors = new Map(actorNames.map((name) => [name, startActor(name, options)]))
  let front: Front | Absent = { absent: 'the bank still opens' }
  const stop = async (): Promise<void> => {
    await Promise.all([...actors.values()].map((actor) => actor.stop()))
    if ('stop' in front) await front.stop()
  }
  try {
    const places = await Promise.all([...actors.values()].map((actor) => actor.serving))
    const directory: Directory = Object.fromEntries(places.flatMap(Object.entries<Place>))
    front = await frontOf(directory, options.sensor)
    const outside = 'places' in front ? { ...directory, ...front.places } : directory
    for (const [name, actor] of actors) {
      actor.meet(outsiders.includes(name) ? outside : directory)
    }
    return opened(actors, directory, front, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

interface Absent {
  readonly absent: string
}

/** A bank whose nginx does not start opens without it. */
async function frontOf(
  directory: Directory,
  sensors: BankSensors | undefined,
): Promise<Front | Absent> {
  const { [edge.host]: edgePlace, [documents.host]: documentsPlace } = directory
  if (sensors?.nginx === undefined || edgePlace === undefined || documentsPlace === undefined) {
    return { absent: 'nobody asked for nginx' }
  }
  const nginx = await findLuaNginx()
  if (nginx === null) return { absent: 'no nginx with Lua is installed' }
  const sensor = await sensors.nginx()
  if (sensor === null) return { absent: 'the Lua files of the sensor are not there' }
  try {
    return await startFront({ nginx, sensor, edge: edgePlace, documents: documentsPlace })
  } catch (error) {
    return { absent: error instanceof Error ? error.message : String(error) }
  }
}

/** Records start at a fixed hour, so that credentials do not change while somebody is looking. */
function startActor(name: ActorName, options: BankOptions): ActorProcess {
  const { seed = 1, people = bankPeople, speed = 1, sensor } = options
  const start = Math.floor(Date.now() / hourMs) * hourMs
  const service = serviceNames[name] ?? name
  const env =
    sensor === undefined || !watched.includes(name)
      ? { WEIR_SENSOR: 'off' }
      : {
          WEIR_URL: sensor.url,
          WEIR_SENSOR_KEY: sensor.keyOf(service),
          WEIR_SERVICE: service,
          WEIR_DOOR: sensor.doors === true ? 'on' : 'off',
        }
  return new ActorProcess({ name, seed, start, people, speed }, env)
}

function opened(
  actors: ReadonlyMap<ActorName, ActorProcess>,
  directory: Directory,
  front: Front | Absent,
  stop: () => Promise<void>,
): RunningBank {
  const call = (name: ActorName, what: string, argument?: unknown): Promise<unknown> => {
    const actor = actors.get(name)
    return actor === undefined
      ? Promise.reject(new Error(`no ${name}`))
      : actor.call(what, argument)
  }
  const own = directory[edge.host]
  const door = ('places' in front ? front.places[edge.host] : undefined) ?? own
  return {
    edgeUrl: `http://${door?.address}:${door?.port}`,
    directory,
    edgeAddress: own?.address ?? '',
    separateAddresses: hasSeparateAddresses,
    front,
    pids: [...[...actors.values()].map(({ pid }) => pid), ...('pid' in front ? [front.pid] : [])],
    figures: async () => decodeLoadFigures(await call('crowd', 'figures')),
    backUp: async () => decodeBackupRun(await call('backup', 'run')),
    breach: async (step, preferOwn = false) =>
      decodeStepTaken(await call('intruder', 'take', { step, preferOwn })),
    stop,
  }
}
