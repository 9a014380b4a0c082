import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import type { OwnTypeView } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useState } from 'react'
import { ownTypesQuery, removeOwnType } from '../../api/queries.ts'
import { DataTypeMark } from '../../parts/data-type.tsx'
import { Answered } from '../../parts/states.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { grouped } from '../../words/numbers.ts'
import { OwnTypeDialog } from './own-type-dialog.tsx'

/** Types of data that people here defined, and the way to define one. */
export function OwnTypes(): ReactElement {
  const query = useQuery(ownTypesQuery)
  const [open, setOpen] = useState<OwnTypeView | 'new' | null>(null)
  return (
    <section className="sheet" aria-labelledby="own-types">
      <header>
        <h2 id="own-types">Your own types</h2>
        {query.data !== undefined && <span className="dim">{grouped(query.data.total)}</span>}
        <span className="sp" />
        <button type="button" className="btn" onClick={() => setOpen('new')}>
          <Plus size={14} strokeWidth={1.6} aria-hidden="true" />
          Define a type
        </button>
      </header>
      <Answered query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="pad two">
              A customer number, a badge, a project code: data only you can describe. Give a pattern
              or the names of its fields, and Weir looks for it in every call from then on.
            </p>
          ) : (
            <OwnTypesTable items={items} edit={setOpen} />
          )
        }
      </Answered>
      {open !== null && (
        <OwnTypeDialog known={open === 'new' ? null : open} close={() => setOpen(null)} />
      )}
    </section>
  )
}

interface OwnTypesTableProps {
  readonly items: readonly OwnTypeView[]
  readonly edit: (type: OwnTypeView) => void
}

function OwnTypesTable({ items, edit }: OwnTypesTableProps): ReactElement {
  const now = useNow()
  return (
    <table className="own-types">
      <thead>
        <tr>
          <th scope="col">Type</th>
          <th scope="col">Sensitivity</th>
          <th scope="col">Pattern</th>
          <th scope="col">Names of fields</th>
          <th scope="col">Defined</th>
          <th scope="col">
            <span className="vh">Edit or remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((type) => (
          <tr key={type.id}>
            <td>
              <DataTypeMark type={type.id} category={type.category} />
              <span className="second">{type.summary}</span>
            </td>
            <td className="small">{type.sensitivity}</td>
            <td className="mono cut" title={type.pattern ?? undefined}>
              {type.pattern ?? '–'}
            </td>
            <td className="small cut" title={type.keys.join(', ')}>
              {type.keys.length === 0 ? '–' : type.keys.join(', ')}
            </td>
            <td className="small dim">
              <Ago ms={type.at_ms} now={now} said /> by {type.by}
            </td>
            <td>
              <span className="row end">
                <button
                  type="button"
                  className="btn s"
                  aria-label={`Edit ${type.id}`}
                  onClick={() => edit(type)}
                >
                  Edit
                </button>
                <Remove id={type.id} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** It can be defined again, so it does not ask. */
function Remove({ id }: { readonly id: string }): ReactElement {
  const client = useQueryClient()
  const removing = useMutation({
    mutationFn: () => removeOwnType(id),
    onSuccess: () => client.invalidateQueries(),
  })
  return (
    <button
      type="button"
      className="btn s"
      aria-label={`Remove ${id}`}
      disabled={removing.isPending}
      title={removing.error?.message}
      onClick={() => removing.mutate()}
    >
      Remove
    </button>
  )
}
