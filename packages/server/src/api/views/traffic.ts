import type { TrafficBucket } from '@weir/schema/api'
import type { TrafficBucket as StoredBucket } from '../../stores/ledger-reader.ts'

/** Every bucket of a period, those without calls too. */
export function trafficView(
  stored: readonly StoredBucket[],
  fromMs: number,
  toMs: number,
  bucketMs: number,
): TrafficBucket[] {
  const byStart = new Map(stored.map((bucket) => [bucket.startMs, bucket]))
  const buckets: TrafficBucket[] = []
  for (let start = Math.floor(fromMs / bucketMs) * bucketMs; start < toMs; start += bucketMs) {
    const bucket = byStart.get(start)
    buckets.push({
      start_ms: start,
      calls: bucket?.calls ?? 0,
      failures: bucket?.failures ?? 0,
      request_bytes: Math.max(0, bucket?.requestBytes ?? 0),
      response_bytes: Math.max(0, bucket?.responseBytes ?? 0),
    })
  }
  return buckets
}
