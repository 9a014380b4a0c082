import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sigV4Headers } from '../aws.ts'
import { createBank } from '../bank/bank.ts'
import { documents } from '../bank/network.ts'
import { hourMs } from '../time.ts'
import { addressOf } from './addresses.ts'
import { type Answer, ask } from './http-client.ts'
import { type RunningBank, startBank } from './running-bank.ts'
import { objectsOf, type StoreClient, storeCall } from './store-client.ts'
import { awsVersion } from './thief.ts'

const patience = 60_000
const seed = 3
const people = 40
let bank: RunningBank

beforeAll(async () => {
  bank = await startBank({ seed, people, speed: 4 })
}, patience)
afterAll(() => bank.stop(), patience)

function storeClient(): StoreClient {
  const records = createBank(seed, Math.floor(Date.now() / hourMs) * hourMs, people)
  return {
    place: bank.directory[documents.host] ?? { address: '', port: 0 },
    from: addressOf('analyst'),
    agent: http.globalAgent,
    userAgent: 'test',
    credentials: records.role('bank-analyst-role', Date.now()),
  }
}

function get(
  client: StoreClient,
  url: string,
  more: Readonly<Record<string, string>>,
): Promise<Answer> {
  const host = documents.host
  const { place: to, from, credentials } = client
  const signed = sigV4Headers({ credentials, ts: Date.now(), method: 'GET', host, url })
  return ask({ to, from, host, method: 'GET', url, headers: { ...signed, ...more } })
}

describe('the demo bank', () => {
  it('has a process for everybody', () => {
    expect(new Set(bank.pids).size).toBe(11)
    for (const pid of bank.pids) expect(process.kill(pid, 0)).toBe(true)
  })

  it('serves its customers without a failure', { timeout: patience }, async () => {
    await expect
      .poll(async () => (await bank.figures()).requests, { timeout: patience })
      .toBeGreaterThan(150)
    expect(await bank.figures()).toMatchObject({ failures: 0 })
  })

  it('refuses requests that are not signed, and keys that were never issued', async () => {
    const client = storeClient()
    const plain = await ask({
      to: client.place,
      from: client.from,
      host: documents.host,
      method: 'GET',
      url: '/',
    })
    expect(plain.status).toBe(403)
    const unknown = { ...client.credentials, AccessKeyId: 'ASIAZZZZZZZZZEXAMPLE' }
    expect(
      (await storeCall({ ...client, credentials: unknown }, 'GET', '/')).body.toString(),
    ).toContain('InvalidAccessKeyId')
    const wrong = { ...client.credentials, SecretAccessKey: 'another' }
    expect(
      (await storeCall({ ...client, credentials: wrong }, 'GET', '/')).body.toString(),
    ).toContain('SignatureDoesNotMatch')
  })

  it('lists by page and by folder', async () => {
    const client = storeClient()
    const first = await storeCall(client, 'GET', '/card-applications?list-type=2&max-keys=300')
    expect(first.body.toString()).toContain('<IsTruncated>true</IsTruncated>')
    const all = await objectsOf(client, 'card-applications')
    expect(all).toHaveLength(420)
    expect(all.map(({ key }) => key)).toEqual(all.map(({ key }) => key).toSorted())
    const folders = await storeCall(
      client,
      'GET',
      '/card-applications?list-type=2&prefix=applications%2F2025%2F&delimiter=%2F',
    )
    expect(folders.body.toString().match(/<CommonPrefixes>/g)).toHaveLength(12)
  })

  it('hands out ranges of an object', async () => {
    const client = storeClient()
    const [object] = await objectsOf(client, 'card-applications')
    const url = `/card-applications/${object?.key}`
    const whole = await get(client, url, {})
    const part = await get(client, url, { range: 'bytes=5-14' })
    expect(part.status).toBe(206)
    expect(part.body.equals(whole.body.subarray(5, 15))).toBe(true)
    expect(part.headers['content-range']).toBe(`bytes 5-14/${whole.body.length}`)
    expect((await get(client, url, { range: 'bytes=99999999-' })).status).toBe(416)
  })

  it('backs up everything once and only what is new after that', {
    timeout: patience,
  }, async () => {
    const first = await bank.backUp()
    expect(first.copied).toBe(first.listed)
    expect(await bank.backUp()).toEqual({ listed: first.listed, copied: 0 })
  })

  it.for(['own', 'aws'])(
    'falls to the breach (%s client)',
    { timeout: patience },
    async (tool, ctx) => {
      if (tool === 'aws' && (await awsVersion()) === null) ctx.skip('needs aws')
      const own = tool === 'own'
      await bank.breach('probe', own)
      await bank.breach('find-role', own)
      await bank.breach('take-credentials', own)
      const listed = await bank.breach('list-buckets', own)
      expect(listed.command).toContain('aws s3 ls')
      const copied = await bank.breach('copy-bucket', own)
      expect(copied.objectsMs).toHaveLength(420)
    },
  )

  it('ends with everybody gone', { timeout: patience }, async () => {
    await bank.stop()
    for (const pid of bank.pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    await bank.stop()
  })
})
