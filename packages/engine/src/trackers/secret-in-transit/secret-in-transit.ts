import type { Candidate, DataTypeId } from '../../classify/index.ts'
import { maskValue } from '../../classify/index.ts'
import { issuesCredentials } from '../../identify/index.ts'
import { type InspectedLeaf, roleKeys } from '../../inspect/index.ts'
import type { Sighting, Watched } from '../tracker.ts'

/**
 * What a secret weighs where it has no business. Tokens that sign-in endpoints hand out, passwords
 * people send and session cookies are how APIs work: they are not in the table.
 */
const inResponse: ReadonlyMap<DataTypeId, number> = new Map<DataTypeId, number>([
  ['SECRET_AWS_ROLE_CREDENTIALS', 0.99],
  ['SECRET_PRIVATE_KEY', 0.95],
  ['SECRET_CONNECTION_STRING', 0.8],
  ['SECRET_GITHUB', 0.85],
  ['SECRET_GITLAB', 0.85],
  ['SECRET_SLACK', 0.8],
  ['SECRET_STRIPE', 0.85],
  ['SECRET_NPM', 0.85],
  ['SECRET_OPENAI', 0.8],
  ['SECRET_GCP', 0.7],
  ['SECRET_AZURE', 0.8],
  // A key id alone opens nothing; it is a hint until its secret stands beside it.
  ['SECRET_AWS_KEY', 0.4],
])

/** In a URL a secret ends up in logs, histories and Referer headers. */
const inUrl = 0.6
/** Google's browser keys are made to stand in URLs; what they may do is limited elsewhere. */
const publicInUrl: ReadonlyMap<DataTypeId, number> = new Map<DataTypeId, number>([
  ['SECRET_GCP', 0.3],
])
/** Signed URLs carry their credential on purpose, for minutes. */
const signedParameter = /^x-amz-|^x-goog-|^(?:sig|sv|se|sp|signature|policy|key-pair-id)$/i
const urlSecrets = /^SECRET_(?!SESSION|HIGH_ENTROPY|BASIC_AUTH)/

export function observeSecrets(watched: Watched): readonly Sighting[] {
  const leaves = watched.inspection.leaves.flatMap((leaf) => judge(watched, leaf))
  return [...leaves, ...roleCredentials(watched)]
}

function judge(watched: Watched, inspected: InspectedLeaf): readonly Sighting[] {
  const { location } = inspected
  if (location === 'req.query' || location === 'req.path') return judgeUrl(inspected)
  if (location !== 'res.body' && location !== 'res.header') return []
  if (issuesCredentials(watched.exchange)) return []
  return inspected.candidates.flatMap((candidate) => {
    const score = inResponse.get(candidate.type)
    if (score === undefined || !candidate.strong) return []
    return [sighting(inspected, candidate, score, `${watched.service.name} answered with`)]
  })
}

function judgeUrl(inspected: InspectedLeaf): readonly Sighting[] {
  if (signedParameter.test(inspected.leaf.key)) return []
  return inspected.candidates
    .filter((candidate) => candidate.strong && urlSecrets.test(candidate.type))
    .map((candidate) => {
      const score = publicInUrl.get(candidate.type) ?? inUrl
      return sighting(inspected, candidate, score, 'the URL carries')
    })
}

function sighting(
  inspected: InspectedLeaf,
  candidate: Candidate,
  score: number,
  opening: string,
): Sighting {
  const { location, leaf } = inspected
  const masked = maskValue(leaf.text.slice(candidate.start, candidate.end), candidate.type)
  return {
    score,
    field: { in: location, path: leaf.pointer },
    why: `${opening} ${candidate.type} ${masked} in ${location} ${leaf.pointer}`,
    scope: `${candidate.type} ${location} ${leaf.path}`,
  }
}

/** Credentials of a role belong to a machine, so outside it each answer is a leak. */
function roleCredentials(watched: Watched): readonly Sighting[] {
  if (issuesCredentials(watched.exchange)) return []
  return roleKeys(watched.inspection).map(({ location, pointer, path, keyId }) => ({
    score: inResponse.get('SECRET_AWS_ROLE_CREDENTIALS') ?? 1,
    field: { in: location, path: pointer },
    why: `${watched.service.name} answered ${watched.identity.clientAddress} with the credentials of a cloud role`,
    scope: `SECRET_AWS_ROLE_CREDENTIALS ${location} ${path}`,
    // Its later use, from wherever, belongs to this leak.
    ...(keyId === null ? {} : { leaked: { kind: 'sigv4' as const, secret: keyId } }),
  }))
}
