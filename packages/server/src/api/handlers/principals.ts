import { principalOrder } from '../catalog-index.ts'
import type { Handler } from '../handler.ts'
import { answerPage } from '../paging.ts'

export const listPrincipals: Handler<'listPrincipals'> = ({ query }, sources) => {
  const { kind, service } = query
  const text = query.q?.toLowerCase()
  return answerPage(sources.catalog().principals, {
    order: principalOrder,
    form: ['number', 'string', 'string'],
    asked: query,
    passes: (one) =>
      (kind === undefined || kind.includes(one.kind)) &&
      (service === undefined || one.services.includes(service)) &&
      (text === undefined || one.name.toLowerCase().includes(text)),
    view: (one) => ({
      kind: one.kind,
      name: one.name,
      issuer: one.issuer,
      exchanges: one.exchanges,
      services: [...one.services],
      credentials: one.credentials,
      networks: one.networks,
      first_ms: Math.max(0, one.firstMs),
      last_ms: Math.max(0, one.lastMs),
    }),
  })
}
