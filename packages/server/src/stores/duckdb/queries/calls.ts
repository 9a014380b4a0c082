import { callColumns, listOf, readCall } from '../call-codec.ts'
import type { Statement } from '../statement.ts'

export const callsBySeq: Statement<'calls-by-seq'> = {
  text: `
    SELECT ${callColumns} FROM calls
    WHERE seq IN (SELECT unnest(CAST($seqs AS BIGINT[])))
    ORDER BY seq`,
  bind: ({ seqs }) => ({ seqs: listOf(seqs) }),
  read: readCall,
}

export const calls: Statement<'calls'> = {
  text: `
    SELECT ${callColumns} FROM calls
    WHERE (CAST($finding AS VARCHAR) IS NULL OR list_contains(findings, $finding))
      AND (CAST($actor AS VARCHAR) IS NULL OR actor = $actor)
      AND (CAST($service AS VARCHAR) IS NULL OR service = $service)
      AND (CAST($method AS VARCHAR) IS NULL OR method = $method)
      AND (CAST($template AS VARCHAR) IS NULL OR template = $template)
      AND (CAST($ts AS DOUBLE) IS NULL OR ts < $ts OR (ts = $ts AND seq < $seq))
    ORDER BY ts DESC, seq DESC
    LIMIT CAST($limit AS BIGINT)`,
  bind: ({ filter, before, limit }) => ({
    ...filter,
    ts: before?.ts ?? null,
    seq: before?.seq ?? null,
    limit,
  }),
  read: readCall,
}
