/** Address of a path of the hub, which may live below a path of a proxy. Throws a `TypeError` for no address. */
export function hubEndpoint(url: string, path: string): URL {
  const base = new URL(url)
  base.pathname = `${base.pathname.replace(/\/{0,9}$/, '')}${path}`
  base.search = ''
  base.hash = ''
  return base
}
