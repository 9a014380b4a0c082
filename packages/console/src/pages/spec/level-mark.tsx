import type { Severity, SpecLevel } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { SeverityMark } from '../../parts/severity.tsx'

const levels: Readonly<Record<SpecLevel, { readonly severity: Severity; readonly word: string }>> =
  {
    error: { severity: 'high', word: 'Error' },
    warning: { severity: 'medium', word: 'Warning' },
    note: { severity: 'low', word: 'Note' },
  }

export function LevelMark({ level }: { readonly level: SpecLevel }): ReactElement {
  return <SeverityMark {...levels[level]} />
}
