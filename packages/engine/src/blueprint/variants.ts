import type { FieldLocation } from '@weir/schema'
import type { Container } from '../decode/index.ts'
import type { InspectedLeaf, Inspection } from '../inspect/index.ts'
import { type BottomK, mergeBottomK, newBottomK, touch } from '../lib/bottom-k.ts'
import { bottomK, type Codec } from '../lib/codec.ts'
import { limits } from '../limits.ts'
import { fieldKey } from './keys.ts'
import type { RankOf } from './lessons.ts'

/**
 * The objects at one place whose discriminating member has one value: their members, each seen as often as
 * an object held it.
 */
export type Variant = BottomK<null>

/** Names that tell what kind of object stands there. */
const discriminating =
  /^(?:[@$_]{0,2}(?:type|kind|class|object|event|action|op|operation|method|variant|category|mode|status|result|shape|source|provider|channel)|__typename|\w{1,48}(?:Type|_type|Kind|_kind))$/

/** Names of kinds are words; anything else is data. */
const kindName = /^[A-Za-z_][\w.:/-]{0,31}$/

/** Learns which members objects have, by the value of a member that seems to tell their kind. */
export function learnVariants(
  variants: BottomK<Variant>,
  operation: string,
  inspection: Inspection,
  rankOf: RankOf,
): void {
  const { leaves, request, response } = inspection
  const bodies = [
    { location: 'req.body', containers: request.containers },
    { location: 'res.body', containers: response.containers },
  ] as const
  for (const { location, containers } of bodies) {
    const own = leaves.filter((leaf) => leaf.location === location)
    const telling = tellingLeaves(own, containers)
    if (telling.length === 0) continue
    const members = membersOf(new Set(telling.map(({ leaf }) => leaf.container)), own, containers)
    for (const { leaf } of telling) {
      const key = variantKey(operation, location, leaf.path, leaf.text)
      const entry = touch(variants, key, rankOf, newVariant)
      if (entry === null) continue
      for (const member of members.get(leaf.container) ?? []) {
        touch(entry.value, member, rankOf, () => null)
      }
    }
  }
}

export function variantKey(
  operation: string,
  location: FieldLocation,
  path: string,
  value: string,
): string {
  return `${fieldKey(operation, location, path)}\n${value}`
}

/** One for each object that was read to its end and member that may tell its kind. */
function tellingLeaves(
  leaves: readonly InspectedLeaf[],
  containers: readonly Container[],
): readonly InspectedLeaf[] {
  const found = leaves.filter(isTelling)
  if (found.length === 0) return found
  const whole = new Set(
    containers.flatMap(({ kind, number }) => (kind === 'object' ? [number] : [])),
  )
  const told = new Set<string>()
  return found.filter(({ leaf }) => {
    const once = `${leaf.container} ${leaf.path}`
    if (!whole.has(leaf.container) || told.has(once)) return false
    told.add(once)
    return true
  })
}

function isTelling({ leaf, candidates }: InspectedLeaf): boolean {
  return (
    leaf.kind === 'string' &&
    leaf.container >= 0 &&
    candidates.length === 0 &&
    discriminating.test(leaf.key) &&
    !isElement(leaf.path) &&
    kindName.test(leaf.text)
  )
}

function isElement(path: string): boolean {
  return path.endsWith('[]')
}

/** Paths of the members of these objects. */
function membersOf(
  objects: ReadonlySet<number>,
  leaves: readonly InspectedLeaf[],
  containers: readonly Container[],
): ReadonlyMap<number, ReadonlySet<string>> {
  const members = new Map<number, Set<string>>()
  const add = (object: number, path: string): void => {
    if (!objects.has(object) || isElement(path)) return
    const known = members.get(object)
    if (known === undefined) members.set(object, new Set([path]))
    else known.add(path)
  }
  for (const { leaf } of leaves) add(leaf.container, leaf.path)
  for (const { owner, path } of containers) add(owner, path)
  return members
}

function newVariant(): Variant {
  return newBottomK(limits.variantMembers)
}

export function mergeVariants(left: Variant, right: Variant): Variant {
  return mergeBottomK(left, right, () => null)
}

const nothing: Codec<null> = { encode: () => null, decode: () => null }

export const variantCodec: Codec<Variant> = bottomK(nothing, limits.variantMembers)
