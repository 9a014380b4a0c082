import { isIP } from 'node:net'

/**
 * Whether a Host header (RFC 9110 §7.2) names this server. A page of another site that has its name
 * resolve to our address would otherwise read our answers; an address cannot be made to do that.
 */
export function isAllowedHost(header: string | undefined, allowed: readonly string[]): boolean {
  const host = hostOf(header ?? '')
  if (host === null) return false
  return (
    isIP(host) !== 0 ||
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    allowed.includes(host)
  )
}

const form = /^(?:\[(?<six>[0-9a-f:.]{2,45})\]|(?<name>[a-z0-9.-]{1,255}))(?::\d{1,5})?$/

function hostOf(header: string): string | null {
  const groups = form.exec(header.toLowerCase())?.groups
  return groups?.['six'] ?? groups?.['name']?.replace(/\.$/, '') ?? null
}
