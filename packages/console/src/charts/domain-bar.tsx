import type { Field } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { pixel } from './curve.ts'

const width = 150
const cell = 5
const cells = width / cell

/** A domain as a bar: the range of numbers, shares of an enumeration, fixed and free characters. */
export function DomainBar({ field }: { readonly field: Field }): ReactElement {
  return (
    <svg width={width} height="9" viewBox={`0 0 ${width} 9`} aria-hidden="true">
      <Inside field={field} />
    </svg>
  )
}

function Inside({ field }: { readonly field: Field }): ReactElement {
  const { minimum, maximum, enumeration, masked } = field
  if (masked) return <rect y="2" width={width} height="5" rx="1" fill="var(--track)" />
  if (enumeration !== null && enumeration.length > 0) return <Shares count={enumeration.length} />
  if (minimum !== null && maximum !== null) return <Range minimum={minimum} maximum={maximum} />
  return <Characters field={field} />
}

/** Values of an enumeration as equal pieces: how often each came is not kept. */
function Shares({ count }: { readonly count: number }): ReactElement {
  const shown = Math.min(count, cells / 2)
  const piece = width / shown
  return (
    <>
      {Array.from({ length: shown }, (_, index) => (
        <rect
          key={index}
          x={pixel(index * piece)}
          y="2"
          width={pixel(piece - 1.5)}
          height="5"
          rx="1"
          fill={index === 0 ? 'var(--flow-4)' : 'var(--flow-3)'}
        />
      ))}
    </>
  )
}

/** On a ruler from 0, or around it, to the next round number. */
function Range({
  minimum,
  maximum,
}: {
  readonly minimum: number
  readonly maximum: number
}): ReactElement {
  const reach = Math.max(Math.abs(minimum), Math.abs(maximum), 1)
  const top = roundUp(reach)
  const bottom = minimum < 0 ? -top : 0
  const at = (value: number): number => ((value - bottom) / (top - bottom)) * width
  const from = at(minimum)
  const to = Math.max(at(maximum), from + 2)
  return (
    <>
      <rect y="2" width={width} height="5" rx="1" fill="var(--track)" />
      <rect x={pixel(from)} y="2" width={pixel(to - from)} height="5" rx="1" fill="var(--flow-3)" />
      <path d={`M${pixel(from)} 0v9M${pixel(to)} 0v9`} stroke="var(--flow-5)" strokeWidth="1.5" />
    </>
  )
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const digit = [1, 2, 5, 10].find((step) => step * power >= value) ?? 10
  return digit * power
}

/** One cell a character, up to thirty: always there, sometimes there, never. */
function Characters({ field }: { readonly field: Field }): ReactElement {
  const { min_length: least, max_length: most } = field
  const scale = Math.max(1, (most ?? 0) / cells)
  const always = Math.ceil((least ?? 0) / scale)
  const ever = Math.ceil((most ?? 0) / scale)
  return (
    <>
      {Array.from({ length: cells }, (_, index) => (
        <rect
          key={index}
          x={index * cell}
          y="2"
          width={cell - 1}
          height="5"
          rx=".5"
          fill={index < always ? 'var(--flow-4)' : index < ever ? 'var(--flow-2)' : 'var(--track)'}
        />
      ))}
    </>
  )
}
