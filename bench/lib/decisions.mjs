/** Decisions about others, as doors get them: half about credentials, half about addresses. */
export function decisionsAboutOthers(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    subject:
      index % 2 === 0
        ? { kind: 'credential', hashes: [`9gq1.${String(index).padStart(22, 'x')}`] }
        : { kind: 'ip', range: `198.${index >> 8}.${index & 255}.0/24` },
    match: { service: null, method: null, template: null, from: null },
    action: { kind: 'deny', status: 403, body: null },
    mode: 'enforce',
    until_ms: 4e12,
    reason: '',
  }))
}

/** All a door is told when it connects: who it is told by, the decisions, and that this is all. */
export function* snapshot(decisions, heartbeatMs) {
  yield {
    kind: 'hello',
    epoch: 'e',
    seq: 1,
    now_ms: Date.now(),
    heartbeat_ms: heartbeatMs,
    snapshot: true,
    keys: [{ id: '9gq1', credential: Buffer.alloc(32, 1).toString('base64url') }],
    networks: [],
    open_until_ms: 0,
  }
  for (const decision of decisions) yield { kind: 'decision', seq: 1, sent_ms: 0, decision }
  yield { kind: 'ready', seq: 1 }
}
