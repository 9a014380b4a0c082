import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { counted, perSecond } from '../../words/numbers.ts'
import { pixel } from '../curve.ts'
import type { Box } from './stream-layout.ts'

/** Letters of a name in the width of a box, at 12 px. */
const letterWidth = 6.7
/** From this height on the rate has a line of its own. */
const tallHeight = 38

interface NodeBoxProps {
  readonly box: Box
  /** Its name without a domain that many share. */
  readonly shown: string
}

/** Somebody in the stream; a service opens its part of the catalog. */
export function NodeBox({ box, shown }: NodeBoxProps): ReactElement {
  const { name, role, folded } = box
  const content = (
    <>
      <title>{wordsOf(box)}</title>
      <Frame box={box} />
      <Label box={box} shown={shown} />
    </>
  )
  if (role === 'caller' || folded.length > 0) return <g>{content}</g>
  return (
    <Link to="/catalog" search={{ service: name }}>
      {content}
    </Link>
  )
}

function wordsOf({ name, folded, perSecond: rate, findings }: Box): string {
  const who = folded.length > 0 ? folded.join(', ') : name
  const found = findings > 0 ? `, ${counted(findings, 'active finding')}` : ''
  return `${who}, ${perSecond(rate)} calls per second${found}`
}

function Frame({ box }: { readonly box: Box }): ReactElement {
  const { role, x, y, width, height, findings } = box
  return (
    <>
      <rect
        x={pixel(x + 0.5)}
        y={pixel(y + 0.5)}
        width={pixel(width - 1)}
        height={pixel(Math.max(1, height - 1))}
        rx="3"
        className={`node ${role}${findings > 0 ? ' hot' : ''}`}
      />
      {role === 'store' && (
        <path
          d={`M${pixel(x + 1)} ${pixel(y + height - 3.5)}H${pixel(x + width - 1)}`}
          stroke="var(--ink-2)"
          strokeWidth="1.5"
        />
      )}
    </>
  )
}

function Label({ box, shown }: NodeBoxProps): ReactElement {
  const { x, y, width, height, findings } = box
  const rate = perSecond(box.perSecond)
  const isTall = height >= tallHeight
  const fit = (taken: number): number => Math.floor((width - 20 - taken) / letterWidth)
  // The name matters more: the rate is in the table below and on hover.
  const hasRate = !isTall && shown.length <= fit(rate.length * 6 + 8)
  const middle = pixel(y + height / 2 + 4)
  return (
    <>
      <text
        x={pixel(x + 9)}
        y={isTall ? pixel(y + 17) : middle}
        className={findings > 0 ? 'name hot' : 'name'}
      >
        {cut(shown, fit(0))}
      </text>
      {isTall && <text x={pixel(x + 9)} y={pixel(y + 31)}>{`${rate}/s`}</text>}
      {hasRate && (
        <text x={pixel(x + width - 9)} y={middle} textAnchor="end">
          {rate}
        </text>
      )}
    </>
  )
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text
}
