import { Link } from '@tanstack/react-router'
import type { Operation } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { type OperationTab, operationTabs } from '../../app/decode-search.ts'
import { grouped } from '../../words/numbers.ts'
import { Callers } from './callers.tsx'
import { Fields } from './fields.tsx'
import { LatestFindings } from './latest-findings.tsx'
import { Volumes } from './volumes.tsx'

interface OperationTabsProps {
  readonly operation: Operation
  readonly tab: OperationTab
  readonly field: string | null
  readonly q: string
}

const tabWords: Readonly<Record<OperationTab, string>> = {
  fields: 'Fields',
  callers: 'Callers',
  volumes: 'Volumes',
  findings: 'Findings',
}

/** Each tab is an address of its own, so that a link opens the same picture. */
export function OperationTabs({ operation, tab, field, q }: OperationTabsProps): ReactElement {
  const counts: Readonly<Record<OperationTab, number | null>> = {
    fields: operation.fields.length,
    callers: operation.callers?.length ?? null,
    volumes: null,
    findings: operation.latest_findings.length,
  }
  return (
    <>
      <nav className="tabs" aria-label="Parts of this operation">
        {operationTabs.map((name) => (
          <Link
            key={name}
            to="/catalog/$operationId"
            params={{ operationId: operation.id }}
            search={(before) => ({ ...before, tab: name })}
            aria-current={name === tab ? 'page' : undefined}
          >
            {tabWords[name]}
            {counts[name] !== null && counts[name] > 0 && (
              <span className="dim"> {grouped(counts[name])}</span>
            )}
          </Link>
        ))}
      </nav>
      {tab === 'fields' && <Fields operation={operation} chosen={field} q={q} />}
      {tab === 'callers' && <Callers operation={operation} />}
      {tab === 'volumes' && <Volumes operation={operation} />}
      {tab === 'findings' && <LatestFindings findings={operation.latest_findings} />}
    </>
  )
}
