import { z } from 'zod'
import { nothing } from './query-values.ts'
import { route } from './route.ts'
import { balance } from './status.ts'
import { count, rate, time } from './words.ts'

/** `live`: heard of within 90 s; `never`: it has a key and sent nothing yet. */
export const sensorState = z.enum(['live', 'silent', 'never'])

export const vantageNames = ['client', 'server', 'gateway', 'tap'] as const
export const vantage = z.enum(vantageNames)

/** `missed`: its exchange did not come within a minute. */
export const checkState = z.enum(['waiting', 'arrived', 'missed'])

export const sensorSight = z.strictObject({
  window_s: count.describe('The time the counts speak of, in seconds.'),
  exchanges: count,
  rate_per_s: rate.describe('Exchanges per second, over the last whole minute.'),
  vantages: z.array(vantage),
  truncated: count.describe('With a body that was cut off.'),
  unanswered: count.describe('Without a response.'),
  unreadable: count.describe('Connections nobody could read.'),
  secondary: count.describe('Shown by another sensor as well, and counted there.'),
  lag_ms: z
    .number()
    .min(0)
    .nullable()
    .describe('From the end of an exchange to its arrival; mean.'),
})

export const sensor = z.strictObject({
  name: z.string(),
  environment: z.string(),
  state: sensorState,
  agent: z.string().nullable().describe('Name and version it gives of itself.'),
  balance: balance.describe('As the centre counts it.'),
  own: z
    .strictObject({
      boot: z.string(),
      observed: count,
      sent: count,
      dropped: count,
      dropped_by: z.string(),
    })
    .nullable()
    .describe('What the sensor says of itself since its last start.'),
  key: z
    .strictObject({ created_ms: time, by: z.string(), door: z.boolean() })
    .nullable()
    .describe('Null where its key is not kept here, or was revoked.'),
  first_ms: time.nullable(),
  last_ms: time.nullable(),
  clock_offset_ms: z
    .number()
    .describe('What is added to its stamps: how far its clock is behind, in milliseconds.'),
  sight: sensorSight
    .nullable()
    .describe('What it showed of late; null where it showed nothing since the centre was started.'),
  last_check: z
    .strictObject({
      at_ms: time,
      state: checkState,
      after_ms: z.number().min(0).nullable(),
    })
    .nullable()
    .describe('Its last self-test.'),
})
export type Sensor = z.infer<typeof sensor>

export const sensorList = z.strictObject({
  balance,
  balanced: count.describe('Sensors whose received = analysed + dropped + held.'),
  items: z.array(sensor),
})
export type SensorList = z.infer<typeof sensorList>

export const sensorName = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/,
    'has 1 to 64 of a–z, 0–9, dot, dash and underscore, with a letter or digit at both ends',
  )

export const listSensors = route({
  id: 'listSensors',
  method: 'GET',
  path: '/api/v1/sensors',
  summary: 'Sensors: health and balance, in their own words and as counted here.',
  params: nothing,
  query: nothing,
  response: sensorList,
})

export const newSensor = z.strictObject({
  name: sensorName,
  door: z
    .boolean()
    .default(false)
    .describe('The key may read decisions as well, so that its holder can be a door.'),
})
export type NewSensor = z.infer<typeof newSensor>

export const createdSensor = z.strictObject({
  name: z.string(),
  environment: z.string(),
  key: z.string().describe('Shown this once; only its keyed hash is kept.'),
})
export type CreatedSensor = z.infer<typeof createdSensor>

export const createSensor = route({
  id: 'createSensor',
  method: 'POST',
  path: '/api/v1/sensors',
  summary: 'Makes the key of a new sensor, and shows it this once.',
  params: nothing,
  query: nothing,
  body: newSensor,
  status: 201,
  response: createdSensor,
})

export const revokedSensor = z.strictObject({ name: z.string(), revoked: z.literal(true) })
export type RevokedSensor = z.infer<typeof revokedSensor>

export const revokeSensor = route({
  id: 'revokeSensor',
  method: 'DELETE',
  path: '/api/v1/sensors/{sensor_name}',
  summary: 'Revokes the key of a sensor at once.',
  params: z.strictObject({ sensor_name: z.string().min(1).max(64) }),
  query: nothing,
  response: revokedSensor,
})
