import type { ExchangeLine } from '@weir/schema'
import { type Content, gzipped, noContent } from '../content.ts'
import { type ExchangeWanted, exchange } from '../exchange.ts'
import type { Random } from '../random.ts'
import { httpDate } from '../time.ts'
import type { Bank } from './bank.ts'
import { edge, type Host, spiffeId } from './network.ts'

type Headers = Readonly<Record<string, string>>

/** One coherent stretch of traffic: a session, a batch job, an attack. It keeps its own clock. */
export interface Visit {
  readonly bank: Bank
  readonly random: Random
  now: number
  readonly lines: ExchangeLine[]
}

/** A client at the bank's front door. */
export interface Client {
  readonly address: string
  readonly userAgent: string
  readonly headers?: Headers
}

export interface Ask {
  readonly method: string
  readonly url: string
  readonly headers?: Headers
  readonly content?: Content
}

export interface Reply {
  readonly status?: number
  readonly headers?: Headers
  readonly content?: Content
}

/** What the edge asks a service on behalf of a client. */
export interface Behind extends Ask {
  /** The edge, unless another service asks. */
  readonly from?: Host
  readonly to: Host
  readonly reply: Reply
}

/** One call at the front door and what it causes behind it. */
export interface Step extends Ask {
  readonly reply: Reply
  readonly behind?: readonly Behind[]
}

export function record(visit: Visit, wanted: ExchangeWanted): void {
  visit.lines.push(exchange(wanted))
}

/** A trace context (W3C) and its spans. */
export interface Trace {
  readonly id: string
  readonly header: () => string
}

export function newTrace(random: Random): Trace {
  const id = random.text('0123456789abcdef', 32)
  return { id, header: () => `00-${id}-${random.text('0123456789abcdef', 16)}-01` }
}

/** Sends a step through the edge: the calls behind it lie inside its duration. */
export function throughEdge(visit: Visit, client: Client, step: Step): void {
  const { random } = visit
  const trace = newTrace(random)
  const behind = step.behind ?? []
  const spans = behind.map(() => 3 + random.wait(14))
  const durationMs = spans.reduce((sum, span) => sum + span + 1, 2 + random.wait(4))
  const zipped = mayZip(random, step.reply.content)
  record(visit, {
    ts: tenths(visit.now),
    durationMs: tenths(durationMs),
    sensor: 'edge-nginx',
    vantage: 'gateway',
    src: { ip: client.address, port: random.int(20_000, 65_000) },
    dst: { host: edge.host, ip: edge.ip, port: edge.port, service: edge.service },
    tls: { sni: edge.host, version: 'TLSv1.3', alpn: 'h2' },
    req: {
      method: step.method,
      url: step.url,
      headers: {
        host: edge.host,
        'user-agent': client.userAgent,
        accept: 'application/json, */*;q=0.8',
        'accept-encoding': 'gzip',
        ...client.headers,
        ...step.headers,
      },
      content: step.content ?? noContent,
    },
    res: {
      status: step.reply.status ?? 200,
      headers: { date: httpDate(visit.now), 'x-request-id': trace.id, ...step.reply.headers },
      content: zipped,
    },
  })
  callBehind(visit, client, behind, spans, trace)
  visit.now += durationMs
}

function callBehind(
  visit: Visit,
  client: Client,
  behind: readonly Behind[],
  spans: readonly number[],
  trace: Trace,
): void {
  let ts = visit.now + 1
  for (const [index, call] of behind.entries()) {
    const durationMs = spans[index] ?? 3
    callHost(
      visit,
      { ...call, headers: { ...forwarded(client, call), ...call.headers } },
      { ts, durationMs, trace },
    )
    ts += durationMs + 1
  }
}

/** Only the bank's own services are told who asked. */
function forwarded(client: Client, { to }: Behind): Headers {
  if (to.link !== 'mesh') return {}
  const authorization = client.headers?.['authorization']
  return {
    'x-forwarded-for': client.address,
    ...(authorization === undefined ? {} : { authorization }),
  }
}

export interface Moment {
  readonly ts: number
  readonly durationMs: number
  readonly trace: Trace
}

/** A call of one host of the bank to another, or out of the bank, as the sensor on that link sees it. */
export function callHost(visit: Visit, call: Behind, moment: Moment): void {
  const { from = edge, to, reply } = call
  record(visit, {
    ts: tenths(moment.ts),
    durationMs: tenths(moment.durationMs),
    ...linkOf(visit, from, to),
    req: {
      method: call.method,
      url: call.url,
      headers: {
        host: to.host,
        'user-agent': from.userAgent,
        ...(to.link === 'mesh' ? { traceparent: moment.trace.header() } : {}),
        ...call.headers,
      },
      content: call.content ?? noContent,
    },
    res: {
      status: reply.status ?? 200,
      headers: { server: servers[to.link] ?? `bank-${to.service}`, ...reply.headers },
      content: reply.content ?? noContent,
    },
  })
}

const servers: Readonly<Record<Host['link'], string | null>> = {
  mesh: null,
  tap: 'AmazonS3',
  egress: 'nginx',
}

/** Inside the bank calls are mutual TLS and seen where they arrive; what leaves is seen where it starts. */
function linkOf(visit: Visit, from: Host, to: Host): ExchangeWanted {
  const spiffe = spiffeId(from.service)
  const port = visit.random.int(30_000, 60_000)
  const src = { ip: from.ip, port, service: from.service }
  const dst = { host: to.host, ip: to.ip, port: to.port }
  const tls = { sni: to.host, version: 'TLSv1.3', alpn: 'h2' }
  if (to.link === 'egress') {
    return { sensor: 'egress', vantage: 'client', src, dst, ...(to.port === 443 ? { tls } : {}) }
  }
  const seen = { vantage: 'server', dst: { ...dst, service: to.service } } as const
  if (to.link === 'tap') return { ...seen, sensor: 'documents-tap', src, tls }
  const certificate = `CN=${from.service},URI=${spiffe}`
  return {
    ...seen,
    sensor: 'mesh',
    src: { ...src, spiffe },
    tls: { ...tls, client_cert: certificate },
  }
}

/** Some replies leave the edge compressed, as they do where a cache already holds them so. */
function mayZip(random: Random, content: Content = noContent): Content {
  return content.size > 1_200 && random.chance(0.12) ? gzipped(content) : content
}

export function tenths(value: number): number {
  return Math.round(value * 10) / 10
}

/** Lets time pass: on average this long, often less, sometimes much more. */
export function pause(visit: Visit, meanMs: number): void {
  visit.now = Math.round(visit.now + 80 + visit.random.wait(meanMs))
}
