import type { Exchange } from '@weir/schema'
import type { Outcome } from '../discover/index.ts'

/** How a call ended: 2xx and 3xx succeeded; no response seen is unknown, not failed. */
export function outcomeOf(exchange: Exchange): Outcome {
  const { response } = exchange
  if (response === null || response.status === 0) return 'unknown'
  return response.status < 400 ? 'success' : 'failure'
}
