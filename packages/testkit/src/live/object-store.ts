import { createHash } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { checkSignature } from '../aws.ts'
import { type Role, rotationMs } from '../bank/bank.ts'
import { bucketList, objectList, storeError } from '../bank/object-xml.ts'
import { pageSize } from '../bank/store.ts'
import type { Reply } from '../bank/visit.ts'
import { binaryContent, type Content, noContent } from '../content.ts'
import { httpDate, isoSeconds } from '../time.ts'
import { bytesOf } from './http-client.ts'
import type { Incoming, Route } from './http-server.ts'
import type { World } from './world.ts'

interface Held {
  readonly key: string
  readonly content: Content
  readonly etag: string
  readonly modifiedMs: number
}

type Bucket = Map<string, Held>

const roles: readonly Role[] = [
  'bank-edge-role',
  'bank-app-role',
  'bank-backup-role',
  'bank-analyst-role',
  'bank-payments-role',
  'bank-cards-role',
]

/**
 * An object store that speaks enough S3 for the AWS CLI and its SDKs: buckets, listings by page and
 * folder, objects whole and in ranges. Every request must be signed with a key that was issued.
 */
export function objectStoreRoutes(world: World): readonly Route[] {
  const buckets = filled(world)
  const signed =
    (answer: (incoming: Incoming, values: readonly string[]) => Reply): Route[1] =>
    async (incoming, values) => {
      // An object store takes its time; without it a thief would be done before anybody could look.
      await after(25 + world.random.wait(10))
      const check = checkSignature(incoming, (keyId) => issued(world, keyId))
      const reply = check === 'ok' ? answer(incoming, values) : refused(check)
      const requestId = world.random.text('0123456789ABCDEF', 16)
      const headers = { server: 'AmazonS3', 'x-amz-request-id': requestId, ...reply.headers }
      return { ...reply, headers }
    }
  const inBucket = (
    answer: (bucket: Bucket, incoming: Incoming, key: string, name: string) => Reply,
  ) =>
    signed((incoming, [name = '', key = '']) => {
      const bucket = buckets.get(name)
      if (bucket === undefined) return absent('NoSuchBucket', 'The bucket does not exist')
      return answer(bucket, incoming, decodeURIComponent(key), name)
    })
  return [
    ['GET /', signed(() => ({ content: bucketList([...buckets.keys()]) }))],
    ['GET /{bucket}', inBucket((bucket, { query }, _key, name) => listed(bucket, name, query))],
    ['HEAD /{bucket}', inBucket(() => ({}))],
    ['GET /{bucket}/{key+}', inBucket((bucket, incoming, key) => got(bucket.get(key), incoming))],
    ['HEAD /{bucket}/{key+}', inBucket((bucket, incoming, key) => got(bucket.get(key), incoming))],
    ['PUT /{bucket}/{key+}', inBucket(stored)],
  ]
}

function filled({ bank }: World): ReadonlyMap<string, Bucket> {
  return new Map(
    [...bank.store.buckets].map(([name, objects]) => [
      name,
      new Map(
        objects.map(({ key, modified }) => {
          return [key, held(key, bank.store.content(key), Date.parse(modified))]
        }),
      ),
    ]),
  )
}

function held(key: string, content: Content, modifiedMs: number): Held {
  return {
    key,
    content,
    modifiedMs,
    etag: createHash('md5').update(bytesOf(content)).digest('hex'),
  }
}

/** The credentials that belong to a key id, as far as the metadata service ever handed them out. */
function issued({ bank }: World, keyId: string): ReturnType<typeof bank.role> | null {
  const now = Date.now()
  // Those of the turn before are still good for a while.
  const handedOut = [now, now - rotationMs].flatMap((ts) =>
    roles.map((role) => bank.role(role, ts)),
  )
  return handedOut.find(({ AccessKeyId }) => AccessKeyId === keyId) ?? null
}

function refused(code: string): Reply {
  return { status: 403, content: storeError(code, 'The request is not allowed') }
}

function absent(code: string, message: string): Reply {
  return { status: 404, content: storeError(code, message) }
}

/** ListObjectsV2; the continuation token is the last key that was listed. */
function listed(bucket: Bucket, name: string, query: URLSearchParams): Reply {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const most = Math.min(Number(query.get('max-keys') ?? pageSize), pageSize)
  const from = tokenKey(query.get('continuation-token')) || (query.get('start-after') ?? '')
  const keys = [...bucket.keys()].filter((key) => key.startsWith(prefix) && key > from).toSorted()
  const folderOf = (key: string): string | null => {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    return at === -1 ? null : key.slice(0, at + delimiter.length)
  }
  const page = keys.slice(0, most)
  const folders = [...new Set(page.flatMap((key) => folderOf(key) ?? []))]
  const objects = page
    .filter((key) => folderOf(key) === null)
    .flatMap((key) => bucket.get(key) ?? [])
    .map(({ key, etag, content, modifiedMs }) => {
      return { key, etag, size: content.size, modified: isoSeconds(modifiedMs) }
    })
  const last = page.at(-1)
  const next =
    keys.length > page.length && last !== undefined ? Buffer.from(last).toString('base64url') : ''
  return { content: objectList({ bucket: name, prefix, objects, folders, next }) }
}

function tokenKey(token: string | null): string {
  return token === null ? '' : Buffer.from(token, 'base64url').toString()
}

function got(object: Held | undefined, { headers }: Incoming): Reply {
  if (object === undefined) return absent('NoSuchKey', 'The key does not exist')
  const { content, etag, modifiedMs } = object
  const facts = {
    etag: `"${etag}"`,
    'last-modified': httpDate(modifiedMs),
    'accept-ranges': 'bytes',
  }
  const range = rangeOf(headers['range'], content.size)
  if (range === null) return { content, headers: facts }
  const [first, last] = range
  if (first >= content.size)
    return { status: 416, content: storeError('InvalidRange', 'Out of range') }
  const part = bytesOf(content).subarray(first, last + 1)
  const type = content.headers['content-type'] ?? 'application/octet-stream'
  const span = `bytes ${first}-${first + part.length - 1}/${content.size}`
  return {
    status: 206,
    content: binaryContent(type, part),
    headers: { ...facts, 'content-range': span },
  }
}

/** One range of bytes (RFC 9110 §14.1.2): `bytes=0-99`, `bytes=100-` or `bytes=-5`. */
function rangeOf(text: string | undefined, size: number): readonly [number, number] | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text ?? '')
  if (match === null) return null
  const [, first = '', last = ''] = match
  if (first === '') return last === '' ? null : [Math.max(0, size - Number(last)), size - 1]
  return [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)]
}

function stored(bucket: Bucket, { body, headers }: Incoming, key: string): Reply {
  const type = headers['content-type'] ?? 'application/octet-stream'
  const object = held(key, binaryContent(type, body), Date.now())
  bucket.set(key, object)
  return { content: noContent, headers: { etag: `"${object.etag}"` } }
}
