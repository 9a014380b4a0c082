import { diagnose } from '../../coverage/diagnosis.ts'
import { type SelfTest, selfTestHeader } from '../../coverage/self-tests.ts'
import type { Answered } from '../decode-request.ts'
import type { Handler } from '../handler.ts'
import { done, refused } from '../outcome.ts'
import { selfTestStateOf, sensorStateOf } from '../views/sensor.ts'
import { allSensors } from './sensors.ts'

export const getCoverage: Handler<'getCoverage'> = (_asked, sources) => {
  const { hub, coverage, doors, clock } = sources
  const nowMs = clock.now()
  const sensors = allSensors(sources)
  const known = doors.registry.all()
  return done({
    now_ms: nowMs,
    sensors: sensors.length,
    live: sensors.filter(({ status }) => sensorStateOf(status, nowMs) === 'live').length,
    doors: known.length,
    symptoms: diagnose({
      problems: hub.problems(),
      sensors: sensors.map(({ status, sight, key }) => ({
        status,
        sight,
        hasKey: key !== undefined,
      })),
      senders: coverage.turnedAway.all(),
      doors: known,
      decisionSeq: doors.book.seq,
      waitingMs: hub.backlog().oldestMs,
      nowMs,
    }).map((symptom) => ({ ...symptom })),
  })
}

export const createSensorCheck: Handler<'createSensorCheck'> = ({ params }, sources) => {
  const name = params.sensor_name
  if (!allSensors(sources).some(({ status }) => status.name === name)) {
    return refused('NOT_FOUND', 'No sensor of this name has a key or has sent anything.')
  }
  return done(checkView(sources.coverage.tests.start(name), sources.clock.now()))
}

export const getSensorCheck: Handler<'getSensorCheck'> = ({ params }, { coverage, clock }) => {
  const test = coverage.tests.find(params.check_id)
  return test === null || test.sensor !== params.sensor_name
    ? refused('NOT_FOUND', 'No such self-test; the newest 256 since the start are kept.')
    : done(checkView(test, clock.now()))
}

function checkView(test: SelfTest, nowMs: number): Answered<'getSensorCheck'> {
  const { id, sensor, value, token, credential, startedMs, untilMs, arrived, others } = test
  return {
    id,
    sensor,
    state: selfTestStateOf(test, nowMs),
    header: { name: selfTestHeader, value },
    bearer: { token, hash: credential },
    started_ms: startedMs,
    until_ms: untilMs,
    arrived: arrived === null ? null : arrivedView(arrived),
    others: [...others],
  }
}

function arrivedView({
  afterMs,
  durationMs,
  via,
  ...facts
}: NonNullable<SelfTest['arrived']>): Answered<'getSensorCheck'>['arrived'] {
  return { ...facts, after_ms: afterMs, duration_ms: durationMs, via: [...via] }
}
