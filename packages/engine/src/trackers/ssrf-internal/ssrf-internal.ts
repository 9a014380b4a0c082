import type { HeaderMap } from '@weir/schema'
import { fieldKey } from '../../blueprint/index.ts'
import type { InspectedLeaf } from '../../inspect/index.ts'
import type { Sighting, Watched } from '../tracker.ts'
import { type InternalTarget, internalTarget } from './target.ts'

/** What each kind of target weighs: with a caller from outside, and with one of our own. */
const scores: Readonly<Record<InternalTarget['kind'], { outside: number; inside: number }>> = {
  // Nobody legitimate asks another server to read the metadata service.
  metadata: { outside: 0.95, inside: 0.95 },
  // No public API is given a link-local address in good faith.
  'link-local': { outside: 0.8, inside: 0.5 },
  loopback: { outside: 0.6, inside: 0.3 },
  // Webhooks of our own systems carry private addresses; strangers have no reason to.
  private: { outside: 0.6, inside: 0.3 },
  'local-file': { outside: 0.75, inside: 0.5 },
  rebinding: { outside: 0.7, inside: 0.5 },
}

/** What a value that this field has carried before weighs: known traffic is a hint, not a finding. */
const knownScore = 0.3

const metadataHosts =
  /^(?:169\.254\.169\.254|169\.254\.170\.\d{1,3}|fd00:ec2::254|metadata(?:\.google\.internal|\.goog)?)$/
/** SDKs and agents that read the metadata service of their own machine. */
const metadataClients =
  /^(?:aws-|boto|Boto|amazon-|ssm-agent|Azure|WALinuxAgent|google-|gcloud|cloud-init|go-metadata|ec2)/i

export function observeSsrf(watched: Watched): readonly Sighting[] {
  const found = watched.inspection.leaves.flatMap((leaf) => judgeLeaf(watched, leaf))
  return [...found, ...judgeTarget(watched), ...judgeOutbound(watched)]
}

function judgeLeaf(watched: Watched, inspected: InspectedLeaf): readonly Sighting[] {
  const { location, leaf } = inspected
  if (!location.startsWith('req.') || leaf.kind !== 'string') return []
  const target = internalTarget(leaf.text, watched.networks)
  if (target === null) return []
  const score = scoreOf(watched, inspected, target)
  return [
    {
      score,
      field: { in: location, path: leaf.pointer },
      why: `${location} ${leaf.pointer} points at ${describe(target)}`,
      scope: `${location} ${leaf.path}`,
    },
  ]
}

function scoreOf(watched: Watched, inspected: InspectedLeaf, target: InternalTarget): number {
  const inside = watched.networks.isInternal(watched.identity.clientAddress)
  const weights = scores[target.kind]
  if (target.kind === 'metadata') return inside ? weights.inside : weights.outside
  const key = fieldKey(watched.operation, inspected.location, inspected.leaf.path)
  const field = watched.model.summary.fields.entries.get(key)?.value
  const known = field?.distinct.entries.has(inspected.fingerprint) ?? false
  return known ? knownScore : inside ? weights.inside : weights.outside
}

/** A proxy may be asked through the request target itself (RFC 9112 §3.2.2) or through Host. */
function judgeTarget(watched: Watched): readonly Sighting[] {
  const request = watched.exchange.request
  if (request === null || isMetadataService(watched)) return []
  const asked = /^https?:\/\//i.test(request.url)
    ? request.url.slice(0, 300)
    : `http://${request.headers.get('host')?.[0] ?? ''}/`
  const target = internalTarget(asked, watched.networks)
  if (target?.kind !== 'metadata') return []
  return [
    {
      score: scores.metadata.outside,
      field: { in: 'req.header', path: '/host' },
      why: `the request asks ${watched.service.name} for ${describe(target)}`,
      scope: 'request target',
    },
  ]
}

function isMetadataService({ exchange }: Watched): boolean {
  return metadataHosts.test(exchange.dst.host) || metadataHosts.test(exchange.dst.ip ?? '')
}

/**
 * The call a tricked server makes. An SDK first PUTs for a session token and shows it (IMDSv2), or
 * says who it is; a proxy does neither.
 */
function judgeOutbound(watched: Watched): readonly Sighting[] {
  const request = watched.exchange.request
  if (request === null || !isMetadataService(watched)) return []
  const agent = request.headers.get('user-agent')?.[0] ?? ''
  if (showsToken(request.headers) || metadataClients.test(agent)) return []
  if (!/\/(?:meta-data|metadata|computeMetadata|latest)\b/.test(request.url)) return []
  const credentials = /security-credentials|service-accounts|identity\/oauth2/.test(request.url)
  return [
    {
      score: credentials ? 0.9 : 0.6,
      field: { in: 'req.path', path: '' },
      why: `the metadata service was asked without a session token by ${agent === '' ? 'a client without a name' : 'a client that is no SDK'}`,
      scope: 'outbound',
    },
  ]
}

function showsToken(headers: HeaderMap): boolean {
  return (
    headers.has('x-aws-ec2-metadata-token') ||
    headers.has('x-aws-ec2-metadata-token-ttl-seconds') ||
    headers.has('metadata-flavor') ||
    headers.get('metadata')?.[0] === 'true'
  )
}

function describe(target: InternalTarget): string {
  const names: Readonly<Record<InternalTarget['kind'], string>> = {
    metadata: 'the cloud metadata service',
    loopback: 'the server itself',
    'link-local': 'a link-local address',
    private: 'a private address',
    'local-file': 'a scheme that reads local files or raw sockets',
    rebinding: 'a name that resolves to any address',
  }
  return `${names[target.kind]} (${target.host})`
}
