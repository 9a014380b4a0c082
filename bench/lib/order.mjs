// The request every host under measurement gets, and what the service behind it answers.

export const order = JSON.stringify({
  account: 'A-1042',
  card: '4111 1111 1111 1111',
  lines: Array.from({ length: 12 }, (_, index) => ({ sku: `s-${index}`, count: index })),
})
export const account = JSON.stringify({
  owner: 'Ada Example',
  movements: Array.from({ length: 20 }, (_, index) => ({ id: index, amount: index * 7.25 })),
})
export const request = requestOf([])

/** The same request to a service that takes `ms` to answer, as one with a database behind it does. */
export function requestTaking(ms) {
  return requestOf([`takes-ms: ${ms}`])
}

function requestOf(fields) {
  return [
    'POST /v1/orders?expand=lines HTTP/1.1',
    'host: api.shop.test',
    'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
    'accept: application/json',
    `authorization: Bearer ${'t'.repeat(180)}`,
    'content-type: application/json',
    `content-length: ${order.length}`,
    ...fields,
    '',
    order,
  ].join('\r\n')
}
