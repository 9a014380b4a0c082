import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { CorrectionEffect, NewCorrection } from '@weir/schema/api'
import type { FormEvent, ReactElement } from 'react'
import { useState } from 'react'
import { correctionPreviewQuery, createCorrection } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { OperationName } from '../../parts/operation-name.tsx'
import { Answered } from '../../parts/states.tsx'
import { counted } from '../../words/numbers.ts'

interface CorrectionDialogProps {
  readonly draft: NewCorrection
  readonly close: () => void
}

const titles: Readonly<Record<NewCorrection['kind'], string>> = {
  merge: 'This segment is a value',
  split: 'This is a word of the API',
  rename: 'Another name for a parameter',
  ignore: 'Leave it out of all lists',
}

/** Shows what a correction would change, then makes it. */
export function CorrectionDialog({ draft, close }: CorrectionDialogProps): ReactElement {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [template, setTemplate] = useState(draft.template)
  const correction = { ...draft, template }
  const preview = useQuery(correctionPreviewQuery(correction))
  const making = useMutation({
    mutationFn: () => createCorrection(correction),
    onSuccess: async () => {
      close()
      // The operation this was about may be no more: its page is left before anything is asked anew.
      await navigate({ to: '/catalog', search: { service: draft.service } })
      await client.invalidateQueries()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    making.mutate()
  }
  return (
    <Dialog label={titles[draft.kind]} close={close}>
      <header>
        <h2>{titles[draft.kind]}</h2>
        <div className="sp" />
        <button type="button" className="btn s" onClick={close}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      <form className="pad stack" onSubmit={submit}>
        {draft.kind === 'rename' ? (
          <label className="stack">
            <span className="lab">Its name in the last braces</span>
            <span className="field">
              <input
                className="mono"
                value={template}
                onChange={({ target }) => setTemplate(target.value)}
                maxLength={2_048}
                autoComplete="off"
                spellCheck={false}
              />
            </span>
          </label>
        ) : (
          <p className="mono">{template}</p>
        )}
        <Answered query={preview} rows={3}>
          {({ effect }) => <Effect effect={effect} />}
        </Answered>
        {making.error !== null && (
          <p className="warn" role="alert">
            {making.error.message}
          </p>
        )}
        <div className="row">
          <button
            type="submit"
            className="btn pri"
            disabled={making.isPending || preview.data === undefined}
          >
            Correct it
          </button>
        </div>
      </form>
    </Dialog>
  )
}

const most = 12

function Effect({ effect: { gone, made } }: { readonly effect: CorrectionEffect }): ReactElement {
  if (gone.length === 0 && made.length === 0) {
    return <p className="two">No operation changes now. It holds for what comes.</p>
  }
  return (
    <div className="stack">
      <Names title={`${counted(gone.length, 'operation')} gone`} names={gone} />
      <Names title={`${counted(made.length, 'operation')} instead`} names={made} />
    </div>
  )
}

function Names({
  title,
  names,
}: {
  readonly title: string
  readonly names: CorrectionEffect['gone']
}): ReactElement {
  return (
    <div>
      <span className="lab">{title}</span>
      <ul className="plain">
        {names.slice(0, most).map(({ method, template }) => (
          <li key={`${method} ${template}`} className="cut">
            <OperationName method={method} template={template} />
          </li>
        ))}
      </ul>
      {names.length > most && <p className="small dim">and {names.length - most} more</p>}
    </div>
  )
}
