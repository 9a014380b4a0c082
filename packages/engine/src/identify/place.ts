import { type Networks, neighbourhood } from '@weir/schema/caller'

/**
 * Where an address is, as far as it tells machines apart: the zone somebody named and calls ours,
 * else its /24 or /48. Strangers and unnamed private ranges are too wide to be one place.
 */
export function placeOf(ip: string, networks: Networks): string {
  const network = networks.find(ip)
  return network !== null && network.internal && network.zone !== 'internal'
    ? network.zone
    : neighbourhood(ip)
}

/** Whether a place is inside; a zone that is a place always is. */
export function isInside(place: string, networks: Networks): boolean {
  const slash = place.lastIndexOf('/')
  if (!/\/(?:24|48)$/.test(place)) return place !== 'unknown'
  return networks.isInternal(place.slice(0, slash))
}
