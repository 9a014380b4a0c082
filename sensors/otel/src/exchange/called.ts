import { hostWithoutPort } from '@weir/sensor'
import type { Attributes } from '../telemetry/attributes.ts'

/** What was asked of whom. */
export interface Called {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly host: string | undefined
  readonly port: number | undefined
  readonly isGrpc: boolean
}

/**
 * Reads the call out of the attributes of HTTP or gRPC (OpenTelemetry semantic conventions: HTTP 1.23 and the
 * experimental ones before it, RPC); null where they tell of none.
 */
export function calledOf(attributes: Attributes): Called | null {
  const system = attributes.text('rpc.system.name', 'rpc.system')
  const absolute = absoluteUrl(attributes.text('url.full', 'http.url'))
  const server = serverOf(attributes, absolute)
  if (system === 'grpc') {
    const url = grpcPath(attributes)
    return url === null ? null : { method: 'POST', url, ...server, isGrpc: true }
  }
  const method = httpMethod(attributes)
  const url = httpTarget(attributes, absolute)
  return method === null || url === null ? null : { method, url, ...server, isGrpc: false }
}

function httpMethod(attributes: Attributes): string | null {
  const method = attributes.text('http.request.method', 'http.method')
  // What is no known method is written as _OTHER.
  const original = attributes.text('http.request.method_original')
  const name = method === '_OTHER' ? original : method
  return name === undefined || name.length > 32 ? null : name
}

function httpTarget(attributes: Attributes, absolute: URL | null): string | null {
  const path = attributes.text('url.path')
  const query = attributes.text('url.query')
  if (path !== undefined) return query === undefined ? path : `${path}?${query}`
  const target = attributes.text('http.target')
  if (target !== undefined) return target
  return absolute === null ? null : `${absolute.pathname}${absolute.search}`
}

/** `/package.Service/Method`; conventions since 1.37 have it all in `rpc.method`. */
function grpcPath(attributes: Attributes): string | null {
  const service = attributes.text('rpc.service')
  const method = attributes.text('rpc.method')
  if (method === undefined) return null
  if (service === undefined) return method.includes('/') ? `/${method.replace(/^\//, '')}` : null
  return `/${service}/${method.slice(method.lastIndexOf('/') + 1)}`
}

function serverOf(attributes: Attributes, absolute: URL | null): Pick<Called, 'host' | 'port'> {
  const asked = attributes.text('http.request.header.host', 'http.host')
  const named = attributes.text('server.address', 'net.host.name', 'net.peer.name')
  const host = absolute?.hostname ?? (asked === undefined ? named : hostWithoutPort(asked))
  const port = attributes.port('server.port', 'net.host.port', 'net.peer.port')
  return { host: host === '' ? undefined : host, port: port ?? portOf(absolute) }
}

function portOf(absolute: URL | null): number | undefined {
  if (absolute === null) return undefined
  if (absolute.port !== '') return Number(absolute.port)
  return absolute.protocol === 'https:' ? 443 : 80
}

function absoluteUrl(text: string | undefined): URL | null {
  if (text === undefined || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null
  return new URL(text)
}
