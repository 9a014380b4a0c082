import { levelCurve, pixel } from '../curve.ts'
import type { Ribbon } from './stream-layout.ts'

/** The part of a ribbon between two shares of its width, as a closed path. */
export function ribbonPath({ stations, width }: Ribbon, from: number, to: number): string {
  const top = (from - 0.5) * width
  const bottom = (to - 0.5) * width
  return `${edge(stations, top, 'M')}${edge(stations.toReversed(), bottom, 'L', true)}Z`
}

/** The middle of a ribbon, for a thread along it. */
export function ribbonMiddle({ stations }: Ribbon): string {
  return edge(stations, 0, 'M')
}

/** A ribbon that goes back: out of one side and into the same side again. */
export function bowPath({ bow }: Ribbon): string {
  if (bow === null) return ''
  const { x, fromY, toY, side } = bow
  const reach = x + side * Math.min(44, 14 + Math.abs(toY - fromY) / 3)
  return `M${pixel(x)} ${pixel(fromY)}C${pixel(reach)} ${pixel(fromY)} ${pixel(reach)} ${pixel(toY)} ${pixel(x)} ${pixel(toY)}`
}

/** A ribbon begins and ends at a box's side, and crosses everything between level. */
function edge(
  stations: Ribbon['stations'],
  offset: number,
  begin: 'M' | 'L',
  isBackward = false,
): string {
  let path = ''
  for (const [index, { left, right, y }] of stations.entries()) {
    const leave = isBackward ? left : right
    const next = stations[index + 1]
    if (index === 0) path += `${begin}${pixel(leave)} ${pixel(y + offset)}`
    else if (next !== undefined) path += `H${pixel(leave)}`
    if (next === undefined) continue
    const arrive = isBackward ? next.right : next.left
    path += levelCurve({ x: leave, y: y + offset }, { x: arrive, y: next.y + offset })
  }
  return path
}
