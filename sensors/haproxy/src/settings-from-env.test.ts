import { describe, expect, it } from 'vitest'
import { settingsFromEnv } from './settings-from-env.ts'

describe('the environment', () => {
  it('needs a key alone where hub and HAProxy are on this machine', () => {
    expect(settingsFromEnv({ WEIR_SENSOR_KEY: 'k' })).toEqual({
      kind: 'options',
      options: {
        url: 'http://127.0.0.1:7447',
        key: 'k',
        door: false,
        listen: { host: '127.0.0.1', port: 9_201 },
        limits: {},
      },
    })
  })

  it('sets everything that can be set', () => {
    const settings = settingsFromEnv({
      WEIR_URL: 'https://hub.example/weir',
      WEIR_SENSOR_KEY: 'k',
      WEIR_SERVICE: 'shop',
      WEIR_DOOR: 'on',
      WEIR_REDACT: 'on',
      WEIR_SPOE_LISTEN: '[::1]:9300',
      WEIR_SENSOR_SAMPLE: '0.5',
      WEIR_SENSOR_BODY_BYTES: '1024',
      WEIR_SENSOR_QUEUE_BYTES: '4096',
      WEIR_SENSOR_BATCH_MS: '50',
      WEIR_SENSOR_EXIT_MS: '900',
      WEIR_SENSOR_REDACT_HEADERS: 'authorization, cookie',
      WEIR_SENSOR_REDACT_PATHS: 'items[].card, ["a.b"]',
      WEIR_SENSOR_REDACT_TYPES: 'IBAN_CODE',
      WEIR_SENSOR_REDACT_KEY: 's',
      WEIR_SPOE_UNANSWERED_MS: '5000',
      WEIR_SPOE_PAUSE_MS: '0',
    })
    expect(settings).toEqual({
      kind: 'options',
      options: {
        url: 'https://hub.example/weir',
        key: 'k',
        service: 'shop',
        door: true,
        redactsResponses: true,
        listen: { host: '::1', port: 9_300 },
        sampleRate: 0.5,
        redact: {
          names: ['authorization', 'cookie'],
          paths: ['items[].card', '["a.b"]'],
          types: ['IBAN_CODE'],
          key: 's',
        },
        limits: {
          bodyBytes: 1024,
          queueBytes: 4096,
          batchMs: 50,
          exitFlushMs: 900,
          unansweredMs: 5_000,
          pauseMs: 0,
        },
      },
    })
  })

  it('names everything that is wrong at once', () => {
    const settings = settingsFromEnv({
      WEIR_URL: 'hub',
      WEIR_SPOE_LISTEN: '9201',
      WEIR_DOOR: 'ajar',
      WEIR_REDACT: 'yes',
      WEIR_SENSOR_SAMPLE: '2',
      WEIR_SPOE_PAUSE_MS: 'short',
    })
    expect(settings).toEqual({
      kind: 'problems',
      problems: [
        'WEIR_URL: expected an address such as http://127.0.0.1:7447',
        'WEIR_SENSOR_KEY: expected the key the hub gave out',
        'WEIR_SPOE_LISTEN: expected host:port such as 127.0.0.1:9201',
        'WEIR_DOOR: expected on or off',
        'WEIR_SENSOR_SAMPLE: expected a number from 0 to 1',
        'WEIR_SPOE_PAUSE_MS: expected a whole number',
        'WEIR_REDACT: expected on or off',
      ],
    })
    expect(settingsFromEnv({ WEIR_SENSOR_KEY: 'k', WEIR_SPOE_LISTEN: 'a:65536' }).kind).toBe(
      'problems',
    )
  })
})
