import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { memoryDocuments } from '../testing/memory-documents.ts'
import { memoryLedger } from '../testing/memory-ledger.ts'
import type { Documents } from './documents.ts'
import { openSensorKeys, type SensorKeyStore } from './sensor-keys.ts'

const hash = (key: string): Uint8Array =>
  createHmac('sha256', 'secret of the test').update(key).digest()

async function keysOver(documents: Documents, ledger = memoryLedger()): Promise<SensorKeyStore> {
  const clock = manualClock()
  return openSensorKeys({ documents, audit: ledger, clock, environment: 'staging', hash })
}

describe('keys of sensors', () => {
  it('finds the sensor of a key that was created, and nobody for any other', async () => {
    const keys = await keysOver(memoryDocuments())
    const created = await keys.create('edge', 'console')
    if (!created.ok) throw new Error('expected a key')
    expect(keys.find(created.key)).toEqual({ name: 'edge', environment: 'staging' })
    expect(keys.find(`${created.key}x`)).toBeNull()
    expect(keys.find('')).toBeNull()
  })
  it('keeps keys over a restart without keeping the key itself', async () => {
    const documents = memoryDocuments()
    const created = await (await keysOver(documents)).create('edge', 'console')
    if (!created.ok) throw new Error('expected a key')
    expect(JSON.stringify(await documents.list('sensor-key'))).not.toContain(created.key.slice(5))
    const again = await keysOver(documents)
    expect(again.find(created.key)?.name).toBe('edge')
    expect(again.all().map(({ name }) => name)).toEqual(['edge'])
  })
  it('knows a revoked key no more, also after a restart, and gives the name anew', async () => {
    const documents = memoryDocuments()
    const keys = await keysOver(documents)
    const first = await keys.create('edge', 'console')
    expect(await keys.create('edge', 'console')).toEqual({ ok: false, reason: 'exists' })
    expect(await keys.revoke('edge', 'console')).toBe(true)
    expect(await keys.revoke('edge', 'console')).toBe(false)
    if (!first.ok) throw new Error('expected a key')
    expect(keys.find(first.key)).toBeNull()
    expect((await keysOver(documents)).find(first.key)).toBeNull()
    const second = await keys.create('edge', 'console')
    expect(second.ok && second.key !== first.key).toBe(true)
  })
  it('gives one of two who ask for the same name at once', async () => {
    const keys = await keysOver(memoryDocuments())
    const outcomes = await Promise.all([keys.create('edge', 'a'), keys.create('edge', 'b')])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  })
  it('writes down who made and revoked a key, and never the key', async () => {
    const ledger = memoryLedger()
    const keys = await keysOver(memoryDocuments(), ledger)
    const created = await keys.create('edge', 'console')
    await keys.revoke('edge', 'api-token')
    const entries = await ledger.query('audit', { before: null, limit: 9 })
    expect(entries.map(({ what, by, target }) => [what, by, target])).toEqual([
      ['sensor-key.revoked', 'api-token', 'edge'],
      ['sensor-key.created', 'console', 'edge'],
    ])
    expect(created.ok && JSON.stringify(entries).includes(created.key)).toBe(false)
  })
})
