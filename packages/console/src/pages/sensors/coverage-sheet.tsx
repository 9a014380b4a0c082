import { useQuery } from '@tanstack/react-query'
import type { ApiSymptom } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { coverageQuery } from '../../api/queries.ts'
import { SeverityMark } from '../../parts/severity.tsx'
import { Answered } from '../../parts/states.tsx'

/** Why a call may not be shown, and what to do about it. */
export function CoverageSheet(): ReactElement {
  const query = useQuery(coverageQuery)
  return (
    <section className="sheet" aria-labelledby="coverage">
      <header>
        <h2 id="coverage">Why a call may not be shown</h2>
        <span className="dim">worst first; weir doctor says the same</span>
      </header>
      <Answered query={query} rows={3}>
        {({ symptoms }) =>
          symptoms.length === 0 ? (
            <p className="dim pad">
              Nothing keeps calls from being shown. One is missing all the same?{' '}
              <code>weir sensor check NAME URL</code> follows a call through its host.
            </p>
          ) : (
            <ul className="rowlist symptoms">
              {symptoms.map((symptom) => (
                <Row key={`${symptom.id} ${symptom.about} ${symptom.what}`} symptom={symptom} />
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  )
}

function Row({ symptom }: { readonly symptom: ApiSymptom }): ReactElement {
  const { level, about, what, todo } = symptom
  return (
    <li>
      <SeverityMark
        severity={level === 'bad' ? 'high' : 'low'}
        word={level === 'bad' ? 'Missing' : 'Note'}
      />
      <b className="cut" title={about}>
        {about}
      </b>
      <div>
        {what}
        <p className="small dim">{todo}</p>
      </div>
    </li>
  )
}
