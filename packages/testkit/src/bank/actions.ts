import {
  downloadStatement,
  exportTransactions,
  listAccounts,
  listTransactions,
  overview,
  showAccount,
} from './account-actions.ts'
import { applyForCard, freezeCard, showCard } from './card-actions.ts'
import type { Customer } from './cast.ts'
import {
  changeAddress,
  contactSupport,
  pay,
  previewLink,
  showCustomer,
  showPayment,
} from './customer-actions.ts'
import { showBranch, showRate } from './public-actions.ts'
import type { Step, Visit } from './visit.ts'

/** Something a signed-in customer does. */
export type Action = (visit: Visit, customer: Customer) => Step

/** Each action with how often it is taken, out of all. */
export const actions: readonly (readonly [number, Action])[] = [
  [14, listAccounts],
  [10, showAccount],
  [24, listTransactions],
  [9, showCard],
  [2, freezeCard],
  [9, pay],
  [6, showPayment],
  [4, showCustomer],
  [2, changeAddress],
  [5, showBranch],
  [6, showRate],
  [5, downloadStatement],
  [2, exportTransactions],
  [2, applyForCard],
  [7, overview],
  [3, previewLink],
  [2, contactSupport],
]
