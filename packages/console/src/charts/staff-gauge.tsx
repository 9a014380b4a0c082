import type { Severity } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { short } from '../words/numbers.ts'
import { pixel } from './curve.ts'
import { gaugeScale } from './gauge-scale.ts'

interface StaffGaugeProps {
  /** The sentence the drawing shows. */
  readonly label: string
  /** Upper end of what is known. */
  readonly known: number
  readonly seen: number
  readonly severity: Severity
  readonly width?: number
}

const barTop = 16
const barHeight = 8
const barBottom = barTop + barHeight

/** A ruler with the learned range as water and the seen value as a mark. */
export function StaffGauge({
  label,
  known,
  seen,
  severity,
  width = 270,
}: StaffGaugeProps): ReactElement {
  const { place, labels, ticks } = gaugeScale(known, seen)
  const inner = width - 16
  const at = (value: number): number => 1 + place(value) * (inner - 2)
  const mark = at(seen)
  const colour = `var(--${severity})`
  return (
    <svg width={width} height="44" viewBox={`0 0 ${width} 44`} role="img" aria-label={label}>
      <rect x="0" y={barTop} width={inner} height={barHeight} fill="var(--track)" />
      <rect x="0" y={barTop} width={pixel(at(known))} height={barHeight} fill="var(--flow-3)" />
      <path
        d={`M${pixel(at(known))} ${barTop}v${barHeight}`}
        stroke="var(--water)"
        strokeWidth="2"
      />
      {ticks.map((value) => (
        <path key={value} d={`M${pixel(at(value))} ${barBottom}v3`} stroke="var(--line-strong)" />
      ))}
      {labels.map((value, index) => (
        <g key={value}>
          <path d={`M${pixel(at(value))} ${barBottom}v6`} stroke="var(--ink-3)" />
          <text x={pixel(at(value))} y="41" textAnchor={index === 0 ? 'start' : 'middle'}>
            {short(value)}
          </text>
        </g>
      ))}
      <path d={`M${pixel(mark)} ${barTop - 8}V${barBottom}`} stroke={colour} strokeWidth="2" />
      <path d={`M${pixel(mark - 4.5)} ${barTop - 10}h9l-4.5 6z`} fill={colour} />
    </svg>
  )
}
