import { describe, expect, it } from 'vitest'
import { settingsFromEnv } from './settings-from-env.ts'

describe('the environment', () => {
  it('starts nothing where it does not speak of a hub, or says off', () => {
    expect(settingsFromEnv({})).toEqual({ kind: 'absent' })
    expect(settingsFromEnv({ WEIR_SENSOR: 'off', WEIR_SENSOR_KEY: 'k' })).toEqual({
      kind: 'absent',
    })
  })

  it('needs a key alone for a hub on this machine', () => {
    expect(settingsFromEnv({ WEIR_SENSOR_KEY: 'k' })).toEqual({
      kind: 'options',
      options: { url: 'http://127.0.0.1:7447', key: 'k', limits: {} },
    })
  })

  it('sets everything that can be set', () => {
    const settings = settingsFromEnv({
      WEIR_URL: 'https://hub.example/weir',
      WEIR_SENSOR_KEY: 'k',
      WEIR_SERVICE: 'orders',
      WEIR_SENSOR_SAMPLE: '0.5',
      WEIR_SENSOR_BODY_BYTES: '1024',
      WEIR_SENSOR_QUEUE_BYTES: '4096',
      WEIR_SENSOR_BATCH_MS: '50',
      WEIR_SENSOR_EXIT_MS: '900',
      WEIR_SENSOR_REDACT_HEADERS: 'authorization, cookie',
      WEIR_SENSOR_REDACT_PATHS: 'items[].card, ["a.b"]',
      WEIR_SENSOR_REDACT_TYPES: 'IBAN_CODE',
      WEIR_SENSOR_REDACT_KEY: 's',
    })
    expect(settings).toEqual({
      kind: 'options',
      options: {
        url: 'https://hub.example/weir',
        key: 'k',
        service: 'orders',
        sampleRate: 0.5,
        redact: {
          names: ['authorization', 'cookie'],
          paths: ['items[].card', '["a.b"]'],
          types: ['IBAN_CODE'],
          key: 's',
        },
        limits: { bodyBytes: 1024, queueBytes: 4096, batchMs: 50, exitFlushMs: 900 },
      },
    })
  })

  it('names everything that is wrong at once', () => {
    const settings = settingsFromEnv({
      WEIR_URL: 'hub',
      WEIR_SENSOR_SAMPLE: '2',
      WEIR_SENSOR_BATCH_MS: '-1',
      WEIR_SENSOR_REDACT_PATHS: 'card[0]',
    })
    expect(settings).toEqual({
      kind: 'problems',
      problems: [
        'WEIR_URL: expected an address such as http://127.0.0.1:7447',
        'WEIR_SENSOR_KEY: expected the key the hub gave out',
        'WEIR_SENSOR_SAMPLE: expected a number from 0 to 1',
        'WEIR_SENSOR_REDACT_PATHS: card[0]: expected a path such as items[].card.number',
        'WEIR_SENSOR_BATCH_MS: expected a whole number',
      ],
    })
  })
})
