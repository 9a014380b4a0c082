import type { Exchange, FieldLocation } from '@weir/schema'
import type { Arrival } from './arrival.ts'
import { type Model, operationKey, provisionalKey } from './blueprint/index.ts'
import type { EngineContext } from './context.ts'
import { type Leaf, walkForm } from './decode/index.ts'
import {
  encodeTokens,
  type PathTokens,
  protocolAction,
  type S3Request,
  s3Request,
  tokenise,
} from './discover/index.ts'
import { destinationService, type ServiceName, sourceName } from './identify/index.ts'
import type { Inspection } from './inspect/index.ts'
import { limits } from './limits.ts'

/** One exchange with what identify and route found; later stages read it. */
export interface Routed {
  readonly arrival: Arrival
  readonly service: ServiceName
  /** The name the call was addressed to: the service's own, or that of one of its hosts. */
  readonly host: string
  readonly source: string
  readonly tokens: PathTokens
  /** The tokens in the form rows keep. */
  readonly path: string
  readonly s3: S3Request | null
  /** Key of the operation, provisional while none is known. */
  readonly operation: string
}

/** The same with what the walk over its payload found. */
export interface Inspected extends Routed {
  readonly inspection: Inspection
  /** What a protocol inside the path asks for; null where none is spoken. */
  readonly action: string | null
}

/** Adds what the walk found. */
export function inspected(routed: Routed, inspection: Inspection): Inspected {
  return { ...routed, inspection, action: routed.s3?.action ?? actionOf(routed, inspection) }
}

function actionOf({ arrival }: Routed, { leaves }: Inspection): string | null {
  const { request } = arrival.exchange
  if (request === null) return null
  const at = (location: FieldLocation): readonly Leaf[] =>
    leaves.flatMap((one) => (one.location === location ? one.leaf : []))
  return protocolAction({
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '',
    headers: request.headers,
    query: at('req.query'),
    body: at('req.body'),
  })
}

export function route(context: EngineContext, model: Model, arrival: Arrival): Routed {
  const { exchange, identity } = arrival
  const { networks, config } = context
  const asked = destinationService(exchange, networks)
  const name = model.nameOf(asked.name)
  const service = name === asked.name ? asked : { ...asked, name }
  const method = exchange.request?.method ?? exchange.kind.toUpperCase()
  const url = (exchange.request?.url ?? '').slice(0, limits.urlChars)
  const tokens = tokenise(method, url, config.seed)
  const s3 = s3RequestOf(exchange, url, identity.signedFor)
  return {
    arrival,
    service,
    host: asked.name,
    source: sourceName(exchange, networks),
    tokens,
    path: encodeTokens(tokens),
    s3,
    operation: operationOf(model, service.name, tokens, s3),
  }
}

/**
 * Whether an exchange is the one that counts. Where several sensors see one call, the model elects the
 * vantage that tells of it; who does not say where it stands is taken at its word.
 */
export function isPrimary(model: Model, { arrival, service }: Routed): boolean {
  const { vantage } = arrival.exchange
  const primary = model.primaryOf(service.name)
  return vantage === undefined || primary === null || vantage === primary
}

function operationOf(
  model: Model,
  service: string,
  tokens: PathTokens,
  s3: S3Request | null,
): string {
  if (s3 !== null) return operationKey(service, tokens.method, s3.template)
  const known = model.trees.get(service)?.match(tokens) ?? null
  return known === null
    ? provisionalKey(service, tokens)
    : operationKey(service, known.method, known.template)
}

function s3RequestOf(exchange: Exchange, url: string, signedFor: string | null): S3Request | null {
  const { request, dst } = exchange
  if (request === null) return null
  const [path = '', search = ''] = url.split('?', 2)
  const query = new Map<string, string>()
  walkForm(search, (leaf) => query.set(leaf.key, leaf.text).size < limits.queryParameters)
  const host = dst.host === '' ? (request.headers.get('host')?.[0] ?? '') : dst.host
  return s3Request({
    method: request.method,
    path,
    query,
    headers: request.headers,
    host,
    signedFor,
  })
}
