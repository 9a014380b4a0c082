import type { Balance } from '@weir/schema/api'
import type { Balance as HubBalance } from '../../hub.ts'

export function balanceView({ received, analysed, dropped, held, droppedBy }: HubBalance): Balance {
  return { received, analysed, dropped, held, dropped_by: { ...droppedBy } }
}

export function isBalanced({ received, analysed, dropped, held }: HubBalance): boolean {
  return received === analysed + dropped + held
}
