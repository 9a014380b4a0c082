import './start-from-env.ts'

export type { Balance, Redaction } from '@weir/sensor'
export { type NodeSensor, type NodeSensorOptions, startSensor } from './start-sensor.ts'
