import { mostBuckets } from '@weir/schema/api'
import type { Handler } from '../handler.ts'
import { done, refused } from '../outcome.ts'
import { trafficView } from '../views/traffic.ts'

const hourMs = 3_600_000

export const getTraffic: Handler<'getTraffic'> = async ({ query }, { ledger }) => {
  const { bucket_ms: bucketMs } = query
  const toMs = query.to_ms ?? ledger.now()
  const fromMs = query.from_ms ?? Math.max(0, toMs - hourMs)
  if (fromMs >= toMs) return refused('REQUEST_INVALID', '`from_ms` must be before `to_ms`.')
  if ((toMs - fromMs) / bucketMs > mostBuckets) {
    return refused(
      'REQUEST_INVALID',
      `The period has more than ${mostBuckets} buckets: take a shorter one, or a larger \`bucket_ms\`.`,
    )
  }
  const service = query.service ?? null
  const rows = await ledger.ask('traffic', { fromMs, toMs, bucketMs, service })
  return done({
    from_ms: fromMs,
    to_ms: toMs,
    bucket_ms: bucketMs,
    service,
    buckets: trafficView(rows, fromMs, toMs, bucketMs),
  })
}
