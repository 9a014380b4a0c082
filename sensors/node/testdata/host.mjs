import { startSensor } from '@weir/sensor-node'
import { work } from './work.cjs'

// The environment has started it; a further call answers with the one that runs.
const sensor = startSensor({ url: 'http://127.0.0.1:1', key: 'unused' })
await work(sensor.balance)
