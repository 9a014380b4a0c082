import type { NewCorrection, Operation } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useState } from 'react'
import { CorrectionDialog } from './correction-dialog.tsx'
import { draftsFor, ignored, renamed } from './segment-drafts.ts'

/** Where a person says that a path is to be read otherwise. */
export function CorrectPath({ operation }: { readonly operation: Operation }): ReactElement {
  const [draft, setDraft] = useState<NewCorrection | null>(null)
  return (
    <section className="stack" aria-labelledby="correct">
      <div>
        <h2 id="correct">Read it otherwise</h2>
        <p className="small two">
          What you say outweighs the evidence, for ever. You see first what it changes.
        </p>
      </div>
      <div className="row">
        {draftsFor(operation).map(({ label, correction }) => (
          <button
            key={`${correction.kind} ${correction.template}`}
            type="button"
            className="btn s"
            title={`${correction.kind} ${correction.template}`}
            onClick={() => setDraft(correction)}
          >
            {label}
          </button>
        ))}
        {operation.parameters.map(({ name, segment }) => (
          <button
            key={`rename ${segment}`}
            type="button"
            className="btn s"
            onClick={() => setDraft(renamed(operation, segment, name))}
          >
            Rename {`{${name}}`}
          </button>
        ))}
        <button type="button" className="btn s" onClick={() => setDraft(ignored(operation))}>
          Ignore it
        </button>
      </div>
      {draft !== null && <CorrectionDialog draft={draft} close={() => setDraft(null)} />}
    </section>
  )
}
