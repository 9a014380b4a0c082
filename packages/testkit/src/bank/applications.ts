import { padded } from '../identity-numbers.ts'
import type { Person } from '../people.ts'
import type { Random } from '../random.ts'

/** A card application as the customer fills it in. */
export function application(random: Random, applicant: Person): Readonly<Record<string, unknown>> {
  const { givenName, familyName, ssn, birthDate, email, phone, address } = applicant
  return {
    product: random.pick(['everyday', 'travel', 'cashback']),
    applicant: {
      first_name: givenName,
      last_name: familyName,
      ssn,
      date_of_birth: birthDate,
      email,
      phone,
      address: {
        street: address.street,
        city: address.city,
        state: address.state,
        postal_code: address.postalCode,
      },
    },
    employment: {
      status: random.pick(['employed', 'self_employed', 'retired', 'student']),
      annual_income: random.int(18, 240) * 1_000,
      since: `20${padded(random.int(5, 25), 2)}-0${random.int(1, 9)}-01`,
    },
    requested_limit: random.int(2, 30) * 500,
    consent: { terms: '2025-11', credit_check: true },
  }
}
