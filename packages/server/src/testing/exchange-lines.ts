/** One exchange line as a sensor sends it; a test states only what matters. */
export function exchangeText(index: number, given: object = {}): string {
  return JSON.stringify({
    id: `x${index}`,
    ts: 1_000_000 + index,
    vantage: 'server',
    src: { ip: '10.0.0.7', service: 'web' },
    dst: { host: 'orders', port: 80 },
    req: { method: 'GET', url: `/orders/${1_000 + index}`, headers: { 'x-api-key': 'key-1' } },
    res: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 1_000 + index, email: `ann${index}@example.com` }),
    },
    ...given,
  })
}

/** So many lines, the first with this index. */
export function exchangeTexts(count: number, first = 0): string {
  return Array.from({ length: count }, (_, index) => `${exchangeText(first + index)}\n`).join('')
}
