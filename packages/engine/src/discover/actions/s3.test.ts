import { describe, expect, it } from 'vitest'
import { type S3Facts, s3Request } from './s3.ts'

function facts(method: string, target: string, changes: Partial<S3Facts> = {}): S3Facts {
  const [path = '', search = ''] = target.split('?')
  const pairs = search === '' ? [] : search.split('&').map((pair) => pair.split('='))
  return {
    method,
    path,
    query: new Map(pairs.map(([name = '', value = '']) => [name, value])),
    headers: new Map(),
    host: 's3.eu-west-1.amazonaws.com',
    signedFor: 's3',
    ...changes,
  }
}

describe('s3Request', () => {
  it.each([
    ['GET', '/', 'ListBuckets', '/'],
    ['GET', '/photos?list-type=2&prefix=&encoding-type=url', 'ListObjectsV2', '/{bucket}'],
    ['GET', '/photos/', 'ListObjects', '/{bucket}'],
    ['GET', '/photos?versions', 'ListObjectVersions', '/{bucket}'],
    ['GET', '/photos?policy', 'GetBucketPolicy', '/{bucket}'],
    ['PUT', '/photos', 'CreateBucket', '/{bucket}'],
    ['HEAD', '/photos', 'HeadBucket', '/{bucket}'],
    ['POST', '/photos?delete', 'DeleteObjects', '/{bucket}'],
    ['GET', '/photos/2024/may/1.jpg', 'GetObject', '/{bucket}/{key}'],
    ['HEAD', '/photos/1.jpg', 'HeadObject', '/{bucket}/{key}'],
    ['PUT', '/photos/1.jpg', 'PutObject', '/{bucket}/{key}'],
    ['PUT', '/photos/1.jpg?acl', 'PutObjectAcl', '/{bucket}/{key}'],
    ['DELETE', '/photos/1.jpg', 'DeleteObject', '/{bucket}/{key}'],
    ['POST', '/photos/1.jpg?uploads', 'CreateMultipartUpload', '/{bucket}/{key}'],
    ['PUT', '/photos/1.jpg?partNumber=1&uploadId=x', 'UploadPart', '/{bucket}/{key}'],
    ['POST', '/photos/1.jpg?uploadId=x', 'CompleteMultipartUpload', '/{bucket}/{key}'],
    ['DELETE', '/photos/1.jpg?uploadId=x', 'AbortMultipartUpload', '/{bucket}/{key}'],
    ['GET', '/photos/1.jpg?uploadId=x', 'ListParts', '/{bucket}/{key}'],
  ])('%s %s is %s of %s', (method, target, action, template) => {
    expect(s3Request(facts(method, target))).toMatchObject({ action, template })
  })

  it('keeps the slashes of a key and decodes it', () => {
    const request = s3Request(facts('GET', '/photos/a%20b/c.jpg'))
    expect(request).toMatchObject({ bucket: 'photos', key: 'a b/c.jpg' })
  })

  it('reads the bucket from the host where the host names it', () => {
    const host = 'my.photos.s3.eu-west-1.amazonaws.com:443'
    const object = s3Request(facts('GET', '/2024/1.jpg', { host }))
    expect(object).toEqual({
      action: 'GetObject',
      bucket: 'my.photos',
      key: '2024/1.jpg',
      template: '/{key}',
    })
    expect(s3Request(facts('GET', '/?list-type=2', { host }))).toMatchObject({
      action: 'ListObjectsV2',
      template: '/',
    })
  })

  it('tells copies from uploads by their source', () => {
    const headers = new Map([['x-amz-copy-source', ['/photos/1.jpg']]])
    expect(s3Request(facts('PUT', '/photos/2.jpg', { headers }))?.action).toBe('CopyObject')
    expect(s3Request(facts('PUT', '/photos/2.jpg?uploadId=x', { headers }))?.action).toBe(
      'UploadPartCopy',
    )
  })

  it('recognises a store by its signature on any host, and unsigned requests by host or habit', () => {
    const host = '127.0.0.1:9000'
    expect(s3Request(facts('GET', '/a/b', { host }))?.action).toBe('GetObject')
    expect(s3Request(facts('GET', '/a/b', { host, signedFor: null }))).toBeNull()
    expect(s3Request(facts('GET', '/a/b', { signedFor: null }))?.action).toBe('GetObject')
    const headers = new Map([['x-amz-date', ['20240501T000000Z']]])
    const listing = facts('GET', '/a?list-type=2', { host, headers, signedFor: null })
    expect(s3Request(listing)?.action).toBe('ListObjectsV2')
  })

  it('leaves requests signed for other services alone', () => {
    expect(s3Request(facts('POST', '/', { signedFor: 'dynamodb' }))).toBeNull()
  })

  it('keeps a key it cannot decode as it was sent', () => {
    expect(s3Request(facts('GET', '/photos/100%'))?.key).toBe('100%')
  })
})
