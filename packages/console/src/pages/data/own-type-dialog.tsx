import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OwnTypeView } from '@weir/schema/api'
import type { FormEvent, ReactElement } from 'react'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { defineOwnType } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { bodyOf, draftOf, emptyDraft, type Refusal, refusalOf } from './own-type-draft.ts'
import { OwnTypeFields } from './own-type-fields.tsx'

interface OwnTypeDialogProps {
  /** The one that is defined anew; null for a new one. */
  readonly known: OwnTypeView | null
  readonly close: () => void
}

/** Defines a type; what the API refuses is said beside its field. */
export function OwnTypeDialog({ known, close }: OwnTypeDialogProps): ReactElement {
  const client = useQueryClient()
  const [draft, setDraft] = useState(known === null ? emptyDraft : draftOf(known))
  const defining = useMutation({
    mutationFn: () => defineOwnType(bodyOf(draft)),
    onSuccess: async () => {
      close()
      await client.invalidateQueries()
    },
  })
  const refusal = refusalIn(defining.error)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    defining.mutate()
  }
  const title = known === null ? 'Define a type of data' : `Edit ${known.id}`
  return (
    <Dialog label={title} className="wide" close={close}>
      <header>
        <h2>{title}</h2>
        <div className="sp" />
        <button type="button" className="btn s" onClick={close}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      <form className="pad stack" onSubmit={submit} noValidate>
        <OwnTypeFields
          draft={draft}
          isKnown={known !== null}
          beside={refusal.beside}
          change={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        {refusal.general !== null && (
          <p className="warn" role="alert">
            {refusal.general}
          </p>
        )}
        <div className="row">
          <button type="submit" className="btn pri" disabled={defining.isPending}>
            {known === null ? 'Define it' : 'Keep the change'}
          </button>
          <span className="small dim">
            It is looked for within a second, in calls from then on.
          </span>
        </div>
      </form>
    </Dialog>
  )
}

const nothingRefused: Refusal = { beside: new Map(), general: null }

function refusalIn(error: Error | null): Refusal {
  if (error === null) return nothingRefused
  return refusalOf(error.message, error instanceof ApiError ? error.problem?.problems : undefined)
}
