import dgram from 'node:dgram'
import { afterEach, describe, expect, it } from 'vitest'
import { readDatagram } from './read-datagram.ts'
import { type Relay, startRelay } from './relay.ts'
import { relaySettings } from './relay-settings.ts'
import { testHub, type TestHub } from './testing/test-hub.ts'

const open: { readonly close: () => Promise<void> }[] = []

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function relayed(): Promise<{ hub: TestHub; relay: Relay }> {
  const hub = await testHub()
  open.push(hub)
  const relay = await startRelay({ url: hub.url, key: 'k', port: 0, service: 'tested' })
  open.push(relay)
  return { hub, relay }
}

async function send(port: number, messages: readonly string[]): Promise<void> {
  const socket = dgram.createSocket('udp4')
  for (const message of messages) {
    await new Promise<void>((resolve) => socket.send(message, port, '127.0.0.1', () => resolve()))
  }
  socket.close()
}

const prefix = '<190>Nov 26 07:00:00 weir: '
const line = '{"ts":1700000000000,"req":{"method":"GET","url":"/a"},"res":{"status":200}}'

describe('readDatagram', () => {
  it('finds the line behind what syslog writes before it', () => {
    expect(readDatagram(Buffer.from(prefix + line))).toMatchObject({ line: { req: { url: '/a' } } })
  })

  it.each([
    ['no line', 'fault'],
    ['{"ts":1', 'fault'],
    ['{"ts":"1","req":{"method":"GET","url":"/"}}', 'fault'],
    ['{"ts":1,"req":{"method":"GET"}}', 'fault'],
    ['{"ts":1,"req":null}', 'fault'],
    ['{"weir":"fault"}', 'fault'],
    ['{"weir":"too-large"}', 'too-large'],
  ])('says of %s that it is lost', (text, reason) => {
    expect(readDatagram(Buffer.from(prefix + text))).toEqual({ kind: 'lost', reason })
  })
})

describe('the relay', () => {
  it('hands over what it received, under names of its own', async () => {
    const { hub, relay } = await relayed()
    await send(relay.port, [prefix + line, prefix + line])
    const seen = await hub.seen('/a', 2)
    expect(seen[0]?.dst.service).toBe('tested')
    expect(new Set(seen.map(({ id }) => id)).size).toBe(2)
  })

  it('counts what it could not read', async () => {
    const { hub, relay } = await relayed()
    await send(relay.port, [`${prefix}{"weir":"too-large"}`, 'noise', prefix + line])
    await hub.seen('/a')
    expect(relay.balance()).toMatchObject({
      observed: 3,
      dropped: 2,
      droppedBy: { 'too-large': 1, fault: 1 },
    })
  })
})

describe('relaySettings', () => {
  it('listens on this machine where nothing else is said', () => {
    expect(relaySettings({ WEIR_SENSOR_KEY: 'k' })).toEqual({
      ok: true,
      options: { url: 'http://127.0.0.1:7447', key: 'k', address: '127.0.0.1', port: 7448 },
    })
  })

  it('reads what is to be redacted', () => {
    const env = { WEIR_SENSOR_KEY: 'k', WEIR_SENSOR_REDACT_HEADERS: 'cookie, authorization' }
    expect(relaySettings(env)).toMatchObject({
      options: { redact: { names: ['cookie', 'authorization'] } },
    })
  })

  it('names all that is wrong at once', () => {
    const settings = relaySettings({ WEIR_URL: 'nowhere', WEIR_RELAY_LISTEN: 'here' })
    expect(settings.ok ? [] : settings.problems.map((problem) => problem.split(':')[0])).toEqual([
      'WEIR_URL',
      'WEIR_SENSOR_KEY',
      'WEIR_RELAY_LISTEN',
    ])
  })
})
