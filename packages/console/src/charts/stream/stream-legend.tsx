import type { ReactElement } from 'react'
import type { Lens } from '../../app/decode-search.ts'
import { kindWords } from '../../words/names.ts'

const kinds = ['secret', 'money', 'person', 'contact'] as const

/** What the colours of the stream mean under the chosen lens. */
export function StreamLegend({
  lens,
  flagged,
}: {
  readonly lens: Lens
  readonly flagged: boolean
}): ReactElement {
  return (
    <p className="legend small dim">
      {lens === 'leaves' &&
        kinds.map((kind) => (
          <span key={kind}>
            <i className={`ink ${kind}`} />
            {kindWords[kind]}
          </span>
        ))}
      {lens === 'errors' && (
        <span>
          <i className="ink failing" />
          failed
        </span>
      )}
      <span>
        <i className="ink water" />
        {lens === 'leaves' ? 'nothing sensitive' : 'calls'}
      </span>
      {flagged && (
        <span>
          <i className="ink flagged" />
          raised a finding
        </span>
      )}
    </p>
  )
}
