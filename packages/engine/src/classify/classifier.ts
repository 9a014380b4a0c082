import type { LeafKind } from '@weir/schema'
import { limits } from '../limits.ts'
import {
  addMatch,
  candidate,
  type Candidate,
  type Detector,
  type LeafContext,
  type Scan,
} from './detector.ts'
import { detectAddresses } from './detectors/addresses.ts'
import { cardDetectors } from './detectors/cards.ts'
import { detectInlinePasswords, detectNamedCredentials } from './detectors/credentials.ts'
import { detectCrypto } from './detectors/crypto.ts'
import { detectBirthDates } from './detectors/dates.ts'
import { deviceDetectors } from './detectors/devices.ts'
import { detectEmail } from './detectors/email.ts'
import { detectIdentityNumbers } from './detectors/identity-numbers.ts'
import { detectNetworkAddresses } from './detectors/network.ts'
import { detectPeople } from './detectors/people.ts'
import { detectPhones } from './detectors/phones.ts'
import { hasPosition, isPositionText, type ObjectLeaf } from './detectors/places.ts'
import { detectIssuedSecrets } from './detectors/secrets.ts'
import { readKey } from './key-words.ts'
import { builtInTypes, type DataTypes } from './own-types.ts'
import { readFeatures, type TextFeatures } from './text-features.ts'

export type { Candidate, LeafContext } from './detector.ts'
export type { ObjectLeaf } from './detectors/places.ts'

export interface Classifier {
  /** What one leaf may be. */
  leaf(text: string, kind: LeafKind, context: LeafContext): readonly Candidate[]
  /** What the leaves of one object are together; the candidates belong to the object. */
  object(leaves: readonly ObjectLeaf[], context: LeafContext): readonly Candidate[]
}

const detectPositionText: Detector = (scan, found) => {
  if (scan.features.dots !== 2 || !isPositionText(scan.text)) return
  addMatch(scan, found, 0, scan.text.length, { type: 'GEO', alone: 0.75, named: 0.9 })
}

const detectors: readonly Detector[] = [
  detectEmail,
  detectIssuedSecrets,
  detectNamedCredentials,
  detectInlinePasswords,
  detectCrypto,
  ...cardDetectors,
  detectIdentityNumbers,
  detectNetworkAddresses,
  detectBirthDates,
  detectPhones,
  detectPositionText,
  ...deviceDetectors,
  detectAddresses,
  detectPeople,
]

const none: readonly Candidate[] = []
const shortestText = 2

export function createClassifier(types: DataTypes = builtInTypes): Classifier {
  return {
    leaf: (text, kind, context) => classifyLeaf(text, kind, context, types),
    object: classifyObject,
  }
}

function classifyLeaf(
  text: string,
  kind: LeafKind,
  context: LeafContext,
  { detect: detectOwn }: DataTypes,
): readonly Candidate[] {
  if (text.length < shortestText || kind === 'boolean' || kind === 'null') return none
  const searched =
    text.length > limits.classifiedChars ? text.slice(0, limits.classifiedChars) : text
  const features = readFeatures(searched)
  const reading = readKey(context.key, context.parentKey)
  const plain = reading.named.size === 0 && isPlain(features)
  if (plain && detectOwn === null) return none
  const scan: Scan = { text: searched, kind, features, reading, context }
  const found: Candidate[] = []
  if (!plain) for (const detect of detectors) detect(scan, found)
  detectOwn?.(scan, found)
  return found.length < 2 ? found : settle(found)
}

/** Lower-case words: nothing to look for without a telling name. */
function isPlain(features: TextFeatures): boolean {
  if (features.digits > 0 || features.uppers > 0 || features.hasAt) return false
  return features.longestWord < 14 && features.colons < 2
}

/** Where spans overlap the most believed one stays, the longer one among equals; weak ones may share. */
function settle(found: Candidate[]): readonly Candidate[] {
  const ordered = found.sort(
    (left, right) =>
      right.confidence - left.confidence || right.end - right.start - (left.end - left.start),
  )
  const kept: Candidate[] = []
  for (const next of ordered) {
    if (kept.length >= limits.candidatesPerText) break
    if (!kept.some((other) => isCovered(next, other))) kept.push(next)
  }
  return kept
}

function isCovered(next: Candidate, other: Candidate): boolean {
  if (next.start >= other.end || other.start >= next.end) return false
  if (next.type === other.type) return next.confidence > 0 || other.confidence > 0
  return other.strong && next.confidence > 0
}

const accessKeyId = /^access_?key_?id$/i
const secretKey = /^secret_?access_?key$/i
const sessionToken = /^(?:session_?)?token$/i

function hasRoleCredentials(leaves: readonly ObjectLeaf[]): boolean {
  const id = leaves.find((leaf) => accessKeyId.test(leaf.key))
  const isKey = id !== undefined && /^A[SK]IA[A-Z2-7]{16}$/.test(id.text)
  return (
    isKey &&
    leaves.some((leaf) => secretKey.test(leaf.key)) &&
    leaves.some((leaf) => sessionToken.test(leaf.key))
  )
}

function isServiceAccount(leaves: readonly ObjectLeaf[]): boolean {
  const isAccount = leaves.some((leaf) => leaf.key === 'type' && leaf.text === 'service_account')
  return isAccount && leaves.some((leaf) => leaf.key === 'private_key')
}

function classifyObject(leaves: readonly ObjectLeaf[], context: LeafContext): readonly Candidate[] {
  if (leaves.length < 2) return none
  const found: Candidate[] = []
  const opposed = readKey(context.key, '').words.some((word) =>
    /^(?:bounds|viewport|pixel|screen|canvas)$/.test(word),
  )
  if (!opposed && hasPosition(leaves)) found.push(candidate('GEO', 0.95, 0, 0))
  if (hasRoleCredentials(leaves)) found.push(candidate('SECRET_AWS_ROLE_CREDENTIALS', 0.99, 0, 0))
  if (isServiceAccount(leaves)) found.push(candidate('SECRET_GCP', 0.99, 0, 0))
  return found
}
