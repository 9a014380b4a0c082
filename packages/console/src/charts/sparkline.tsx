import type { ReactElement } from 'react'
import { smoothLine } from './curve.ts'

interface SparklineProps {
  /** In the order of time; no axis, so only the shape is shown. */
  readonly values: readonly number[]
  readonly warm?: boolean
  readonly width?: number
  readonly height?: number
}

/** The shape of a series, from zero to its largest value; the number stands beside it. */
export function Sparkline({
  values: all,
  warm = false,
  width = 84,
  height = 22,
}: SparklineProps): ReactElement | null {
  // Before the first call there was nothing to measure.
  const values = all.slice(
    Math.max(
      0,
      all.findIndex((value) => value > 0),
    ),
  )
  if (values.length < 4) return null
  const most = Math.max(...values, 0)
  const step = width / (values.length - 1)
  const points = values.map((value, index) => ({
    x: index * step,
    y: most === 0 ? height - 2 : height - 2 - (value / most) * (height - 5),
  }))
  const line = smoothLine(points)
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path d={`${line}V${height}H0Z`} fill="var(--flow-1)" />
      <path
        d={line}
        fill="none"
        stroke={warm ? 'var(--medium)' : 'var(--flow-4)'}
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
    </svg>
  )
}
