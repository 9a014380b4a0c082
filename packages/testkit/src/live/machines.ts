import http from 'node:http'
import { logName } from '../bank/object-calls.ts'
import { goSdk } from '../bank/object-jobs.ts'
import { awsCli } from '../bank/object-calls.ts'
import { documents } from '../bank/network.ts'
import { applications, edgeLogs, statements } from '../bank/store.ts'
import { binaryContent } from '../content.ts'
import { secondMs } from '../time.ts'
import { addressOf } from './addresses.ts'
import { ownCredentials } from './metadata-service.ts'
import { fetchAll, objectsOf, storeCall, type StoreClient } from './store-client.ts'
import type { Part, World } from './world.ts'

/** What one run of the backup did. */
export interface BackupRun {
  readonly listed: number
  readonly copied: number
}

/** Copies what is new in the document store, as it does every night; the first time that is everything. */
export function backupPart(world: World): Part {
  const copied = new Map<string, string>()
  const run = async (): Promise<BackupRun> => {
    const client = await ownClient(world, 'backup', awsCli('s3.sync'))
    const result = { listed: 0, copied: 0 }
    for (const bucket of [applications, statements]) {
      const objects = await objectsOf(client, bucket)
      const news = objects.filter(({ key, etag }) => copied.get(`${bucket}/${key}`) !== etag)
      await fetchAll(
        client,
        bucket,
        news.map(({ key }) => key),
      )
      for (const { key, etag } of news) copied.set(`${bucket}/${key}`, etag)
      result.listed += objects.length
      result.copied += news.length
    }
    client.agent.destroy()
    return result
  }
  return { places: {}, calls: { run } }
}

async function ownClient(
  world: World,
  name: 'backup' | 'edge',
  userAgent: string,
): Promise<StoreClient> {
  return {
    place: world.place(documents.host),
    from: addressOf(name),
    agent: new http.Agent({ keepAlive: true }),
    userAgent,
    credentials: await ownCredentials(world, userAgent),
  }
}

/** The edge puts its own log away every few seconds, with the role the breach steals. */
export function beginLogRotation(world: World): void {
  const everyMs = (6 * secondMs) / world.setup.speed
  const put = async (): Promise<void> => {
    const client = await ownClient(world, 'edge', goSdk)
    for (let count = 0; ; count += 1) {
      const bytes = world.random.bytes(world.random.int(400, 1_400))
      const url = `/${edgeLogs}/${logName(Date.now()).replace('.log', `-${count}.log`)}`
      await storeCall(client, 'PUT', url, binaryContent('application/gzip', bytes))
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }
  put().catch(() => undefined)
}
