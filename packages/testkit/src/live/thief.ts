import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { awsCli } from '../bank/object-calls.ts'
import { documents } from '../bank/network.ts'
import { addressOf } from './addresses.ts'
import { type ForwardProxy, forwardProxy, type Passed } from './forward-proxy.ts'
import { bucketsOf, fetchAll, objectsOf, type StoreClient } from './store-client.ts'
import type { World } from './world.ts'

const run = promisify(execFile)

/** The thief's tool: all it needs are the stolen credentials. */
export interface Tool {
  readonly name: string
  readonly listBuckets: () => Promise<readonly Passed[]>
  readonly copyBucket: (bucket: string) => Promise<readonly Passed[]>
  readonly close: () => void
}

/** Version of the AWS CLI on this machine; null where there is none. */
export async function awsVersion(): Promise<string | null> {
  try {
    const { stdout, stderr } = await run('aws', ['--version'], { timeout: 20_000 })
    return /aws-cli\/[\d.]+/.exec(`${stdout}${stderr}`)?.[0] ?? null
  } catch {
    return null
  }
}

/** The real AWS CLI, sent through a proxy that gives it the thief's address. */
export async function awsTool(
  world: World,
  credentials: StoreClient['credentials'],
  name: string,
): Promise<Tool> {
  const proxy = await forwardProxy(world, addressOf('thief'))
  const home = await mkdtemp(join(tmpdir(), 'weir-demo-thief-'))
  const aws = async (...args: readonly string[]): Promise<readonly Passed[]> => {
    const all = ['s3', ...args, '--endpoint-url', `http://${documents.host}`]
    const options = {
      env: awsEnvironment(credentials, proxy, home),
      timeout: 120_000,
      maxBuffer: 2 ** 26,
    }
    // It fails once it is refused; what went through until then has been counted.
    await run('aws', all, options).catch(() => undefined)
    return proxy.drain()
  }
  return {
    name,
    listBuckets: () => aws('ls'),
    copyBucket: (bucket) => aws('sync', `s3://${bucket}`, join(home, bucket), '--no-progress'),
    close: () => {
      proxy.close()
      rm(home, { recursive: true, force: true }).catch(() => undefined)
    },
  }
}

/** Nothing of this machine's own configuration may reach the CLI, nor the other way round. */
function awsEnvironment(
  { AccessKeyId, SecretAccessKey, Token }: StoreClient['credentials'],
  proxy: ForwardProxy,
  home: string,
): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: Token,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(home, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    HTTP_PROXY: proxy.url,
    http_proxy: proxy.url,
  }
}

/** What the AWS CLI sends, without the AWS CLI: the same requests in the same order, ten at a time. */
export function ownTool(world: World, credentials: StoreClient['credentials']): Tool {
  const agent = new http.Agent({ keepAlive: true })
  const client = (command: string): StoreClient => ({
    place: world.place(documents.host),
    from: addressOf('thief'),
    agent,
    userAgent: awsCli(command),
    credentials,
  })
  return {
    name: 'a client of the same requests as aws-cli',
    listBuckets: async () => {
      const ts = Date.now()
      await bucketsOf(client('s3.ls'))
      return [{ ts, method: 'GET', path: '/', status: null }]
    },
    copyBucket: async (bucket) => {
      const passed: Passed[] = [
        { ts: Date.now(), method: 'GET', path: `/${bucket}?list-type=2`, status: null },
      ]
      const sync = client('s3.sync')
      const keys = (await objectsOf(sync, bucket)).map(({ key }) => key)
      await fetchAll(sync, bucket, keys, (_bytes, status) => {
        passed.push({ ts: Date.now(), method: 'GET', path: `/${bucket}/`, status })
      })
      return passed
    },
    close: () => agent.destroy(),
  }
}
