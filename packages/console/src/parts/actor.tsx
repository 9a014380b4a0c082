import type { ReactElement } from 'react'
import { actorName } from '../words/names.ts'

/** Who acted; a keyed hash is shown as a masked value. */
export function Actor({ actor }: { readonly actor: string }): ReactElement {
  const { kind, name, hash } = actorName(actor)
  if (!hash) return <span title={kind}>{name}</span>
  return (
    <span title={`keyed hash of a ${kind}: ${name}`}>
      {kind}{' '}
      <span className="mask">
        <i aria-hidden="true">••••</i>
        {name.slice(-4)}
      </span>
    </span>
  )
}
