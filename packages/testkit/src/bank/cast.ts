import { cardNumber, iban, padded } from '../identity-numbers.ts'
import { type Person, person } from '../people.ts'
import type { Random } from '../random.ts'

export interface Account {
  readonly id: string
  readonly iban: string
  readonly kind: 'checking' | 'savings' | 'joint'
  readonly currency: string
  readonly openedOn: string
}

export interface Card {
  readonly id: string
  readonly number: string
  readonly expires: string
  readonly network: 'visa' | 'mastercard'
}

export interface Customer {
  readonly id: string
  /** The subject of the customer's tokens. */
  readonly subject: string
  readonly person: Person
  readonly accounts: readonly Account[]
  readonly card: Card
  /** Home first; mobile addresses are shared by many, as carriers do. */
  readonly addresses: readonly string[]
  readonly userAgent: string
  readonly usesApp: boolean
  /** How often this customer comes by, against the others. */
  readonly activity: number
}

const letters = '0123456789abcdefghijklmnopqrstuvwxyz'
const appAgents = [
  'BankApp/7.12.0 (iPhone15,3; iOS 19.2)',
  'BankApp/7.12.0 (iPhone13,2; iOS 18.6)',
  'BankApp/7.11.3 (Pixel 9; Android 16)',
  'BankApp/7.12.0 (SM-S921B; Android 15)',
]
const browserAgents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0',
]

/** Makes up the bank's customers. */
export function customersOf(random: Random, count: number): readonly Customer[] {
  const carriers = Array.from({ length: Math.max(2, Math.ceil(count / 40)) }, () =>
    internetAddress(random),
  )
  return Array.from({ length: count }, (_, index) => customer(random, index, carriers))
}

function customer(random: Random, index: number, carriers: readonly string[]): Customer {
  const usesApp = random.chance(0.7)
  const home = random.chance(0.15)
    ? `2001:db8:${random.int(1, 0xffff).toString(16)}:${random.int(1, 0xffff).toString(16)}::${random.int(2, 99)}`
    : internetAddress(random)
  return {
    id: String(40_000_000 + index * 97 + random.int(0, 96)),
    subject: `usr_${random.text(letters, 14)}`,
    person: person(random),
    accounts: Array.from({ length: random.pick([1, 1, 2, 2, 3]) }, () => account(random)),
    card: card(random),
    addresses: usesApp ? [home, random.pick(carriers)] : [home],
    userAgent: random.pick(usesApp ? appAgents : browserAgents),
    usesApp,
    activity: 1 / (0.05 + random.unit()),
  }
}

/** 198.18.0.0/15 is never routed (RFC 2544), so no real person lives there. */
function internetAddress(random: Random): string {
  return `198.${random.int(18, 19)}.${random.int(0, 255)}.${random.int(2, 254)}`
}

function account(random: Random): Account {
  return {
    id: random.uuid(),
    iban: iban(random),
    kind: random.pick(['checking', 'checking', 'savings', 'joint']),
    currency: random.pick(['USD', 'USD', 'USD', 'EUR']),
    openedOn: `${random.int(2004, 2025)}-${padded(random.int(1, 12), 2)}-${padded(random.int(1, 28), 2)}`,
  }
}

function card(random: Random): Card {
  const number = cardNumber(random)
  return {
    id: `crd_${random.text(letters, 16)}`,
    number,
    expires: `${padded(random.int(1, 12), 2)}/${random.int(27, 31)}`,
    network: number.startsWith('4') ? 'visa' : 'mastercard',
  }
}
