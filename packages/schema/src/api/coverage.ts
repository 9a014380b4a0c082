import { z } from 'zod'
import { nothing } from './query-values.ts'
import { route } from './route.ts'
import { checkState, vantage } from './sensors.ts'
import { count, time } from './words.ts'

/** What keeps calls from being shown, or decisions from being carried out. */
export const symptom = z.strictObject({
  id: z.string().describe('Its kind, such as `clock-off`.'),
  level: z.enum(['bad', 'note']),
  about: z.string().describe('The sensor, door, sender or part of the centre.'),
  what: z.string(),
  todo: z.string(),
})
export type ApiSymptom = z.infer<typeof symptom>

export const coverage = z.strictObject({
  now_ms: time.describe("The centre's clock."),
  sensors: count,
  live: count.describe('Sensors heard of within 90 s.'),
  doors: count,
  symptoms: z.array(symptom).describe('Worst first.'),
})
export type ApiCoverage = z.infer<typeof coverage>

export const getCoverage = route({
  id: 'getCoverage',
  method: 'GET',
  path: '/api/v1/coverage',
  summary: 'Why a call is not shown: what sensors cannot see, lose or send in vain.',
  params: nothing,
  query: nothing,
  response: coverage,
})

const message = z.strictObject({
  headers: count,
  captured: count.describe('Octets of the body that were captured.'),
  size: count.describe('Octets the body had.'),
  truncated: z.boolean(),
  sha256: z.string().describe('Of what was captured, in hex.'),
})

/** A call somebody makes through a host to see whether its sensor shows it. */
export const sensorCheck = z.strictObject({
  id: z.string(),
  sensor: z.string(),
  state: checkState,
  header: z
    .strictObject({ name: z.string(), value: z.string() })
    .describe('The request must carry it; its exchange is not learned from.'),
  bearer: z
    .strictObject({ token: z.string(), hash: z.string() })
    .describe('A token of its own, and the hash by which a door knows it.'),
  started_ms: time,
  until_ms: time,
  arrived: z
    .strictObject({
      after_ms: z.number().min(0).describe('From the start of the test, in milliseconds.'),
      vantage: vantage.nullable(),
      client: z.string(),
      via: z.array(z.string()),
      host: z.string(),
      service: z.string().nullable(),
      status: count.nullable(),
      duration_ms: z.number().nullable(),
      request: message,
      response: message.nullable(),
    })
    .nullable(),
  others: z.array(z.string()).describe('Other sensors that showed the call.'),
})
export type SensorCheck = z.infer<typeof sensorCheck>

const checkParams = z.strictObject({ sensor_name: z.string().min(1).max(64) })

export const createSensorCheck = route({
  id: 'createSensorCheck',
  method: 'POST',
  path: '/api/v1/sensors/{sensor_name}/checks',
  summary: 'Begins a self-test of a sensor: says what a call through its host has to carry.',
  params: checkParams,
  query: nothing,
  body: nothing,
  status: 201,
  response: sensorCheck,
})

export const getSensorCheck = route({
  id: 'getSensorCheck',
  method: 'GET',
  path: '/api/v1/sensors/{sensor_name}/checks/{check_id}',
  summary: 'What became of a self-test.',
  params: checkParams.extend({ check_id: z.string().min(1).max(64) }),
  query: nothing,
  response: sensorCheck,
})
