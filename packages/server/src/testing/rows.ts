import type { Finding, Incident } from '@weir/engine'
import type { CallRow, LedgerEntry } from '../stores/ledger.ts'

/** A call of which a test states only what matters. */
export function callRow(row: Partial<CallRow> & { readonly seq: number }): CallRow {
  return {
    id: null,
    ts: 1_000 + row.seq,
    durationMs: 5,
    sensor: 'edge-node',
    environment: 'default',
    source: 'web',
    service: 'accounts',
    method: 'GET',
    template: '/accounts/{accountId}',
    action: null,
    status: 200,
    outcome: 'success',
    actor: 'user:ann',
    principalKind: 'user',
    principalName: 'ann',
    clientAddress: '10.0.0.7',
    requestBytes: 10,
    responseBytes: 100,
    dataTypes: [],
    score: 0,
    trackers: [],
    findings: [],
    ...row,
  }
}

export function finding(given: Partial<Finding> & { readonly id: string }): Finding {
  return {
    tracker: 'ssrf.internal',
    title: 'A server is sent to an internal address',
    severity: 'high',
    score: 0.8,
    actor: 'user:mallory',
    service: 'edge',
    scope: '',
    why: 'req.query.url asks for a link-local address.',
    todo: 'Refuse the parameter at the edge.',
    count: 1,
    firstMs: 1_000,
    lastMs: 1_000,
    evidence: [1],
    ...given,
  }
}

export function incident(given: Partial<Incident> & { readonly id: string }): Incident {
  return {
    severity: 'critical',
    findings: [],
    trackers: [],
    actors: [],
    story: [],
    firstMs: 1_000,
    lastMs: 1_000,
    ...given,
  }
}

export function entry(frame: number, given: Partial<LedgerEntry> = {}): LedgerEntry {
  return { frame, calls: [], findings: [], incidents: [], ...given }
}
