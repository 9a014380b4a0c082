import { settingsFromEnv } from './settings-from-env.ts'
import { startSensor } from './start-sensor.ts'

/** Importing the package starts a sensor where the environment asks for one; a mistake there stops nothing. */
const settings = settingsFromEnv(process.env)
if (settings.kind === 'options') startSensor(settings.options)
else if (settings.kind === 'problems') {
  process.emitWarning(`the Weir sensor is off. ${settings.problems.join('; ')}`, {
    code: 'WEIR_SENSOR_OFF',
  })
}
