import type { Balance } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { grouped } from '../words/numbers.ts'

/** received = analysed + held + dropped, drawn as one stream with its outlets; numbers are exact. */
export function BalanceStream({ balance }: { readonly balance: Balance }): ReactElement {
  const { received, analysed, held, dropped } = balance
  return (
    <svg
      viewBox="0 0 744 108"
      width="100%"
      role="img"
      aria-label={`Received ${grouped(received)} equals analysed ${grouped(analysed)} plus held ${grouped(held)} plus dropped ${grouped(dropped)}`}
    >
      <defs>
        <linearGradient id="water-balance" x1="0" x2="1">
          <stop stopColor="var(--flow-3)" />
          <stop offset="1" stopColor="var(--flow-2)" />
        </linearGradient>
      </defs>
      <path d="M0 26H744V80H0Z" fill="url(#water-balance)" />
      {dropped > 0 && (
        <path
          d="M300 80C330 80 330 97 360 97H372"
          fill="none"
          stroke="var(--medium)"
          strokeWidth="2"
        />
      )}
      {held > 0 && (
        <path
          d="M470 80C500 80 500 97 530 97H600"
          fill="none"
          stroke="var(--flow-5)"
          strokeWidth="1.5"
        />
      )}
      <rect x="216" y="16" width="8" height="10" rx="1" fill="var(--ink-2)" />
      <rect x="216" y="80" width="8" height="20" rx="1" fill="var(--ink-2)" />
      <text x="230" y="14" className="lab">
        limits and queues
      </text>
      <Number x={12} name="received" value={received} />
      <Number x={730} name="analysed" value={analysed} isEnd />
      <text x="378" y="101" className={dropped > 0 ? 'outlet lost' : 'outlet'}>
        {grouped(dropped)} dropped
      </text>
      <text x="606" y="101" className="outlet">
        {grouped(held)} held, moving
      </text>
    </svg>
  )
}

interface NumberProps {
  readonly x: number
  readonly name: string
  readonly value: number
  readonly isEnd?: boolean
}

function Number({ x, name, value, isEnd = false }: NumberProps): ReactElement {
  const anchor = isEnd ? 'end' : 'start'
  return (
    <>
      <text x={x} y="48" textAnchor={anchor} className="on-water">
        {name}
      </text>
      <text x={x} y="67" textAnchor={anchor} className="on-water sum">
        {grouped(value)}
      </text>
    </>
  )
}
