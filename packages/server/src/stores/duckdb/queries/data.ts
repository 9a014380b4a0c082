import { listOf, readNumber, readTexts, textOf } from '../call-codec.ts'
import type { Statement } from '../statement.ts'

export const dataFlow: Statement<'data-flow'> = {
  text: `
    SELECT source, service, data_type, count(*) AS calls
    FROM (SELECT source, service, unnest(data_types) AS data_type FROM calls
      WHERE ts >= $from AND ts < $to)
    GROUP BY source, service, data_type ORDER BY calls DESC, source, service, data_type
    LIMIT CAST($limit AS BIGINT)`,
  bind: ({ fromMs, toMs, limit }) => ({ from: fromMs, to: toMs, limit }),
  read: (row) => ({
    source: textOf(row['source']),
    service: textOf(row['service']),
    dataType: textOf(row['data_type']),
    calls: readNumber(row['calls']),
  }),
}

export const newDataTypes: Statement<'new-data-types'> = {
  text: `
    SELECT service, data_type, min(ts) AS first_ms
    FROM (SELECT service, unnest(data_types) AS data_type, ts FROM calls
      WHERE ts >= $from AND ts < $to)
    GROUP BY service, data_type HAVING min(ts) >= $since
    ORDER BY first_ms DESC, service, data_type
    LIMIT CAST($limit AS BIGINT)`,
  bind: ({ fromMs, toMs, sinceMs, limit }) => ({ from: fromMs, to: toMs, since: sinceMs, limit }),
  read: (row) => ({
    service: textOf(row['service']),
    dataType: textOf(row['data_type']),
    firstMs: readNumber(row['first_ms']),
  }),
}

export const actorFlow: Statement<'actor-flow'> = {
  text: `
    SELECT actor, service, count(*) AS calls,
      count(*) FILTER (WHERE outcome = 'failure') AS failures,
      sum(response_bytes) AS response_bytes,
      list_sort(list_distinct(flatten(list(data_types)))) AS data_types,
      min(ts) AS first_ms, max(ts) AS last_ms
    FROM calls
    WHERE list_contains(CAST($actors AS VARCHAR[]), actor) AND ts >= $from AND ts < $to
    GROUP BY actor, service ORDER BY first_ms, actor, service
    LIMIT CAST($limit AS BIGINT)`,
  bind: ({ actors, fromMs, toMs, limit }) => ({
    actors: listOf(actors),
    from: fromMs,
    to: toMs,
    limit,
  }),
  read: (row) => ({
    actor: textOf(row['actor']),
    service: textOf(row['service']),
    calls: readNumber(row['calls']),
    failures: readNumber(row['failures']),
    responseBytes: readNumber(row['response_bytes']),
    dataTypes: readTexts(row['data_types']),
    firstMs: readNumber(row['first_ms']),
    lastMs: readNumber(row['last_ms']),
  }),
}
