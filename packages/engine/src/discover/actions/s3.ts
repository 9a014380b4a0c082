import type { HeaderMap } from '@weir/schema'

/** What is needed of a request to tell whether it speaks S3. */
export interface S3Facts {
  readonly method: string
  /** Without query, as sent. */
  readonly path: string
  /** Decoded; a name without a value maps to an empty text. */
  readonly query: ReadonlyMap<string, string>
  readonly headers: HeaderMap
  readonly host: string
  /** Service in the credential scope of a SigV4 signature; null for an unsigned request. */
  readonly signedFor: string | null
}

export interface S3Request {
  /** The operation's name in the Amazon S3 API reference. */
  readonly action: string
  /** Null where the request is about the service, or the name is not in the request. */
  readonly bucket: string | null
  readonly key: string | null
  /** `/`, `/{bucket}`, `/{bucket}/{key}`; without `{bucket}` where the host names it. */
  readonly template: string
}

/** The S3 action of a request; null when nothing says it is S3. A key spans slashes. */
export function s3Request(facts: S3Facts): S3Request | null {
  if (!speaksS3(facts)) return null
  const hosted = hostedBucket(facts.host)
  const [first, rest] = splitPath(facts.path)
  const bucket = hosted ?? first
  const key = hosted === null ? rest : facts.path.replace(/^\//, '')
  if (bucket === '') return { ...plain, action: serviceAction(facts) }
  const bucketPart = hosted === null ? '/{bucket}' : ''
  if (key === '') {
    return { action: bucketAction(facts), bucket, key: null, template: bucketPart || '/' }
  }
  return {
    action: objectAction(facts),
    bucket,
    key: decodeKey(key),
    template: `${bucketPart}/{key}`,
  }
}

const plain = { bucket: null, key: null, template: '/' } as const

function speaksS3({ signedFor, host, query, headers }: S3Facts): boolean {
  if (signedFor !== null) return signedFor === 's3' || signedFor === 's3express'
  if (serviceLabel(hostLabels(host)) >= 0) return true
  if (!tellingHeaders.some((name) => headers.has(name))) return false
  return query.get('list-type') === '2' || query.has('uploadId') || headers.has('x-amz-copy-source')
}

const tellingHeaders = [
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-copy-source',
  'x-amz-request-payer',
]

function hostLabels(host: string): readonly string[] {
  return host
    .toLowerCase()
    .slice(0, 255)
    .replace(/:\d{1,5}$/, '')
    .split('.')
}

/** Index of the label `s3`, `s3-us-west-2`, `s3-accesspoint` …; -1 when there is none. */
function serviceLabel(labels: readonly string[]): number {
  const amazon = labels.includes('amazonaws')
  return labels.findLastIndex(
    (label, index) =>
      label === 's3' ||
      (amazon &&
        index < labels.length - 2 &&
        /^s3(?:-[a-z0-9-]{1,40}|express-[a-z0-9-]{1,40})$/.test(label)),
  )
}

/** `photos.2024.s3.eu-west-1.amazonaws.com` is about the bucket `photos.2024`. */
function hostedBucket(host: string): string | null {
  const labels = hostLabels(host)
  const service = serviceLabel(labels)
  return service > 0 ? labels.slice(0, service).join('.') : null
}

function splitPath(path: string): readonly [string, string] {
  const bare = path.replace(/^\//, '')
  const slash = bare.indexOf('/')
  return slash < 0 ? [bare, ''] : [bare.slice(0, slash), bare.slice(slash + 1)]
}

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

function serviceAction({ method }: S3Facts): string {
  return method === 'GET' ? 'ListBuckets' : `${verbOf(method)}Service`
}

function verbOf(method: string): string {
  const verbs: ReadonlyMap<string, string> = new Map([
    ['GET', 'Get'],
    ['HEAD', 'Head'],
    ['PUT', 'Put'],
    ['POST', 'Post'],
    ['DELETE', 'Delete'],
  ])
  return verbs.get(method) ?? 'Other'
}

function bucketAction(facts: S3Facts): string {
  const { method, query } = facts
  const special = bucketSpecials.find(([of, name]) => of === method && query.has(name))
  if (special !== undefined) return special[2]
  const part = subresource(query, bucketParts)
  if (part !== null) return `${verbOf(method)}Bucket${part}`
  if (method === 'GET') return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects'
  return method === 'PUT'
    ? 'CreateBucket'
    : method === 'POST'
      ? 'PostObject'
      : `${verbOf(method)}Bucket`
}

function objectAction(facts: S3Facts): string {
  const { method, query, headers } = facts
  const copies = headers.has('x-amz-copy-source')
  if (method === 'PUT' && query.has('uploadId')) return copies ? 'UploadPartCopy' : 'UploadPart'
  const special = objectSpecials.find(([of, name]) => of === method && query.has(name))
  if (special !== undefined) return special[2]
  const part = subresource(query, objectParts)
  if (part !== null) return `${verbOf(method)}Object${part}`
  return method === 'PUT' && copies ? 'CopyObject' : `${verbOf(method)}Object`
}

/** Query names that choose an action, by method (Amazon S3 API reference). */
const bucketSpecials: readonly (readonly [string, string, string])[] = [
  ['GET', 'versions', 'ListObjectVersions'],
  ['GET', 'uploads', 'ListMultipartUploads'],
  ['GET', 'session', 'CreateSession'],
  ['POST', 'delete', 'DeleteObjects'],
]

const objectSpecials: readonly (readonly [string, string, string])[] = [
  ['GET', 'uploadId', 'ListParts'],
  ['POST', 'uploads', 'CreateMultipartUpload'],
  ['POST', 'uploadId', 'CompleteMultipartUpload'],
  ['POST', 'select', 'SelectObjectContent'],
  ['POST', 'restore', 'RestoreObject'],
  ['DELETE', 'uploadId', 'AbortMultipartUpload'],
]

const bucketParts: ReadonlyMap<string, string> = new Map([
  ['accelerate', 'AccelerateConfiguration'],
  ['acl', 'Acl'],
  ['analytics', 'AnalyticsConfiguration'],
  ['cors', 'Cors'],
  ['encryption', 'Encryption'],
  ['inventory', 'InventoryConfiguration'],
  ['lifecycle', 'LifecycleConfiguration'],
  ['location', 'Location'],
  ['logging', 'Logging'],
  ['metrics', 'MetricsConfiguration'],
  ['notification', 'NotificationConfiguration'],
  ['object-lock', 'ObjectLockConfiguration'],
  ['ownershipControls', 'OwnershipControls'],
  ['policy', 'Policy'],
  ['policyStatus', 'PolicyStatus'],
  ['publicAccessBlock', 'PublicAccessBlock'],
  ['replication', 'Replication'],
  ['requestPayment', 'RequestPayment'],
  ['tagging', 'Tagging'],
  ['versioning', 'Versioning'],
  ['website', 'Website'],
])

const objectParts: ReadonlyMap<string, string> = new Map([
  ['acl', 'Acl'],
  ['attributes', 'Attributes'],
  ['legal-hold', 'LegalHold'],
  ['retention', 'Retention'],
  ['tagging', 'Tagging'],
  ['torrent', 'Torrent'],
])

function subresource(
  query: ReadonlyMap<string, string>,
  parts: ReadonlyMap<string, string>,
): string | null {
  for (const name of query.keys()) {
    const part = parts.get(name)
    if (part !== undefined) return part
  }
  return null
}
