import { readNullable, readNumber, textOf } from '../call-codec.ts'
import type { Statement } from '../statement.ts'

export const traffic: Statement<'traffic'> = {
  text: `
    SELECT floor(ts / $bucket) * $bucket AS start, count(*) AS calls,
      count(*) FILTER (WHERE outcome = 'failure') AS failures,
      sum(request_bytes) AS request_bytes, sum(response_bytes) AS response_bytes
    FROM calls
    WHERE ts >= $from AND ts < $to AND (CAST($service AS VARCHAR) IS NULL OR service = $service)
    GROUP BY start ORDER BY start`,
  bind: ({ fromMs, toMs, bucketMs, service }) => ({
    from: fromMs,
    to: toMs,
    bucket: bucketMs,
    service,
  }),
  read: (row) => ({
    startMs: readNumber(row['start']),
    calls: readNumber(row['calls']),
    failures: readNumber(row['failures']),
    requestBytes: readNumber(row['request_bytes']),
    responseBytes: readNumber(row['response_bytes']),
  }),
}

export const edges: Statement<'edges'> = {
  text: `
    SELECT source, service, count(*) AS calls,
      count(*) FILTER (WHERE outcome = 'failure') AS failures,
      count(*) FILTER (WHERE len(findings) > 0) AS flagged,
      sum(request_bytes + response_bytes) AS bytes, max(ts) AS last_ms
    FROM calls WHERE ts >= $from AND ts < $to
    GROUP BY source, service ORDER BY calls DESC, source, service
    LIMIT CAST($limit AS BIGINT)`,
  bind: ({ fromMs, toMs, limit }) => ({ from: fromMs, to: toMs, limit }),
  read: (row) => ({
    source: textOf(row['source']),
    service: textOf(row['service']),
    calls: readNumber(row['calls']),
    failures: readNumber(row['failures']),
    flagged: readNumber(row['flagged']),
    bytes: readNumber(row['bytes']),
    lastMs: readNumber(row['last_ms']),
  }),
}

export const callers: Statement<'callers'> = {
  text: `
    SELECT source, count(*) AS calls, count(*) FILTER (WHERE outcome = 'failure') AS failures,
      count(DISTINCT actor) AS actors, max(ts) AS last_ms
    FROM calls
    WHERE service = $service AND method = $method AND template = $template
      AND ts >= $from AND ts < $to
    GROUP BY source ORDER BY calls DESC, source
    LIMIT CAST($limit AS BIGINT)`,
  bind: ({ service, method, template, fromMs, toMs, limit }) => ({
    service,
    method,
    template,
    from: fromMs,
    to: toMs,
    limit,
  }),
  read: (row) => ({
    source: textOf(row['source']),
    calls: readNumber(row['calls']),
    failures: readNumber(row['failures']),
    actors: readNumber(row['actors']),
    lastMs: readNumber(row['last_ms']),
  }),
}

export const serviceCallers: Statement<'service-callers'> = {
  text: `
    SELECT method, template, source, count(*) AS calls, max(ts) AS last_ms
    FROM calls
    WHERE service = $service AND template IS NOT NULL AND ts >= $from AND ts < $to
    GROUP BY method, template, source ORDER BY calls DESC, method, template, source
    LIMIT CAST($limit AS BIGINT)`,
  bind: ({ service, fromMs, toMs, limit }) => ({ service, from: fromMs, to: toMs, limit }),
  read: (row) => ({
    method: textOf(row['method']),
    template: textOf(row['template']),
    source: textOf(row['source']),
    calls: readNumber(row['calls']),
    lastMs: readNumber(row['last_ms']),
  }),
}

export const latency: Statement<'latency'> = {
  text: `
    SELECT count(*) AS calls, quantile_cont(duration_ms, 0.5) AS p50,
      quantile_cont(duration_ms, 0.95) AS p95, quantile_cont(duration_ms, 0.99) AS p99
    FROM calls
    WHERE service = $service AND method = $method AND template = $template
      AND ts >= $from AND ts < $to`,
  bind: ({ service, method, template, fromMs, toMs }) => ({
    service,
    method,
    template,
    from: fromMs,
    to: toMs,
  }),
  read: (row) => ({
    calls: readNumber(row['calls']),
    p50: readNullable(row['p50']),
    p95: readNullable(row['p95']),
    p99: readNullable(row['p99']),
  }),
}
