import { accounts, cards, customers, documents, edge, payments } from '../bank/network.ts'

/** Everybody who has a process of their own. */
export const actorNames = [
  'documents',
  'metadata',
  'outside',
  'accounts',
  'cards',
  'customers',
  'payments',
  'edge',
  'backup',
  'crowd',
  'intruder',
] as const

export type ActorName = (typeof actorNames)[number]

/** Who loads the sensor: what the bank runs itself. Clouds, third parties and people do not. */
export const watched: readonly ActorName[] = [
  'documents',
  'accounts',
  'cards',
  'customers',
  'payments',
  'edge',
  'backup',
]

/** The name each process goes by: the host it serves. */
export const serviceNames: Readonly<Partial<Record<ActorName, string>>> = {
  documents: documents.host,
  accounts: accounts.host,
  cards: cards.host,
  customers: customers.host,
  payments: payments.host,
  edge: edge.host,
  backup: 'backup.bank.internal',
}

/** Loopback addresses that stand for places; only Linux has all of 127.0.0.0/8. */
const separate = {
  edge: '127.0.20.10',
  accounts: '127.0.20.11',
  cards: '127.0.20.12',
  customers: '127.0.20.13',
  payments: '127.0.20.14',
  loadBalancer: '127.0.20.5',
  documents: '127.0.30.20',
  analyst: '127.0.31.17',
  backup: '127.0.40.3',
  metadata: '127.0.254.254',
  outside: '127.0.81.80',
  partner: '127.0.91.200',
  crowd: '127.0.100.1',
  scanner: '127.0.65.151',
  intruder: '127.0.66.66',
  thief: '127.0.67.23',
} as const

export type Spot = keyof typeof separate

/** Whether this machine lets everybody have an address of their own. */
export const hasSeparateAddresses = process.platform === 'linux'

export function addressOf(spot: Spot): string {
  return hasSeparateAddresses ? separate[spot] : '127.0.0.1'
}

/** The address a customer comes from, out of a few hundred. */
export function customerAddress(index: number): string {
  const addresses = 4 * 250
  const place = index % addresses
  return hasSeparateAddresses
    ? `127.0.${100 + Math.floor(place / 250)}.${2 + (place % 250)}`
    : '127.0.0.1'
}

/** A range of addresses and what it means, in the words of Weir's configuration. */
export interface NamedNetwork {
  readonly cidr: string
  readonly zone: string
  readonly internal: boolean
}

/** What Weir has to be told because everything runs on one machine: who is inside and who is not. */
export const bankNetworks: readonly NamedNetwork[] = hasSeparateAddresses
  ? [
      ...serviceZones(),
      { cidr: '127.0.20.0/24', zone: 'bank', internal: true },
      { cidr: '127.0.31.0/24', zone: 'office', internal: true },
      { cidr: '127.0.100.0/22', zone: 'internet', internal: false },
      { cidr: '127.0.64.0/19', zone: 'internet', internal: false },
    ]
  : []

function serviceZones(): readonly NamedNetwork[] {
  return watched.flatMap((name) => {
    const zone = serviceNames[name]
    return zone === undefined ? [] : [{ cidr: `${separate[name]}/32`, zone, internal: true }]
  })
}
