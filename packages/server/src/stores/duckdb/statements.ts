import { calls, callsBySeq } from './queries/calls.ts'
import { actorFlow, dataFlow, newDataTypes } from './queries/data.ts'
import { document, documentHistory, documents } from './queries/documents.ts'
import { callers, edges, latency, serviceCallers, traffic } from './queries/traffic.ts'
import { audit, findingVersions, incidentVersions } from './queries/versions.ts'
import type { Statement, StatementName } from './statement.ts'

/** Every query the ledger process runs, by name. */
export const statements: { readonly [Name in StatementName]: Statement<Name> } = {
  'calls-by-seq': callsBySeq,
  calls,
  traffic,
  edges,
  callers,
  'service-callers': serviceCallers,
  'data-flow': dataFlow,
  'new-data-types': newDataTypes,
  'actor-flow': actorFlow,
  latency,
  'finding-versions': findingVersions,
  'incident-versions': incidentVersions,
  audit,
  document,
  documents,
  'document-history': documentHistory,
}
