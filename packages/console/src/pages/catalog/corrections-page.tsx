import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Correction } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { correctionsQuery, undoCorrection } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { EmptyGauge } from '../../parts/icons.tsx'
import { Template } from '../../parts/operation-name.tsx'
import { Answered } from '../../parts/states.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { counted } from '../../words/numbers.ts'

/** Everything people said about how paths are read. */
export function CorrectionsPage(): ReactElement {
  const query = useQuery(correctionsQuery)
  return (
    <Page title="Corrections" above={[{ name: 'Catalog', to: '/catalog' }]} here="Corrections">
      <Answered query={query} rows={6}>
        {({ items }) => (
          <div className="ov">
            <div>
              <h1>
                {items.length === 0
                  ? 'Nobody has corrected anything'
                  : counted(items.length, 'correction')}
              </h1>
              <p className="lead">
                They outweigh what traffic suggests and outlast restarts and upgrades.{' '}
                <code>weir corrections export</code> writes them as a file.
              </p>
            </div>
            {items.length === 0 ? <Nothing /> : <CorrectionTable items={items} />}
          </div>
        )}
      </Answered>
    </Page>
  )
}

function Nothing(): ReactElement {
  return (
    <section className="sheet">
      <div className="empty">
        <EmptyGauge />
        <h2>No correction yet</h2>
        <p>
          On the page of an operation, “Read it otherwise” merges, splits and renames in two clicks.
        </p>
      </div>
    </section>
  )
}

function CorrectionTable({ items }: { readonly items: readonly Correction[] }): ReactElement {
  const now = useNow()
  return (
    <section className="sheet">
      <table className="ft">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Service</th>
            <th scope="col">Path</th>
            <th scope="col">Why</th>
            <th scope="col">By</th>
            <th scope="col">
              <span className="vh">Undo</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>{one.kind}</td>
              <td className="cut">{one.service}</td>
              <td className="mono cut" title={one.template}>
                {one.method} <Template template={one.template} />
              </td>
              <td className="small two cut" title={one.note}>
                {one.note}
              </td>
              <td className="small dim">
                {one.by}, <Ago ms={one.at_ms} now={now} />
              </td>
              <td>
                <Undo id={one.id} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Undo({ id }: { readonly id: string }): ReactElement {
  const client = useQueryClient()
  const undoing = useMutation({
    mutationFn: () => undoCorrection(id),
    onSuccess: () => client.invalidateQueries(),
  })
  return (
    <button
      type="button"
      className="btn s"
      disabled={undoing.isPending}
      title={undoing.error?.message}
      onClick={() => undoing.mutate()}
    >
      Undo
    </button>
  )
}
