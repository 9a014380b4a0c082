import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import type { Operation } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { operationQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { Template } from '../../parts/operation-name.tsx'
import { Answered } from '../../parts/states.tsx'
import { Tree } from './tree.tsx'
import { OperationHead } from './operation-head.tsx'
import { OperationTabs } from './operation-tabs.tsx'
import { WhyPanel } from './why-panel.tsx'

/** One operation: its fields and their domains, who calls it, and why it is what it is. */
export function OperationPage(): ReactElement {
  const { operationId } = useParams({ from: '/catalog/$operationId' })
  const query = useQuery(operationQuery(operationId))
  const operation = query.data
  const above =
    operation === undefined
      ? [{ name: 'Catalog', to: '/catalog' as const }]
      : [
          { name: 'Catalog', to: '/catalog' as const },
          {
            name: operation.service,
            to: '/catalog' as const,
            search: { service: operation.service },
          },
        ]
  return (
    <Page
      title={operation === undefined ? 'Operation' : `${operation.method} ${operation.template}`}
      above={above}
      here={
        operation === undefined ? (
          'Operation'
        ) : (
          <span className="mono">
            <Template template={operation.template} />
          </span>
        )
      }
      full
      aged={query.isPlaceholderData}
    >
      <div className="bench why3">
        <Tree open={operation?.service ?? null} current={operationId} />
        <Answered query={query} rows={10}>
          {(found) => <OperationSheets key={found.id} operation={found} />}
        </Answered>
      </div>
    </Page>
  )
}

function OperationSheets({ operation }: { readonly operation: Operation }): ReactElement {
  const { tab = 'fields', field, q = '' } = useSearch({ from: '/catalog/$operationId' })
  return (
    <>
      <div className="mid">
        <OperationHead operation={operation} />
        <OperationTabs operation={operation} tab={tab} field={field ?? null} q={q} />
      </div>
      <WhyPanel operation={operation} field={field ?? null} />
    </>
  )
}
