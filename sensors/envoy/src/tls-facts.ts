import type { ExchangeLine } from '@weir/schema'
import { fingerprintText } from '@weir/sensor'

export type Tls = NonNullable<ExchangeLine['tls']>

/** What Envoy says of the TLS of its client; empty texts say nothing. */
export interface TlsSight {
  readonly version: string | undefined
  readonly sni: string | undefined
  readonly ja4: string | undefined
  /** SHA-256 of the client's certificate in hexadecimal digits. */
  readonly certificate: string | undefined
}

/** Undefined for a connection without TLS. */
export function tlsFacts({ version, sni, ja4, certificate }: TlsSight): Tls | undefined {
  const client_cert = certificateName(certificate)
  const isPlain = !version && !client_cert
  if (isPlain) return undefined
  return {
    version: version || undefined,
    sni: sni || undefined,
    ja4: ja4 !== undefined && /^[a-z0-9_]{10,64}$/.test(ja4) ? ja4 : undefined,
    client_cert,
  }
}

function certificateName(digits: string | undefined): string | undefined {
  return digits !== undefined && /^[0-9a-f]{64}$/i.test(digits)
    ? fingerprintText(digits)
    : undefined
}
