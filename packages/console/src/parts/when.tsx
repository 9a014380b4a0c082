import type { ReactElement } from 'react'
import { useEffect, useState } from 'react'
import { ago, since } from '../words/names.ts'
import { fullTime } from '../words/times.ts'

/** A clock that ticks rarely; for words such as "6 min". */
export function useNow(everyMs = 5_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

interface AgoProps {
  readonly ms: number
  readonly now: number
  /** Within a sentence: `6 min ago`. */
  readonly said?: boolean
}

/** How long ago, with the full time and zone on hover. */
export function Ago({ ms, now, said = false }: AgoProps): ReactElement {
  return (
    <time dateTime={new Date(ms).toISOString()} title={fullTime(ms)}>
      {said ? ago(ms, now) : since(ms, now)}
    </time>
  )
}
