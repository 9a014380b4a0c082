import { z } from 'zod'
import { nothing } from './query-values.ts'
import { route } from './route.ts'
import { count, time } from './words.ts'

/** `live`: connected; `away`: it keeps the decisions it has until their time is over. */
export const doorState = z.enum(['live', 'away'])

export const doorProcess = z.strictObject({
  boot: z.string(),
  agent: z.string(),
  state: doorState,
  can: z.array(z.string()).describe('Actions it carries out.'),
  since_ms: time.describe('Of its connection.'),
  heard_ms: time,
  behind: count
    .nullable()
    .describe('Changes it has not applied yet; null before its first report.'),
  lag_ms: z
    .number()
    .min(0)
    .nullable()
    .describe('From the sending of its last decision until it was in force.'),
  held: count.describe('Decisions in force at it.'),
  unsupported: count.describe('Decisions it cannot carry out.'),
  checked: count.describe('Requests it looked at.'),
  refused: count,
  faults: count.describe('Requests that passed because deciding failed.'),
  passed_over: count.describe('Responses that passed though a decision would have redacted them.'),
  open: z
    .enum(['break-glass', 'fuse'])
    .nullable()
    .describe('Why it lets everything pass; null while decisions are in force.'),
})

export const door = z.strictObject({
  name: z.string(),
  state: doorState,
  processes: z.array(doorProcess),
})
export type ApiDoor = z.infer<typeof door>

export const doorList = z.strictObject({
  items: z.array(door),
  decisions: count.describe('In force at the centre.'),
  open_until_ms: time
    .nullable()
    .describe('Break-glass: until then every door lets everything pass.'),
  open_reason: z.string().nullable(),
})
export type ApiDoorList = z.infer<typeof doorList>

export const listDoors = route({
  id: 'listDoors',
  method: 'GET',
  path: '/api/v1/doors',
  summary: 'Doors: what they hold, how far behind they are, whom they refused.',
  params: nothing,
  query: nothing,
  response: doorList,
})

export const openDoors = route({
  id: 'openDoors',
  method: 'POST',
  path: '/api/v1/doors/open',
  summary: 'Break-glass: every door lets everything pass for a while.',
  params: nothing,
  query: nothing,
  body: z.strictObject({
    minutes: z.number().int().min(1).max(1_440).default(60),
    reason: z.string().max(500).default(''),
  }),
  status: 201,
  response: doorList,
})

export const closeDoors = route({
  id: 'closeDoors',
  method: 'DELETE',
  path: '/api/v1/doors/open',
  summary: 'Ends the break-glass: decisions are in force again.',
  params: nothing,
  query: nothing,
  response: doorList,
})
