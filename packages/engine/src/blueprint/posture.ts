import { type DataTypeId, findDataType } from '../classify/index.ts'
import type { CatalogField, CatalogOperation } from './catalog.ts'

const postureLabels = [
  'no-authentication',
  'mixed-authentication',
  'sensitive-data-out',
  'secret-in-url',
  'guessable-id',
  'often-failing',
] as const

/** What a person who looks after an operation should know of it, whether or not anybody misuses it. */
export type PostureLabel = (typeof postureLabels)[number]

/** Fewer calls say little about who may call. */
const enoughCalls = 10
const oftenFailing = 0.2

/** Labels of one operation, from what was learned of it; no label is about a single call. */
export function postureOf(operation: CatalogOperation): readonly PostureLabel[] {
  return postureLabels.filter((label) => rules[label](operation))
}

const rules: Readonly<Record<PostureLabel, (operation: CatalogOperation) => boolean>> = {
  'no-authentication': (operation) => operation.authentication === 'never' && mattersWho(operation),
  'mixed-authentication': (operation) =>
    operation.authentication === 'mixed' && mattersWho(operation),
  'sensitive-data-out': ({ fields }) =>
    fields.some((field) => field.in === 'res.body' && carries(field, isSensitive)),
  'secret-in-url': ({ fields }) =>
    fields.some(
      (field) =>
        (field.in === 'req.query' || field.in === 'req.path') &&
        carries(field, (type) => findDataType(type)?.category === 'SECRET'),
    ),
  'guessable-id': ({ parameters }) => parameters.some(({ shape }) => shape === 'integer'),
  'often-failing': ({ calls, failure }) => calls >= enoughCalls && failure / calls >= oftenFailing,
}

function carries({ dataTypes }: CatalogField, is: (type: DataTypeId) => boolean): boolean {
  return dataTypes.some(({ type }) => is(type))
}

function isSensitive(type: DataTypeId): boolean {
  const known = findDataType(type)
  return known?.sensitivity === 'high' || known?.sensitivity === 'critical'
}

function isPersonal(type: DataTypeId): boolean {
  return findDataType(type)?.category !== 'TECH'
}

const signIn =
  /\/(?:log-?in|sign-?(?:in|up)|register|auth\w*|oauth2?|token|sessions?|password|refresh|sso|saml|jwks|\.well-known)(?:[/:.]|$)/i
const technical = /\/(?:health\w*|ready\w*|live\w*|ping|status|metrics|favicon\.\w+|robots\.txt)$/i

const changing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Whether it is anybody's business who calls: something changes or data of people goes out. Signing in comes
 * before a sign-in, and checks of health and static files are for all.
 */
function mattersWho({ calls, method, template, fields, success }: CatalogOperation): boolean {
  if (calls < enoughCalls || success === 0) return false
  if (signIn.test(template) || technical.test(template)) return false
  return (
    changing.has(method) ||
    fields.some((field) => field.in === 'res.body' && carries(field, isPersonal))
  )
}
