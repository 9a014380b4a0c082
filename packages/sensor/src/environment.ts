import { parsePath, pathLimits } from '@weir/schema/decision'
import { type WireName, wireNames } from './wire/line-format.ts'
import type { Redaction } from './redact/redaction.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const defaultUrl = 'http://127.0.0.1:7447'

/** Reads what sensors and agents are told by their environment, and gathers all that is wrong with it. */
export class EnvironmentReader {
  readonly problems: string[] = []
  readonly #env: Environment

  constructor(env: Environment) {
    this.#env = env
  }

  /** Undefined where it is missing or empty. */
  text(name: string): string | undefined {
    return this.#env[name] || undefined
  }

  url(): string {
    const url = this.text('WEIR_URL') ?? defaultUrl
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      this.problems.push('WEIR_URL: expected an address such as http://127.0.0.1:7447')
    }
    return url
  }

  key(): string {
    const key = this.text('WEIR_SENSOR_KEY')
    if (key === undefined) this.problems.push('WEIR_SENSOR_KEY: expected the key the hub gave out')
    return key ?? ''
  }

  isOn(name: string): boolean {
    const text = this.text(name) ?? 'off'
    if (text !== 'on' && text !== 'off') this.problems.push(`${name}: expected on or off`)
    return text === 'on'
  }

  sampleRate(): { readonly sampleRate?: number } {
    const text = this.text('WEIR_SENSOR_SAMPLE')
    if (text === undefined) return {}
    const sampleRate = Number(text)
    if (sampleRate >= 0 && sampleRate <= 1) return { sampleRate }
    this.problems.push('WEIR_SENSOR_SAMPLE: expected a number from 0 to 1')
    return {}
  }

  /** Limits that are set, by their names, from the variables that set them. */
  limits(variables: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
    const limits: Record<string, number> = {}
    for (const [variable, limit] of Object.entries(variables)) {
      const text = this.text(variable)
      if (text === undefined) continue
      if (/^\d{1,12}$/.test(text)) limits[limit] = Number(text)
      else this.problems.push(`${variable}: expected a whole number`)
    }
    return limits
  }

  wire(): { readonly wire?: WireName } {
    const text = this.text('WEIR_SENSOR_WIRE')
    if (text === undefined) return {}
    const wire = wireNames.find((name) => name === text)
    if (wire !== undefined) return { wire }
    this.problems.push(`WEIR_SENSOR_WIRE: expected ${wireNames.join(' or ')}`)
    return {}
  }

  redaction(): { readonly redact?: Redaction } {
    const names = this.#list('WEIR_SENSOR_REDACT_HEADERS')
    const paths = this.#list('WEIR_SENSOR_REDACT_PATHS')
    const types = this.#list('WEIR_SENSOR_REDACT_TYPES')
    if (paths.length > pathLimits.paths) {
      this.problems.push(`WEIR_SENSOR_REDACT_PATHS: expected ${pathLimits.paths} paths or fewer`)
    }
    for (const path of paths.filter((text) => parsePath(text) === null)) {
      this.problems.push(
        `WEIR_SENSOR_REDACT_PATHS: ${path.slice(0, 80)}: expected a path such as items[].card.number`,
      )
    }
    const key = this.text('WEIR_SENSOR_REDACT_KEY')
    if (names.length + paths.length + types.length === 0) return {}
    return { redact: { names, paths, types, ...(key === undefined ? {} : { key }) } }
  }

  /** Texts set apart by commas. */
  #list(name: string): readonly string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '')
  }
}

/** Limits every sensor has, by the variables that set them. */
export const commonLimits = {
  WEIR_SENSOR_BODY_BYTES: 'bodyBytes',
  WEIR_SENSOR_QUEUE_BYTES: 'queueBytes',
  WEIR_SENSOR_BATCH_MS: 'batchMs',
  WEIR_SENSOR_EXIT_MS: 'exitFlushMs',
} as const
