/** A point of a drawing, in pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** One decimal is a tenth of a pixel: enough for a screen, short in the page. */
export function pixel(value: number): string {
  return (Math.round(value * 10) / 10).toString()
}

/** From one point to the next with level ends; `M` where the path begins. */
export function levelCurve(from: Point, to: Point): string {
  const middle = pixel((from.x + to.x) / 2)
  return `C${middle} ${pixel(from.y)} ${middle} ${pixel(to.y)} ${pixel(to.x)} ${pixel(to.y)}`
}

/**
 * A line through all points without overshoot: tangents are zero at extremes and limited elsewhere
 * (monotone cubic; Fritsch and Carlson, SIAM J. Numer. Anal. 17, 1980).
 */
export function smoothLine(points: readonly Point[]): string {
  const [first] = points
  if (first === undefined) return ''
  const slopes = tangents(points)
  let path = `M${pixel(first.x)} ${pixel(first.y)}`
  for (let index = 1; index < points.length; index += 1) {
    const from = points[index - 1] ?? first
    const to = points[index] ?? first
    const third = (to.x - from.x) / 3
    const [leave = 0, arrive = 0] = [slopes[index - 1], slopes[index]]
    path += `C${pixel(from.x + third)} ${pixel(from.y + third * leave)} ${pixel(to.x - third)} ${pixel(to.y - third * arrive)} ${pixel(to.x)} ${pixel(to.y)}`
  }
  return path
}

function tangents(points: readonly Point[]): readonly number[] {
  const secants: number[] = []
  for (let index = 1; index < points.length; index += 1) {
    const from = points[index - 1]
    const to = points[index]
    if (from === undefined || to === undefined) continue
    const run = to.x - from.x
    secants.push(run === 0 ? 0 : (to.y - from.y) / run)
  }
  return points.map((_, index) => {
    const before = secants[index - 1]
    const after = secants[index]
    if (before === undefined) return after ?? 0
    if (after === undefined) return before
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after)
  })
}
