import { Link } from '@tanstack/react-router'
import type { Field, Operation } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { DomainBar } from '../../charts/domain-bar.tsx'
import { Meter } from '../../charts/meter.tsx'
import { DataTypeMark } from '../../parts/data-type.tsx'
import { domainWords } from '../../words/domain.ts'
import { counted, grouped, percent } from '../../words/numbers.ts'
import { CorrectPath } from './correct-path.tsx'
import { fieldKey } from './field-key.ts'
import { ParameterEvidence } from './parameter-evidence.tsx'

interface WhyPanelProps {
  readonly operation: Operation
  readonly field: string | null
}

/** Why a segment is a parameter, and what is known of the chosen field. */
export function WhyPanel({ operation, field }: WhyPanelProps): ReactElement {
  const chosen = operation.fields.find((one) => fieldKey(one) === field)
  const isPath = chosen?.in === 'req.path'
  const parameters = isPath
    ? operation.parameters.filter(({ name }) => name === chosen.path)
    : operation.parameters
  return (
    <aside className="why" aria-label="Why it was learned so">
      {chosen !== undefined && <ChosenField operation={operation} field={chosen} />}
      {(chosen === undefined || isPath) && (
        <>
          <Parameters operation={operation} parameters={parameters} />
          <CorrectPath operation={operation} />
        </>
      )}
    </aside>
  )
}

interface ParametersProps {
  readonly operation: Operation
  readonly parameters: Operation['parameters']
}

function Parameters({ operation, parameters }: ParametersProps): ReactElement {
  if (parameters.length === 0) {
    return (
      <div>
        <h2>Every segment is a word</h2>
        <p className="small two">
          None of the parts of this path changed with the caller or the object, so all of them are
          part of its name.
        </p>
      </div>
    )
  }
  return (
    <>
      {parameters.map(({ name, shape, segment, reason, corrected, evidence }) => (
        <div key={`${segment} ${name}`} className="stack">
          <div>
            <span className="lab">Why is this a parameter</span>
            <h2 className="mono param">{`{${name}}`}</h2>
            <p className="small two">
              {corrected ? 'A person said so. ' : ''}
              {capital(reason)}
            </p>
          </div>
          <ParameterEvidence evidence={evidence} />
          <dl className="facts small">
            <div>
              <dt>Shape</dt>
              <dd>{shape}</dd>
            </div>
            <div>
              <dt>Segment</dt>
              <dd>
                {grouped(segment + 1)} of{' '}
                {counted(operation.template.split('/').length - 1, 'segment')}
              </dd>
            </div>
          </dl>
        </div>
      ))}
    </>
  )
}

interface ChosenFieldProps {
  readonly operation: Operation
  readonly field: Field
}

function ChosenField({ operation, field }: ChosenFieldProps): ReactElement {
  return (
    <div className="stack">
      <div>
        <span className="lab">{field.in}</span>
        <h2 className="mono param">{field.path === '' ? '(whole body)' : field.path}</h2>
      </div>
      <div>
        <p className="small two">{capital(domainWords(field))}</p>
        <DomainBar field={field} />
      </div>
      <dl className="facts small">
        <div>
          <dt>Present</dt>
          <dd>
            {percent(field.presence)} of {counted(operation.calls, 'call')}
          </dd>
        </div>
        <div>
          <dt>Different values</dt>
          <dd>about {grouped(field.distinct)}</dd>
        </div>
        <div>
          <dt>Types</dt>
          <dd>{field.types.join(', ')}</dd>
        </div>
      </dl>
      {field.masked && (
        <p className="small two">Range and values are left out: they would be somebody’s data.</p>
      )}
      <ul className="ev">
        {field.data_types.map(({ type, category, confidence }) => (
          <li key={type}>
            <b>
              <DataTypeMark type={type} category={category} />
              <span className="two">{confidence.toFixed(2)}</span>
            </b>
            <Meter share={confidence} label={`belief ${confidence.toFixed(2)}`} />
          </li>
        ))}
      </ul>
      <Link
        to="/catalog/$operationId"
        params={{ operationId: operation.id }}
        search={(before) => ({ ...before, field: undefined })}
        replace
        className="small"
      >
        Why the path has this shape
      </Link>
    </div>
  )
}

function capital(text: string): string {
  const words = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
  return words.endsWith('.') ? words : `${words}.`
}
