import { jsonContent, textContent } from '../content.ts'
import { hourMs, minuteMs, secondMs } from '../time.ts'
import { problem } from './passed.ts'
import { attackers, metadata } from './network.ts'
import { awsCli, getAll, listBuckets, listObjects, objectClient } from './object-calls.ts'
import { applications } from './store.ts'
import { pause, type Reply, type Step, throughEdge, type Visit } from './visit.ts'

const role = 'bank-edge-role'
const folder = '/latest/meta-data/iam/security-credentials/'

/**
 * The Capital One chain: the link preview is asked for the metadata service, hands out the credentials
 * of the edge's role, and the role's key lists and copies buckets from somewhere else.
 */
export function breach(visit: Visit): void {
  visit.now = visit.bank.start + 15 * hourMs + visit.random.int(10, 40) * minuteMs
  trickEdge(visit)
  pause(visit, 3 * minuteMs)
  copyBuckets(visit)
}

function trickEdge(visit: Visit): void {
  const client = { address: attackers.prober, userAgent: 'curl/8.5.0' }
  const refused: Reply = { status: 502, content: problem(502, 'The page cannot be shown.') }
  throughEdge(visit, client, {
    method: 'GET',
    url: '/',
    reply: { content: textContent('text/html', '<!doctype html>') },
  })
  pause(visit, 20 * secondMs)
  throughEdge(visit, client, {
    method: 'GET',
    url: '/preview?url=ftp%3A%2F%2Fexample.com%2F',
    reply: refused,
  })
  for (const [path, reply] of [
    [folder, textContent('text/plain', role)],
    [`${folder}${role}`, jsonContent(visit.bank.role(role, visit.now))],
  ] as const) {
    pause(visit, 12 * secondMs)
    throughEdge(
      visit,
      client,
      previewOf(path, {
        content: { ...reply, headers: { ...reply.headers, 'content-type': 'text/plain' } },
      }),
    )
  }
}

/** What is no HTML page the preview passes on as it came. */
function previewOf(path: string, reply: Reply): Step {
  const url = `http://${metadata.host}${path}`
  return {
    method: 'GET',
    url: `/preview?url=${encodeURIComponent(url)}`,
    reply,
    behind: [
      { to: metadata, method: 'GET', url: path, reply: { ...reply, headers: { server: 'EC2ws' } } },
    ],
  }
}

function copyBuckets(visit: Visit): void {
  const thief = { address: attackers.thief, userAgent: awsCli('s3.ls') }
  listBuckets(visit, objectClient(visit, role, thief))
  pause(visit, 15 * secondMs)
  const client = objectClient(visit, role, { ...thief, userAgent: awsCli('s3.sync') })
  for (const bucket of visit.bank.store.buckets.keys()) {
    const keys = listObjects(visit, client, bucket).map(({ key }) => key)
    if (bucket === applications) getAll(visit, client, bucket, keys)
  }
}
