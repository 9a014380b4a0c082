import { sigV4Headers } from '../aws.ts'
import { type Content, noContent } from '../content.ts'
import { isoSeconds } from '../time.ts'
import type { Role } from './bank.ts'
import { documents, spiffeId } from './network.ts'
import { bucketList, objectList } from './object-xml.ts'
import { pageSize, type StoredObject } from './store.ts'
import { type Behind, record, type Reply, tenths, type Visit } from './visit.ts'

/** Who talks to the object store, with which key. */
export interface ObjectClient {
  readonly address: string
  readonly service?: string
  readonly userAgent: string
  readonly credentials: ReturnType<Visit['bank']['role']>
}

export function objectClient(
  visit: Visit,
  role: Role,
  client: Omit<ObjectClient, 'credentials'>,
): ObjectClient {
  return { ...client, credentials: visit.bank.role(role, visit.now) }
}

/** One signed request, as the tap before the store sees it. */
export function objectCall(
  visit: Visit,
  client: ObjectClient,
  ask: { readonly method: string; readonly url: string; readonly content?: Content },
  reply: Reply,
  ts = visit.now,
): number {
  const durationMs = tenths(6 + visit.random.wait(11))
  const { service } = client
  record(visit, {
    ts: tenths(ts),
    durationMs,
    sensor: 'documents-tap',
    vantage: 'server',
    src: {
      ip: client.address,
      port: visit.random.int(30_000, 60_000),
      ...(service === undefined ? {} : { service, spiffe: spiffeId(service) }),
    },
    dst: {
      host: documents.host,
      ip: documents.ip,
      port: documents.port,
      service: documents.service,
    },
    tls: { sni: documents.host, version: 'TLSv1.3', alpn: 'http/1.1' },
    req: {
      ...ask,
      headers: {
        ...signed(client, ask.method, ask.url, ts),
        'user-agent': client.userAgent,
        'accept-encoding': 'identity',
      },
    },
    res: { ...reply, headers: { ...storeHeaders(visit), ...reply.headers } },
  })
  return durationMs
}

function signed(client: ObjectClient, method: string, url: string, ts: number) {
  return sigV4Headers({ credentials: client.credentials, ts, method, host: documents.host, url })
}

function storeHeaders(visit: Visit) {
  return { server: 'AmazonS3', 'x-amz-request-id': visit.random.text('0123456789ABCDEF', 16) }
}

/** What the edge does to hand out a stored document with the role of the application. */
export function documentBehind(visit: Visit, bucket: string, key: string): Behind {
  const url = `/${bucket}/${key}`
  const credentials = visit.bank.role('bank-app-role', visit.now)
  const headers = sigV4Headers({
    credentials,
    ts: visit.now,
    method: 'GET',
    host: documents.host,
    url,
  })
  const content = visit.bank.store.content(key)
  return {
    to: documents,
    method: 'GET',
    url,
    headers,
    reply: { content, headers: storeHeaders(visit) },
  }
}

export function listBuckets(visit: Visit, client: ObjectClient): void {
  const content = bucketList([...visit.bank.store.buckets.keys()])
  visit.now += objectCall(visit, client, { method: 'GET', url: '/' }, { content })
}

/** Lists a bucket page by page and returns what it holds. */
export function listObjects(
  visit: Visit,
  client: ObjectClient,
  bucket: string,
  prefix = '',
): readonly StoredObject[] {
  const all = visit.bank.store.buckets.get(bucket) ?? []
  const objects = all.filter(({ key }) => key.startsWith(prefix))
  let token = ''
  for (let from = 0; from === 0 || from < objects.length; from += pageSize) {
    const page = objects.slice(from, from + pageSize)
    const next = from + pageSize < objects.length ? visit.random.text('0123456789abcdef', 64) : ''
    const query = `list-type=2&prefix=${encodeURIComponent(prefix)}&encoding-type=url${token === '' ? '' : `&continuation-token=${token}`}`
    const listed = page.map((object) => ({
      ...object,
      size: visit.bank.store.content(object.key).size,
    }))
    const reply = { content: objectList({ bucket, prefix, objects: listed, next }) }
    visit.now +=
      objectCall(visit, client, { method: 'GET', url: `/${bucket}?${query}` }, reply) + 90
    token = next
  }
  return objects
}

export function getObject(
  visit: Visit,
  client: ObjectClient,
  bucket: string,
  key: string,
  ts = visit.now,
): number {
  const content = visit.bank.store.content(key)
  const headers = {
    etag: `"${visit.random.text('0123456789abcdef', 32)}"`,
    'accept-ranges': 'bytes',
  }
  return objectCall(
    visit,
    client,
    { method: 'GET', url: `/${bucket}/${key}` },
    { content, headers },
    ts,
  )
}

export function putObject(
  visit: Visit,
  client: ObjectClient,
  bucket: string,
  key: string,
  content: Content,
): void {
  visit.now += objectCall(
    visit,
    client,
    { method: 'PUT', url: `/${bucket}/${key}`, content },
    { content: noContent },
  )
}

/** Fetches objects with as many workers as the AWS CLI has by default. */
export function getAll(
  visit: Visit,
  client: ObjectClient,
  bucket: string,
  keys: readonly string[],
  workers = 10,
): void {
  const free = Array.from({ length: workers }, (_, index) => visit.now + 120 + index * 2)
  for (const key of keys) {
    const worker = free.indexOf(Math.min(...free))
    const ts = free[worker] ?? visit.now
    free[worker] = ts + getObject(visit, client, bucket, key, ts) + visit.random.wait(20)
  }
  visit.now = Math.max(...free)
}

/** The user agent of the AWS CLI, which names the command it runs. */
export function awsCli(command: string): string {
  return `aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.13.7 md/installer#exe md/command#${command}`
}

export function logName(ts: number): string {
  return `edge/${isoSeconds(ts).slice(0, 13).replace('T', '/').replaceAll('-', '/')}/edge-01.log.gz`
}
