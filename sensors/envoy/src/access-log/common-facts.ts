import { spiffeId } from '../forwarded-certificate.ts'
import type { WireReader } from '@weir/schema/protobuf'
import { readAddress, type SocketEnd, unknownEnd } from '../socket-address.ts'
import { type Tls, tlsFacts } from '../tls-facts.ts'
import { latin1 } from '../latin1.ts'

/** What Envoy logs of any kind of connection, as far as an exchange has a place for it. */
export interface CommonFacts {
  readonly ts: number
  readonly durationMs: number | undefined
  readonly src: SocketEnd
  readonly upstream: SocketEnd
  readonly tls: Tls | undefined
  readonly spiffe: string | undefined
  /** Response flags say that the response did not reach its end. */
  readonly isCutOff: boolean
  /** Logged while the exchange goes on; another entry follows. */
  readonly isIntermediate: boolean
}

interface TlsProperties {
  readonly tls: Tls | undefined
  readonly spiffe: string | undefined
}

const noTls: TlsProperties = { tls: undefined, spiffe: undefined }
const tlsVersions = ['', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

/** `ResponseFlags` that cut a response off. */
const cutOff = {
  localReset: 4,
  upstreamRemoteReset: 5,
  upstreamConnectionTermination: 7,
  downstreamConnectionTermination: 15,
  streamIdleTimeout: 17,
  downstreamProtocolError: 19,
  upstreamMaxStreamDuration: 20,
  durationTimeout: 23,
  upstreamProtocolError: 24,
  downstreamRemoteReset: 28,
} as const
const cutOffFlags: ReadonlySet<number> = new Set(Object.values(cutOff))

/** `AccessLogType`: DownstreamStart and DownstreamPeriodic, UpstreamPoolReady and UpstreamPeriodic, tunnels. */
const intermediateTypes: ReadonlySet<number> = new Set([4, 5, 7, 8, 10])

/** `AccessLogCommon`, by the numbers of its fields. */
const field = {
  remoteAddress: 2,
  tls: 4,
  startTime: 5,
  lastDownstreamByte: 12,
  upstream: 13,
  flags: 16,
  directRemoteAddress: 20,
  duration: 23,
  intermediate: 27,
  type: 33,
} as const

export function readCommonFacts(common: WireReader<Buffer>): CommonFacts {
  let remote = unknownEnd
  let direct = unknownEnd
  let upstream = unknownEnd
  let { tls, spiffe } = noTls
  let ts = 0
  let lastByte: number | undefined
  let duration: number | undefined
  let isCutOff = false
  let isIntermediate = false
  const read = new Map<number, () => void>([
    [field.remoteAddress, () => (remote = readAddress(common.message()))],
    [field.directRemoteAddress, () => (direct = readAddress(common.message()))],
    [field.upstream, () => (upstream = readAddress(common.message()))],
    [field.tls, () => ({ tls, spiffe } = readTls(common.message()))],
    [field.startTime, () => (ts = readMilliseconds(common.message()))],
    [field.lastDownstreamByte, () => (lastByte = readMilliseconds(common.message()))],
    [field.duration, () => (duration = readMilliseconds(common.message()))],
    [field.flags, () => (isCutOff = readIsCutOff(common.message()))],
    [field.intermediate, () => (isIntermediate ||= common.truth())],
    [field.type, () => (isIntermediate ||= intermediateTypes.has(common.number()))],
  ])
  while (common.next()) read.get(common.field)?.()
  const src = direct.ip === undefined ? remote : direct
  return {
    ts,
    durationMs: duration ?? lastByte,
    src,
    upstream,
    tls,
    spiffe,
    isCutOff,
    isIntermediate,
  }
}

/** `google.protobuf.Timestamp` and `Duration`: seconds=1, nanos=2. */
function readMilliseconds(time: WireReader<Buffer>): number {
  let seconds = 0
  let nanos = 0
  while (time.next()) {
    if (time.field === 1) seconds = time.number()
    else if (time.field === 2) nanos = time.number()
  }
  const ms = seconds * 1_000 + Math.round(nanos / 1_000) / 1_000
  return Number.isSafeInteger(Math.round(ms)) ? ms : 0
}

function readIsCutOff(flags: WireReader<Buffer>): boolean {
  let isCutOff = false
  while (flags.next()) if (cutOffFlags.has(flags.field) && flags.truth()) isCutOff = true
  return isCutOff
}

/** `TLSProperties`: tls_version=1, tls_sni_hostname=3, peer_certificate_properties=5; no fingerprint is logged. */
function readTls(properties: WireReader<Buffer>): TlsProperties {
  let version: string | undefined
  let sni: string | undefined
  let spiffe: string | undefined
  while (properties.next()) {
    if (properties.field === 1) version = tlsVersions[properties.number()]
    else if (properties.field === 3) sni = properties.text(latin1).slice(0, 255)
    else if (properties.field === 5) spiffe = readSpiffe(properties.message())
  }
  return { tls: tlsFacts({ version, sni, ja4: undefined, certificate: undefined }), spiffe }
}

/** `CertificateProperties`: subject_alt_name=1 of uri=1. */
function readSpiffe(certificate: WireReader<Buffer>): string | undefined {
  let spiffe: string | undefined
  while (certificate.next()) {
    if (certificate.field !== 1) continue
    const name = certificate.message()
    while (name.next()) if (name.field === 1) spiffe ??= spiffeId(name.text(latin1))
  }
  return spiffe
}
