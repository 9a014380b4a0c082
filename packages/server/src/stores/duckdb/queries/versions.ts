import { readFinding, readIncident } from '../body-codec.ts'
import { readNumber, textOf } from '../call-codec.ts'
import type { Statement } from '../statement.ts'

export const findingVersions: Statement<'finding-versions'> = {
  text: `
    SELECT frame, body FROM findings WHERE id = $id
    ORDER BY frame DESC LIMIT CAST($limit AS BIGINT)`,
  bind: ({ id, limit }) => ({ id, limit }),
  read: (row) => ({ frame: readNumber(row['frame']), value: readFinding(row) }),
}

export const incidentVersions: Statement<'incident-versions'> = {
  text: `
    SELECT frame, body FROM incidents WHERE id = $id
    ORDER BY frame DESC LIMIT CAST($limit AS BIGINT)`,
  bind: ({ id, limit }) => ({ id, limit }),
  read: (row) => ({ frame: readNumber(row['frame']), value: readIncident(row) }),
}

export const audit: Statement<'audit'> = {
  text: `
    SELECT number, at_ms, "by", what, target FROM audit
    WHERE CAST($before AS BIGINT) IS NULL OR number < $before
    ORDER BY number DESC LIMIT CAST($limit AS BIGINT)`,
  bind: ({ before, limit }) => ({ before, limit }),
  read: (row) => ({
    number: readNumber(row['number']),
    atMs: readNumber(row['at_ms']),
    by: textOf(row['by']),
    what: textOf(row['what']),
    target: textOf(row['target']),
  }),
}
