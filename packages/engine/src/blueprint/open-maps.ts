import type { FieldLocation } from '@weir/schema'
import { anyKey, memberPath, pathPrefix, pathSteps } from '../decode/index.ts'
import { type FieldStats, mergeFieldStats } from './field-stats.ts'

/** A field as it was learned, under the place its catalog shows. */
export interface PlacedField {
  readonly in: FieldLocation
  readonly path: string
  readonly stats: FieldStats
  /** Several learned places are one here. */
  readonly merged: boolean
}

/** Fewer objects or names than these say nothing about names to come. */
const leastObjects = 8
const leastNames = 8
/** A name most of which objects have is no data. */
const mostShare = 0.34
/** Names that were all seen more than once are data only when there are many, each of them rare. */
const manyNames = 32
const rareShare = 0.1

/** Maps inside maps are found one after another. */
const passes = 3

/**
 * Takes the members of objects whose names are data for one field, `{*}`, where no single name shows it:
 * names keep coming, each object has few of them, and what stands under them is alike.
 */
export function collapseOpenMaps(fields: readonly PlacedField[]): readonly PlacedField[] {
  let collapsed = fields
  for (let pass = 0; pass < passes; pass += 1) {
    const moves = openMembers(collapsed)
    if (moves.size === 0) return collapsed
    collapsed = moved(collapsed, moves)
  }
  return collapsed
}

interface Member {
  readonly path: string
  readonly stats: FieldStats
}

/** New paths of members, by location and path. */
function openMembers(fields: readonly PlacedField[]): ReadonlyMap<string, string> {
  const objects = new Map<string, number>()
  const members = new Map<string, Member[]>()
  for (const { in: location, path, stats } of fields) {
    if (!location.endsWith('.body')) continue
    if (stats.objects >= leastObjects) objects.set(`${location} ${path}`, stats.objects)
    if (stats.held === 0) continue
    const owner = `${location} ${pathPrefix(path, pathSteps(path).length - 1)}`
    const known = members.get(owner)
    if (known === undefined) members.set(owner, [{ path, stats }])
    else known.push({ path, stats })
  }
  const moves = new Map<string, string>()
  for (const [owner, count] of objects) {
    const own = members.get(owner) ?? []
    if (!isOpenMap(own, count)) continue
    const [location, base] = splitOnce(owner)
    for (const { path } of own) moves.set(`${location} ${path}`, memberPath(base, anyKey))
  }
  return moves
}

function splitOnce(text: string): readonly [string, string] {
  const space = text.indexOf(' ')
  return [text.slice(0, space), text.slice(space + 1)]
}

function isOpenMap(members: readonly Member[], objects: number): boolean {
  if (members.length < leastNames) return false
  const held = members.reduce((sum, { stats }) => sum + stats.held, 0)
  const share = held / (members.length * objects)
  const once = members.filter(({ stats }) => stats.held === 1).length
  const keepComing = share <= mostShare && once * 2 >= members.length
  const manyAndRare = share <= rareShare && members.length >= manyNames
  return (keepComing || manyAndRare) && new Set(members.map(kindsOf)).size === 1
}

function kindsOf({ stats }: Member): string {
  const { strings, numbers, booleans, objects, lists } = stats
  return [strings, numbers, booleans, objects, lists].map((count) => (count > 0 ? 1 : 0)).join('')
}

function moved(
  fields: readonly PlacedField[],
  moves: ReadonlyMap<string, string>,
): readonly PlacedField[] {
  const byPlace = new Map<string, PlacedField>()
  for (const field of fields) {
    const path = movedPath(field, moves)
    const key = `${field.in} ${path}`
    const known = byPlace.get(key)
    const stats = known === undefined ? field.stats : mergeFieldStats(known.stats, field.stats)
    const merged = field.merged || path !== field.path
    byPlace.set(key, { in: field.in, path, stats, merged })
  }
  return [...byPlace.values()]
}

function movedPath(
  { in: location, path }: PlacedField,
  moves: ReadonlyMap<string, string>,
): string {
  const { length } = pathSteps(path)
  for (let steps = 1; steps <= length; steps += 1) {
    const prefix = pathPrefix(path, steps)
    const target = moves.get(`${location} ${prefix}`)
    if (target !== undefined) return target + path.slice(prefix.length)
  }
  return path
}
