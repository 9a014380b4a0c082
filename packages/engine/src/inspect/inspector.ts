import type { Exchange, FieldLocation } from '@weir/schema'
import type { Candidate, Classifier, LeafContext } from '../classify/index.ts'
import { type DecodedBody, decodeBody, emptyBody, type Leaf, walkForm } from '../decode/index.ts'
import { type HashSeed, hashHex, hashText } from '../lib/sip-hash.ts'
import { limits } from '../limits.ts'
import { type AttackClass, attackClassOf } from './attack-strings.ts'
import { headerLeaves } from './headers.ts'

/** A leaf with what the walk found in it. `text` never leaves the engine's memory. */
export interface InspectedLeaf {
  readonly location: FieldLocation
  readonly leaf: Leaf
  readonly candidates: readonly Candidate[]
  readonly attack: AttackClass | null
  /** Seeded 64-bit hash of the value in hexadecimal: equal values, equal fingerprints. */
  readonly fingerprint: string
}

/** A type that belongs to a whole object, such as a position. */
export interface InspectedObject {
  readonly location: FieldLocation
  readonly pointer: string
  readonly path: string
  readonly candidates: readonly Candidate[]
}

export interface Inspection {
  readonly leaves: readonly InspectedLeaf[]
  readonly objects: readonly InspectedObject[]
  readonly request: DecodedBody
  readonly response: DecodedBody
  readonly attacked: boolean
}

/** The only pass over a payload. */
export interface Inspector {
  inspect(exchange: Exchange, segments: readonly string[]): Inspection
}

/**
 * The reference implementation: readable, and what a faster one must agree with. It sees every leaf;
 * nothing is sampled.
 */
export function createReferenceInspector(classifier: Classifier, seed: HashSeed): Inspector {
  return {
    inspect: (exchange, segments) => {
      const request = exchange.request === null ? emptyBody : decodeBody(exchange.request)
      const response = exchange.response === null ? emptyBody : decodeBody(exchange.response)
      const sections = sectionsOf(exchange, segments, request, response)
      const leaves = sections.flatMap(({ location, leaves: found }) =>
        found.map((leaf) => inspectLeaf(classifier, seed, location, leaf)),
      )
      return {
        leaves,
        objects: sections.flatMap(({ location, leaves: found }) =>
          inspectObjects(classifier, location, found),
        ),
        request,
        response,
        attacked: pathAttacked(exchange) || leaves.some((leaf) => leaf.attack !== null),
      }
    },
  }
}

/** A traversal spans segments, so the path is looked at whole too. */
function pathAttacked(exchange: Exchange): boolean {
  const path = (exchange.request?.url ?? '').split('?', 1)[0] ?? ''
  return attackClassOf(path) !== null
}

interface Section {
  readonly location: FieldLocation
  readonly leaves: readonly Leaf[]
}

function sectionsOf(
  exchange: Exchange,
  segments: readonly string[],
  request: DecodedBody,
  response: DecodedBody,
): readonly Section[] {
  return [
    { location: 'req.path', leaves: segments.map(segmentLeaf) },
    { location: 'req.query', leaves: queryLeaves(exchange.request?.url ?? '') },
    { location: 'req.header', leaves: headerLeaves(exchange.request?.headers ?? new Map()) },
    { location: 'req.body', leaves: request.leaves },
    { location: 'res.header', leaves: headerLeaves(exchange.response?.headers ?? new Map()) },
    { location: 'res.body', leaves: response.leaves },
  ]
}

/** A path segment stands under its number: which ones are parameters is known only later. */
function segmentLeaf(text: string, index: number, all: readonly string[]): Leaf {
  return {
    pointer: `/${index}`,
    path: String(index),
    key: all[index - 1] ?? '',
    parentKey: '',
    siblings: null,
    container: -1,
    containerPointer: '',
    kind: 'string',
    text,
  }
}

function queryLeaves(url: string): readonly Leaf[] {
  const mark = url.indexOf('?')
  if (mark === -1) return []
  const leaves: Leaf[] = []
  const query = url.slice(mark + 1, mark + 1 + limits.urlChars).split('#', 1)[0] ?? ''
  walkForm(query, (leaf) => leaves.push(leaf) < limits.queryParameters)
  return leaves
}

function inspectLeaf(
  classifier: Classifier,
  seed: HashSeed,
  location: FieldLocation,
  leaf: Leaf,
): InspectedLeaf {
  const request = location.startsWith('req.')
  return {
    location,
    leaf,
    candidates: classifier.leaf(leaf.text, leaf.kind, contextOf(leaf, location)),
    attack: request && leaf.kind === 'string' ? attackClassOf(leaf.text) : null,
    fingerprint: hashHex(hashText(leaf.text, seed)),
  }
}

function contextOf(leaf: Leaf, location: FieldLocation): LeafContext {
  const { key, parentKey, siblings, path } = leaf
  return { key, parentKey, siblings, location, path }
}

/** Small objects are looked at whole: a latitude alone is a number, with a longitude it is a place. */
function inspectObjects(
  classifier: Classifier,
  location: FieldLocation,
  leaves: readonly Leaf[],
): readonly InspectedObject[] {
  const found: InspectedObject[] = []
  for (let from = 0; from < leaves.length; ) {
    const first = leaves[from]
    let to = from + 1
    while (leaves[to]?.container === first?.container) to += 1
    if (first !== undefined && first.container >= 0 && to - from <= limits.smallObject) {
      const candidates = classifier.object(leaves.slice(from, to), contextOf(first, location))
      if (candidates.length > 0) found.push(objectOf(first, location, candidates))
    }
    from = to
  }
  return found
}

function objectOf(
  first: Leaf,
  location: FieldLocation,
  candidates: readonly Candidate[],
): InspectedObject {
  const cut = Math.max(first.path.lastIndexOf('.'), 0)
  return { location, pointer: first.containerPointer, path: first.path.slice(0, cut), candidates }
}
