export { type SensorHost, sensorHosts, type SensorSetup, sensorSetup } from './sensor-setup.ts'
