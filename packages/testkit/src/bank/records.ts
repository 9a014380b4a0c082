import { padded } from '../identity-numbers.ts'
import type { Random } from '../random.ts'
import { hourMs, isoDate, isoSeconds } from '../time.ts'
import type { Account, Card, Customer } from './cast.ts'

const merchants = [
  ['Green Grocer', 'groceries'],
  ['City Transit', 'transport'],
  ['Northwind Energy', 'utilities'],
  ['Corner Coffee', 'eating_out'],
  ['Book & Bean', 'leisure'],
  ['Harbor Pharmacy', 'health'],
  ['Rent Westgate', 'housing'],
  ['Streamly', 'subscriptions'],
] as const
const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A record as the wire carries it. */
type JsonObject = Readonly<Record<string, unknown>>

/** Amounts are text with two decimals, so that no reader rounds money. */
export function amount(random: Random, mean: number): string {
  return (1 + random.wait(mean)).toFixed(2)
}

/** The customer's own view shows the last digits of the social security number; services see it whole. */
export function customerRecord(customer: Customer, whole: boolean): JsonObject {
  const { id, person, usesApp } = customer
  const { address } = person
  return {
    id,
    name: { given: person.givenName, family: person.familyName },
    full_name: `${person.givenName} ${person.familyName}`,
    email: person.email,
    phone: person.phone,
    date_of_birth: person.birthDate,
    ...(whole ? { ssn: person.ssn } : { ssn_last4: person.ssn.slice(-4) }),
    address: {
      street: address.street,
      city: address.city,
      state: address.state,
      postal_code: address.postalCode,
      country: 'US',
    },
    kyc: { level: 2, status: 'verified', checked_at: '2025-06-11T09:30:00Z' },
    preferences: { language: 'en-US', paperless: usesApp, marketing: false },
    status: 'active',
  }
}

export function accountRecord(
  random: Random,
  account: Account,
  customer: Customer,
): JsonObject & { readonly balance: { readonly booked: string; readonly available: string } } {
  const booked = Number(amount(random, 4_000))
  return {
    id: account.id,
    iban: account.iban,
    type: account.kind,
    currency: account.currency,
    holder: `${customer.person.givenName} ${customer.person.familyName}`,
    opened_on: account.openedOn,
    balance: { booked: booked.toFixed(2), available: (booked * 0.97).toFixed(2) },
    limits: { daily_transfer: 5_000, daily_withdrawal: 1_000 },
    status: 'open',
  }
}

interface TransactionRecord extends JsonObject {
  readonly amount: string
  readonly counterparty: { readonly name: string }
}

export function transactionRecords(
  random: Random,
  account: Account,
  ts: number,
  count: number,
): readonly TransactionRecord[] {
  let at = ts
  return Array.from({ length: count }, () => {
    at -= random.wait(20) * hourMs
    const [merchant, category] = random.pick(merchants)
    return {
      id: sortableId(random, 'txn', at),
      booked_at: isoSeconds(at),
      amount: `-${amount(random, 45)}`,
      currency: account.currency,
      counterparty: { name: merchant },
      description: `${merchant.toUpperCase()} ${random.digits(6)}`,
      category,
    }
  })
}

export function cardRecord(
  card: Card,
  customer: Customer,
  status: 'active' | 'frozen',
): JsonObject {
  return {
    id: card.id,
    network: card.network,
    number: card.number,
    expires: card.expires,
    cardholder: `${customer.person.givenName} ${customer.person.familyName}`.toUpperCase(),
    status,
    limits: { monthly: 4_000, online: true, abroad: true },
    wallet: { apple_pay: customer.usesApp, google_pay: false },
    delivered_on: '2024-08-19',
    billing_address: customer.person.address,
  }
}

export function paymentOrder(
  random: Random,
  account: Account,
  payee: Customer,
  ts: number,
): JsonObject {
  return {
    debtor_account: account.id,
    creditor: {
      name: `${payee.person.givenName} ${payee.person.familyName}`,
      iban: payee.accounts[0]?.iban ?? '',
    },
    amount: amount(random, 120),
    currency: account.currency,
    reference: random.pick(['rent', 'dinner', 'invoice', 'birthday', 'thanks']),
    scheduled_for: isoDate(ts),
  }
}

/** A ULID behind a prefix: sorts by time. */
export function sortableId(random: Random, prefix: string, ts: number): string {
  let time = ''
  for (let rest = Math.floor(ts), digit = 0; digit < 10; digit += 1) {
    time = `${base32[rest % 32]}${time}`
    rest = Math.floor(rest / 32)
  }
  return `${prefix}_${time}${random.text(base32, 16)}`
}

export function monthBefore(ts: number, months: number): string {
  const [year = 0, month = 1] = isoDate(ts).split('-').map(Number)
  const index = year * 12 + month - 1 - months
  return `${Math.floor(index / 12)}-${padded((index % 12) + 1, 2)}`
}
