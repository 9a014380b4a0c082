import { z } from 'zod'
import { name, nothing, paging, search, words } from './query-values.ts'
import { route } from './route.ts'
import { count, pageOf, time } from './words.ts'

export const principalKinds = ['user', 'service', 'client', 'cloud-key', 'credential'] as const

export const principal = z.strictObject({
  kind: z.enum(principalKinds),
  name: z
    .string()
    .describe('Name within its issuer; a keyed hash where the credential has no name.'),
  issuer: z.string().nullable(),
  exchanges: count,
  services: z.array(z.string()),
  credentials: count.describe('Estimated number of distinct credentials.'),
  networks: count.describe('Estimated number of distinct networks.'),
  first_ms: time,
  last_ms: time,
})
export type Principal = z.infer<typeof principal>

export const principalPage = pageOf(principal)
export type PrincipalPage = z.infer<typeof principalPage>

export const listPrincipals = route({
  id: 'listPrincipals',
  method: 'GET',
  path: '/api/v1/principals',
  summary: 'Who acts, most exchanges first.',
  params: nothing,
  query: z.strictObject({
    ...paging,
    kind: words(principalKinds).optional(),
    service: name.optional(),
    q: search,
  }),
  response: principalPage,
})
