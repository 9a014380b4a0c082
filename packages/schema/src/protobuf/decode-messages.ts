import type { Exchange } from '../exchange.ts'
import { decodeExchangeMessage } from './decode-exchange-message.ts'
import { frameAt } from './framing.ts'

/** All messages of a batch, each behind its length, for who trusts its sender: throws at the first that is wrong. */
export function decodeMessages(batch: Uint8Array): readonly Exchange[] {
  const exchanges: Exchange[] = []
  let at = 0
  while (at < batch.length) {
    const { start, end } = frameAt(batch, at)
    const decoded = decodeExchangeMessage(batch.subarray(start, end))
    if (!decoded.ok) throw new Error(decoded.problem)
    exchanges.push(decoded.value)
    at = end
  }
  return exchanges
}
