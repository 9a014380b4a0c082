import type { LeafKind } from '@weir/schema'

export interface ObjectLeaf {
  readonly key: string
  readonly text: string
  readonly kind: LeafKind
}

const latitudeKeys = /^(?:lat|latitude|geo_?lat|location_?lat|breitengrad|latitud|y_?coord)$/i
const longitudeKeys =
  /^(?:lng|lon|long|longitude|geo_?(?:lng|lon|long)|location_?(?:lng|lon|long)|laengengrad|longitud|x_?coord)$/i
const decimal = /^-?\d{1,3}(?:\.\d{1,17})?$/
const leastDecimals = 3

function coordinate(leaf: ObjectLeaf | undefined, bound: number): number | null {
  if (leaf === undefined || !decimal.test(leaf.text)) return null
  const value = Number(leaf.text)
  return Math.abs(value) <= bound ? value : null
}

function decimals(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}

/** A latitude and a longitude beside each other, at least one precise to about a street. */
export function hasPosition(leaves: readonly ObjectLeaf[]): boolean {
  const latitude = leaves.find((leaf) => latitudeKeys.test(leaf.key))
  const longitude = leaves.find((leaf) => longitudeKeys.test(leaf.key))
  const [north, east] = [coordinate(latitude, 90), coordinate(longitude, 180)]
  if (latitude === undefined || longitude === undefined || north === null || east === null)
    return false
  if (north === 0 && east === 0) return false
  return Math.max(decimals(latitude.text), decimals(longitude.text)) >= leastDecimals
}

const pair =
  /^\s{0,4}[([]?\s{0,2}(-?\d{1,2}\.\d{3,17})\s{0,2}[,;]\s{0,2}(-?\d{1,3}\.\d{3,17})\s{0,2}[)\]]?\s{0,4}$/

/** `48.85837, 2.294481` in one text. */
export function isPositionText(text: string): boolean {
  const match = pair.exec(text)
  if (match === null) return false
  return Math.abs(Number(match[1])) <= 90 && Math.abs(Number(match[2])) <= 180
}
