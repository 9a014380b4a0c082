import { createBank } from './bank/bank.ts'

/** What the bank knows and nobody else may keep. */
export interface BankValues {
  readonly cards: readonly string[]
  readonly socialSecurityNumbers: readonly string[]
  readonly partnerKey: string
}

/** The values of the bank of a seed, to search for them where they must not be. */
export function bankValues(seed: number | string, people: number): BankValues {
  const { customers, partnerKey } = createBank(seed, 0, people)
  return {
    cards: customers.map(({ card }) => card.number),
    socialSecurityNumbers: customers.map(({ person }) => person.ssn),
    partnerKey,
  }
}
