import { type Content, textContent } from '../content.ts'
import { pageSize, type StoredObject } from './store.ts'

const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

/** The answer to ListBuckets. */
export function bucketList(names: readonly string[]): Content {
  const buckets = names.map(
    (name) =>
      `<Bucket><Name>${name}</Name><CreationDate>2023-04-11T08:00:00.000Z</CreationDate></Bucket>`,
  )
  return xml(
    `<ListAllMyBucketsResult ${namespace}><Owner><ID>bank</ID></Owner><Buckets>${buckets.join('')}</Buckets></ListAllMyBucketsResult>`,
  )
}

export interface ObjectPage {
  readonly bucket: string
  readonly prefix: string
  readonly objects: readonly (StoredObject & { readonly size: number })[]
  /** Folders below the prefix, where a delimiter was asked for. */
  readonly folders?: readonly string[]
  /** Token of the next page; empty on the last. */
  readonly next: string
}

/** The answer to ListObjectsV2. */
export function objectList({ bucket, prefix, objects, folders = [], next }: ObjectPage): Content {
  const contents = objects.map(
    ({ key, size, etag, modified }) =>
      `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  )
  const common = folders.map(
    (folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`,
  )
  const more = next === '' ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`
  const head = `<Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${objects.length + folders.length}</KeyCount><MaxKeys>${pageSize}</MaxKeys><IsTruncated>${next !== ''}</IsTruncated>${more}`
  return xml(
    `<ListBucketResult ${namespace}>${head}${contents.join('')}${common.join('')}</ListBucketResult>`,
  )
}

/** An error of the object store. */
export function storeError(code: string, message: string): Content {
  return xml(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`)
}

function xml(body: string): Content {
  return textContent('application/xml', `<?xml version="1.0" encoding="UTF-8"?>\n${body}`)
}
