import type { Exchange } from '@weir/schema'

/** Services that exist to hand out cloud credentials. */
const issuers =
  /^(?:169\.254\.169\.254|169\.254\.170\.\d{1,3}|metadata(?:\.google\.internal|\.goog)?|sts(?:\.[a-z0-9-]+)?\.amazonaws\.com|vault(?:\..*)?)$/i

export function issuesCredentials(exchange: Exchange): boolean {
  return issuers.test(exchange.dst.host) || issuers.test(hostHeader(exchange))
}

function hostHeader(exchange: Exchange): string {
  return (exchange.request?.headers.get('host')?.[0] ?? '').replace(/:\d+$/, '')
}
