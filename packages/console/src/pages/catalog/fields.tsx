import { Link } from '@tanstack/react-router'
import type { Field, Operation } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { DomainBar } from '../../charts/domain-bar.tsx'
import { DataTypeMark } from '../../parts/data-type.tsx'
import { domainWords } from '../../words/domain.ts'
import { percent } from '../../words/numbers.ts'
import { fieldKey } from './field-key.ts'

interface FieldsProps {
  readonly operation: Operation
  readonly chosen: string | null
  readonly q: string
}

/** Drawn at once; the rest is asked for. An operation may have thousands. */
const most = 200

/** Every field with what it has carried. */
export function Fields({ operation, chosen, q }: FieldsProps): ReactElement {
  const wanted = q.toLowerCase()
  const fields = operation.fields.filter(({ path }) => path.toLowerCase().includes(wanted))
  const shown = fields.slice(0, most)
  const groups = [
    { title: 'Request', fields: shown.filter((field) => field.in.startsWith('req')) },
    { title: 'Response', fields: shown.filter((field) => field.in.startsWith('res')) },
  ]
  if (fields.length === 0) {
    return (
      <p className="dim">
        {operation.fields.length === 0
          ? 'No field yet: its calls carry no parameters and no readable body.'
          : 'No field matches.'}
      </p>
    )
  }
  return (
    <section className="sheet">
      <table className="ft">
        <thead>
          <tr>
            <th scope="col">In</th>
            <th scope="col">Field</th>
            <th scope="col">Learned domain</th>
            <th scope="col">Data type</th>
            <th scope="col" className="num">
              Present
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) =>
            group.fields.length === 0
              ? null
              : [
                  <tr key={group.title} className="sec">
                    <th colSpan={5} scope="colgroup">
                      {group.title}
                    </th>
                  </tr>,
                  ...group.fields.map((field) => (
                    <FieldRow
                      key={fieldKey(field)}
                      operation={operation}
                      field={field}
                      chosen={chosen}
                    />
                  )),
                ],
          )}
        </tbody>
      </table>
      {fields.length > most && (
        <p className="small dim pad">
          The first {most} of {fields.length} fields. The API has all: GET /api/v1/operations.
        </p>
      )}
    </section>
  )
}

interface FieldRowProps {
  readonly operation: Operation
  readonly field: Field
  readonly chosen: string | null
}

function FieldRow({ operation, field, chosen }: FieldRowProps): ReactElement {
  const key = fieldKey(field)
  const words = domainWords(field)
  return (
    <tr className={key === chosen ? 'on' : undefined}>
      <td className="small dim">{field.in.slice(4)}</td>
      <td className="cut">
        <Link
          to="/catalog/$operationId"
          params={{ operationId: operation.id }}
          search={(before) => ({ ...before, field: key })}
          replace
          className="mono fieldlink"
          title={field.path}
          data-row
        >
          {field.path === '' ? '(whole body)' : field.path}
        </Link>
      </td>
      <td>
        <span className="small dom cut" title={words}>
          {words}
        </span>
        <DomainBar field={field} />
      </td>
      <td>
        <span className="chips">
          {field.data_types.map(({ type, category }) => (
            <DataTypeMark key={type} type={type} category={category} />
          ))}
        </span>
      </td>
      <td className="num small two">{percent(field.presence)}</td>
    </tr>
  )
}
