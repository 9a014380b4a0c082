import { builtInTypes, type DataType, type DataTypes } from '../classify/index.ts'
import type { CatalogField, CatalogOperation } from './catalog.ts'

const postureLabels = [
  'no-authentication',
  'mixed-authentication',
  'sensitive-data-out',
  'secret-in-url',
  'guessable-id',
  'no-rate-limit',
  'often-failing',
  'unusual-failures',
  'unusual-sizes',
  'unusual-durations',
] as const

/** What a person who looks after an operation should know of it, whether or not anybody misuses it. */
export type PostureLabel = (typeof postureLabels)[number]

/** Fewer calls say little about who may call. */
const enoughCalls = 10
const oftenFailing = 0.2
/** Services tell of their limit in each answer, or once it is reached. */
const enoughForLimit = 50

/** Labels of one operation, from what was learned of it; no label is about a single call. */
export function postureOf(
  operation: CatalogOperation,
  types: DataTypes = builtInTypes,
): readonly PostureLabel[] {
  return postureLabels.filter((label) => rules[label](operation, types))
}

type Rule = (operation: CatalogOperation, types: DataTypes) => boolean

const rules: Readonly<Record<PostureLabel, Rule>> = {
  'no-authentication': (operation, types) =>
    operation.authentication === 'never' && mattersWho(operation, types),
  'mixed-authentication': (operation, types) =>
    operation.authentication === 'mixed' && mattersWho(operation, types),
  'sensitive-data-out': ({ fields }, types) =>
    fields.some((field) => field.in === 'res.body' && carries(field, types, isSensitive)),
  'secret-in-url': ({ fields }, types) =>
    fields.some(
      (field) =>
        (field.in === 'req.query' || field.in === 'req.path') &&
        carries(field, types, ({ category }) => category === 'SECRET'),
    ),
  'guessable-id': hasGuessableId,
  'no-rate-limit': (operation, types) =>
    operation.calls >= enoughForLimit && operation.limited === 0 && invitesTrying(operation, types),
  'often-failing': ({ calls, failure }) => calls >= enoughCalls && failure / calls >= oftenFailing,
  'unusual-failures': ({ unusual }) => unusual.includes('failures'),
  'unusual-sizes': ({ unusual }) => unusual.includes('sizes'),
  'unusual-durations': ({ unusual }) => unusual.includes('durations'),
}

function hasGuessableId({ parameters }: CatalogOperation): boolean {
  return parameters.some(({ shape }) => shape === 'integer')
}

function carries(
  { dataTypes }: CatalogField,
  types: DataTypes,
  is: (type: DataType) => boolean,
): boolean {
  return dataTypes.some(({ type }) => {
    const known = types.find(type)
    return known !== undefined && is(known)
  })
}

function isSensitive({ sensitivity }: DataType): boolean {
  return sensitivity === 'high' || sensitivity === 'critical'
}

function isPersonal({ category }: DataType): boolean {
  return category !== 'TECH'
}

const signIn =
  /\/(?:log-?in|sign-?(?:in|up)|register|auth\w*|oauth2?|token|sessions?|password|refresh|sso|saml|jwks|\.well-known)(?:[/:.]|$)/i

/** Where a program may try one after the other: passwords and codes, or the ids of things of people. */
function invitesTrying(operation: CatalogOperation, types: DataTypes): boolean {
  if (changing.has(operation.method) && signIn.test(operation.template)) return true
  return hasGuessableId(operation) && answersPersonalData(operation, types)
}

function answersPersonalData({ fields }: CatalogOperation, types: DataTypes): boolean {
  return fields.some((field) => field.in === 'res.body' && carries(field, types, isPersonal))
}

const technical = /\/(?:health\w*|ready\w*|live\w*|ping|status|metrics|favicon\.\w+|robots\.txt)$/i

const changing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Whether it is anybody's business who calls: something changes or data of people goes out. Signing in comes
 * before a sign-in, and checks of health and static files are for all.
 */
function mattersWho(operation: CatalogOperation, types: DataTypes): boolean {
  const { calls, method, template, success } = operation
  if (calls < enoughCalls || success === 0) return false
  if (signIn.test(template) || technical.test(template)) return false
  return changing.has(method) || answersPersonalData(operation, types)
}
