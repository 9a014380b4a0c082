/**
 * Whether hosts under one parent are one service: `{tenant}.example.com`. What they do decides, not their
 * names: `api.`, `www.` and `auth.` of one company do different things and stay what they are.
 */

const label = /^[\w-]{1,63}$/
const port = /:\d{1,5}$/

/** What follows the first label of a host name, with its port; null for what has no parent of its own. */
export function parentOf(service: string): string | null {
  const labels = service.replace(port, '').split('.')
  const isHost = labels.length > 2 && labels.every((one) => label.test(one))
  // The last label of a name is never a number; that of an address is (RFC 1123 §2.1).
  if (!isHost || /^\d+$/.test(labels.at(-1) ?? '')) return null
  return service.slice(service.indexOf('.') + 1)
}

const tenant = '{tenant}.'

/** Braces are kept out of names from traffic, so nobody can call a service this. */
export function consolidatedName(parent: string): string {
  return tenant + parent
}

/** What stands for the first label; null for a service that is no consolidated one. */
export function consolidatedParent(service: string): string | null {
  return service.startsWith(tenant) ? service.slice(tenant.length) : null
}

/** What the hosts of one service do alike. */
export interface Practice {
  /** The few operations most of them show: a member shows more than half, so that any two share one. */
  readonly core: readonly string[]
  /** Operations that several of them show. */
  readonly common: ReadonlySet<string>
}

/** Operations by how many hosts show them. */
export type Shown = ReadonlyMap<string, number>

const least = { hosts: 5, core: 2, common: 3 }
const mostCore = 5
/** An operation is common when a tenth of the hosts show it: small tenants have done little yet. */
const commonShare = 0.1
/** Share of what a host does that is common. */
const ownShare = 0.7

export function practiceOf(shown: Shown): Practice | null {
  const ordered = byHosts(shown)
  const most = ordered[0]?.[1] ?? 0
  const core = ordered.filter(([, hosts]) => hosts * 2 >= most).slice(0, mostCore)
  if (core.length < least.core) return null
  const leastHosts = Math.max(least.common, most * commonShare)
  const common = ordered.filter(([, hosts]) => hosts >= leastHosts)
  return { core: core.map(([name]) => name), common: new Set(common.map(([name]) => name)) }
}

/** Whether a host that shows these operations does what the others do, and little else. */
export function follows(operations: ReadonlySet<string>, { core, common }: Practice): boolean {
  const central = core.filter((one) => operations.has(one)).length
  const shared = [...operations].filter((one) => common.has(one)).length
  return central * 2 > core.length && shared >= operations.size * ownShare
}

/**
 * The hosts that are one service; none unless there are five and they are most
 * of those that show the most usual operation: what everybody has beside its own work is only a habit.
 */
export function hostsAlike(hosts: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  if (hosts.size < least.hosts) return []
  const anchor = byHosts(countHosts(hosts.values()))[0]?.[0] ?? ''
  const around = [...hosts.values()].filter((operations) => operations.has(anchor))
  const practice = practiceOf(countHosts(around))
  if (practice === null || around.length < least.hosts) return []
  const alike = [...hosts].filter(([, operations]) => follows(operations, practice))
  if (alike.length < least.hosts || alike.length * 2 < around.length) return []
  return alike.map(([host]) => host)
}

function countHosts(hosts: Iterable<ReadonlySet<string>>): Shown {
  const shown = new Map<string, number>()
  for (const operations of hosts) {
    for (const one of operations) shown.set(one, (shown.get(one) ?? 0) + 1)
  }
  return shown
}

/** Most hosts first; equal ones by their names. */
function byHosts(shown: Shown): readonly (readonly [operation: string, hosts: number])[] {
  return [...shown].sort(
    (left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0),
  )
}
