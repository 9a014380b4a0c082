import { notHeardOf, type SensorStatus } from '../../hub.ts'
import type { IssuedKey } from '../../stores/sensor-keys.ts'
import type { Handler, Sources } from '../handler.ts'
import { done, refused } from '../outcome.ts'
import { balanceView, isBalanced } from '../views/balance.ts'
import { type SensorParts, sensorView } from '../views/sensor.ts'

export const listSensors: Handler<'listSensors'> = (_asked, sources) => {
  const { hub, clock } = sources
  const all = allSensors(sources)
  return done({
    balance: balanceView(hub.balance()),
    balanced: all.filter(({ status }) => isBalanced(status.balance)).length,
    items: all.map((one) => sensorView(one, clock.now())),
  })
}

/** Those that have sent something, and those that only have a key; by name. */
export function allSensors({
  hub,
  sensorKeys,
  coverage,
}: Pick<Sources, 'hub' | 'sensorKeys' | 'coverage'>): readonly SensorParts[] {
  const keys = new Map(sensorKeys.all().map((key) => [key.name, key]))
  const known = hub.sensors()
  const names = new Set(known.map(({ name }) => name))
  const silent = [...keys.values()].filter(({ name }) => !names.has(name)).map(neverHeard)
  return [...known, ...silent]
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((status) => ({
      status,
      key: keys.get(status.name),
      sight: coverage.sightOf(status.name),
      lastTest: coverage.tests.last(status.name),
    }))
}

function neverHeard({ name, environment }: IssuedKey): SensorStatus {
  return {
    name,
    environment,
    balance: { received: 0, analysed: 0, dropped: 0, held: 0, droppedBy: {} },
    ...notHeardOf,
  }
}

export const createSensor: Handler<'createSensor'> = async ({ body }, { sensorKeys }, by) => {
  const created = await sensorKeys.create(body.name, by, body.door)
  return created.ok
    ? done({ name: body.name, environment: created.environment, key: created.key })
    : refused(
        'SENSOR_EXISTS',
        'A sensor of this name has a key. Revoke it first, or take another name.',
      )
}

export const revokeSensor: Handler<'revokeSensor'> = async ({ params }, { sensorKeys }, by) => {
  const name = params.sensor_name
  return (await sensorKeys.revoke(name, by))
    ? done({ name, revoked: true })
    : refused('NOT_FOUND', 'No sensor of this name has a key that was made here.')
}
