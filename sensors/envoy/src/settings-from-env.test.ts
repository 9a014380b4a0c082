import { describe, expect, it } from 'vitest'
import { settingsFromEnv } from './settings-from-env.ts'

describe('the environment', () => {
  it('needs a key alone where hub and Envoy are on this machine', () => {
    expect(settingsFromEnv({ WEIR_SENSOR_KEY: 'k' })).toEqual({
      kind: 'options',
      options: {
        url: 'http://127.0.0.1:7447',
        key: 'k',
        door: false,
        listen: { host: '127.0.0.1', port: 9_202 },
        limits: {},
      },
    })
  })

  it('sets what is this agent’s own', () => {
    const env = { WEIR_SENSOR_KEY: 'k', WEIR_ENVOY_XFCC: 'trust', WEIR_ENVOY_LONGEST_MS: '5000' }
    expect(settingsFromEnv(env)).toMatchObject({
      options: { trustsForwardedCertificate: true, limits: { longestMs: 5_000 } },
    })
  })

  it('names everything that is wrong at once', () => {
    const env = { WEIR_URL: 'hub', WEIR_ENVOY_LISTEN: '9202', WEIR_ENVOY_XFCC: 'yes' }
    expect(settingsFromEnv(env)).toEqual({
      kind: 'problems',
      problems: [
        'WEIR_URL: expected an address such as http://127.0.0.1:7447',
        'WEIR_SENSOR_KEY: expected the key the hub gave out',
        'WEIR_ENVOY_LISTEN: expected host:port such as 127.0.0.1:9202',
        'WEIR_ENVOY_XFCC: expected trust or ignore',
      ],
    })
  })
})
