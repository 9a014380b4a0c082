import { listOf, objectOf, textOf } from './plain-json.ts'

const mostServers = 20
/** A scheme, which may be a variable, and what is between it and the path. */
const origin = /^(?:[a-z][a-z0-9+.-]*|\{[^{}/]{1,64}\}):\/\/([^/?#]*)/i

/**
 * Paths of the servers operations are under (OpenAPI 3.1, "Server Object"); a variable in a path stands for
 * anything without a slash.
 */
export function basePaths(servers: unknown): readonly string[] {
  const paths = listOf(servers).map((server) =>
    textOf(objectOf(server)['url']).replace(origin, '').replace(/\/+$/, ''),
  )
  const distinct = [...new Set(paths)].slice(0, mostServers)
  return distinct.length === 0 ? [''] : distinct
}

/** Hosts of the servers, in lower case, without ports; a variable is what it is by default. */
export function hostsOf(servers: unknown): readonly string[] {
  const hosts = listOf(servers).map((server) => {
    const { url, variables } = objectOf(server)
    const host = origin.exec(textOf(url))?.[1] ?? ''
    const named = host.replace(/\{([^{}/]{1,64})\}/g, (_, name: string) =>
      textOf(objectOf(objectOf(variables)[name])['default']),
    )
    return named.replace(/:\d{0,5}$/, '').toLowerCase()
  })
  return [...new Set(hosts.filter((host) => host !== ''))].slice(0, mostServers)
}
