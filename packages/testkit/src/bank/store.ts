import { binaryContent, type Content, csvContent, jsonContent, textContent } from '../content.ts'
import { padded } from '../identity-numbers.ts'
import { person } from '../people.ts'
import type { Random } from '../random.ts'
import { hourMs, isoSeconds } from '../time.ts'
import { application } from './applications.ts'
import type { Customer } from './cast.ts'
import { monthBefore } from './records.ts'

export interface StoredObject {
  readonly key: string
  readonly etag: string
  readonly modified: string
}

/** The object store: buckets by name, keys in lexicographic order. */
export interface Store {
  readonly buckets: ReadonlyMap<string, readonly StoredObject[]>
  readonly content: (key: string) => Content
}

export const statements = 'bank-statements'
export const applications = 'card-applications'
export const edgeLogs = 'edge-logs'
export const pageSize = 1_000

const applicationFiles = 420

export function storeOf(random: Random, customers: readonly Customer[], start: number): Store {
  const object = (key: string): StoredObject => ({
    key,
    etag: random.text('0123456789abcdef', 32),
    modified: isoSeconds(start - random.int(1, 24 * 300) * hourMs),
  })
  const contents = new Map<string, Content>()
  const bucket = (keys: readonly string[]) => [...keys].sort().map(object)
  return {
    buckets: new Map([
      [applications, bucket(applicationKeys(random))],
      [statements, bucket(statementKeys(customers, start))],
      [edgeLogs, bucket([])],
    ]),
    content: (key) => {
      const known = contents.get(key)
      if (known !== undefined) return known
      const made = contentOf(random.fork(`object/${key}`), key)
      contents.set(key, made)
      return made
    },
  }
}

function applicationKeys(random: Random): readonly string[] {
  return Array.from({ length: applicationFiles }, (_, index) => {
    const folder = `applications/2025/${padded(1 + (index % 12), 2)}`
    return random.chance(0.8)
      ? `${folder}/batch-${padded(index, 5)}.csv`
      : `${folder}/${random.uuid()}.json`
  })
}

function statementKeys(customers: readonly Customer[], start: number): readonly string[] {
  return customers.flatMap(({ accounts }) =>
    accounts.flatMap(({ id }) =>
      [3, 2, 1].map((months) => statementKey(id, monthBefore(start, months))),
    ),
  )
}

export function statementKey(accountId: string, month: string): string {
  return `statements/${month}/${accountId}.pdf`
}

function contentOf(random: Random, key: string): Content {
  if (key.endsWith('.pdf')) return statementPdf(random, key)
  if (key.endsWith('.json')) return jsonContent(application(random, person(random)))
  if (key.endsWith('.csv')) return applicationsCsv(random)
  return textContent('text/plain', key)
}

function applicationsCsv(random: Random): Content {
  const rows = Array.from({ length: random.int(4, 24) }, () => {
    const { givenName, familyName, ssn, birthDate, email, phone, address } = person(random)
    const name = `${givenName} ${familyName}`
    const street = `${address.street}, ${address.city}, ${address.state} ${address.postalCode}`
    return [
      random.uuid(),
      name,
      ssn,
      birthDate,
      email,
      phone,
      street,
      String(random.int(18, 240) * 1000),
    ]
  })
  const head = 'application_id,full_name,ssn,date_of_birth,email,phone,address,annual_income'.split(
    ',',
  )
  return csvContent([head, ...rows])
}

/** A PDF only as far as its first and last lines go: the page is a compressed stream nobody reads. */
function statementPdf(random: Random, key: string): Content {
  const page = random.bytes(random.int(1_200, 3_200))
  const head = `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Title (${key}) >>\nendobj\nstream\n`
  const bytes = Buffer.concat([Buffer.from(head), page, Buffer.from('\nendstream\n%%EOF\n')])
  return binaryContent('application/pdf', bytes)
}
