import type { ReactElement } from 'react'

/** A share as a bar; its words stand beside it. */
export function Meter({
  share,
  label,
}: {
  readonly share: number
  readonly label: string
}): ReactElement {
  return (
    <span className="meter" role="img" aria-label={label}>
      <i style={{ width: `${Math.max(share > 0 ? 1 : 0, Math.round(share * 100))}%` }} />
    </span>
  )
}
