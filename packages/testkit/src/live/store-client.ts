import type http from 'node:http'
import { type SignedRequest, sigV4Headers } from '../aws.ts'
import { documents } from '../bank/network.ts'
import { type Content, noContent } from '../content.ts'
import { ask, type Answer } from './http-client.ts'
import type { Place } from './message-codec.ts'

/** Somebody with credentials for the object store. */
export interface StoreClient {
  readonly place: Place
  /** The address requests come from. */
  readonly from: string
  readonly agent: http.Agent
  readonly userAgent: string
  readonly credentials: SignedRequest['credentials']
}

export interface ListedObject {
  readonly key: string
  readonly etag: string
}

export function storeCall(
  client: StoreClient,
  method: string,
  url: string,
  content: Content = noContent,
): Promise<Answer> {
  const { place, from, agent, userAgent, credentials } = client
  const { host } = documents
  const signed = sigV4Headers({ credentials, ts: Date.now(), method, host, url })
  const headers = { ...signed, 'user-agent': userAgent, 'accept-encoding': 'identity' }
  return ask({ to: place, from, agent, host, method, url, headers, content })
}

/** Names of all buckets. */
export async function bucketsOf(client: StoreClient): Promise<readonly string[]> {
  const { body } = await storeCall(client, 'GET', '/')
  return texts(body.toString(), 'Name')
}

/** Lists a bucket page by page. */
export async function objectsOf(
  client: StoreClient,
  bucket: string,
  prefix = '',
): Promise<readonly ListedObject[]> {
  const all: ListedObject[] = []
  let token = ''
  do {
    const more = token === '' ? '' : `&continuation-token=${token}`
    const query = `list-type=2&prefix=${encodeURIComponent(prefix)}&encoding-type=url${more}`
    const { body } = await storeCall(client, 'GET', `/${bucket}?${query}`)
    const xml = body.toString()
    const etags = texts(xml, 'ETag')
    all.push(...texts(xml, 'Key').map((key, index) => ({ key, etag: etags[index] ?? '' })))
    token = texts(xml, 'NextContinuationToken')[0] ?? ''
  } while (token !== '')
  return all
}

function texts(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(
    ([, text = '']) => text,
  )
}

/** Fetches objects with as many workers as the AWS CLI has by default. */
export async function fetchAll(
  client: StoreClient,
  bucket: string,
  keys: readonly string[],
  onObject: (bytes: number, status: number) => void = () => undefined,
): Promise<void> {
  const waiting = [...keys]
  const work = async (): Promise<void> => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      const { body, status } = await storeCall(client, 'GET', `/${bucket}/${key}`)
      onObject(body.length, status)
    }
  }
  await Promise.all(Array.from({ length: 10 }, work))
}
