import { padded, phoneNumber, socialSecurityNumber } from './identity-numbers.ts'
import type { Random } from './random.ts'

/** Somebody who does not exist. */
export interface Person {
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly phone: string
  readonly ssn: string
  /** ISO 8601 calendar date. */
  readonly birthDate: string
  readonly address: PostalAddress
}

export interface PostalAddress {
  readonly street: string
  readonly city: string
  readonly state: string
  readonly postalCode: string
}

const givenNames =
  'Amara Beatrix Carlos Daniela Elias Fatima George Hannah Ibrahim Julia Kenji Leila Marcus Nadia Oscar Priya Quentin Rosa Samuel Teresa Umar Victoria Walter Ximena Yusuf Zoe Margaret Thomas Aisha Benjamin Chiara Dmitri'.split(
    ' ',
  )
const familyNames =
  'Abbott Bergström Castillo Delacroix Edwards Fischer Garcia Hughes Ivanova Johnson Khan Lindqvist Moreau Nakamura Okafor Patel Quinn Romero Schneider Takahashi Underwood Vasquez Williams Xiong Young Zimmermann Carter Dawson O’Brien Petrov'.split(
    ' ',
  )
const streets = 'Maple Oak Cedar Washington Lake Hill Park Walnut Church Mill River Spring'.split(
  ' ',
)
const streetKinds = ['Street', 'Avenue', 'Road', 'Lane', 'Drive', 'Court']
const places = [
  ['Springfield', 'IL', '627'],
  ['Richmond', 'VA', '232'],
  ['Portland', 'OR', '972'],
  ['Austin', 'TX', '787'],
  ['Columbus', 'OH', '432'],
  ['Albany', 'NY', '122'],
  ['Denver', 'CO', '802'],
] as const
const mailHosts = ['mail.example', 'post.example', 'inbox.example.com', 'example.org']

/** Makes a person up. */
export function person(random: Random): Person {
  const givenName = random.pick(givenNames)
  const familyName = random.pick(familyNames)
  return {
    givenName,
    familyName,
    email: emailAddress(random, givenName, familyName),
    phone: phoneNumber(random),
    ssn: socialSecurityNumber(random),
    birthDate: birthDate(random),
    address: postalAddress(random),
  }
}

function emailAddress(random: Random, givenName: string, familyName: string): string {
  const family = familyName.normalize('NFD').replace(/[^A-Za-z]/g, '')
  const local = random.pick([
    `${givenName}.${family}`,
    `${givenName[0]}${family}${random.int(2, 99)}`,
    `${family}.${givenName}${random.int(60, 99)}`,
  ])
  return `${local.toLowerCase()}@${random.pick(mailHosts)}`
}

function birthDate(random: Random): string {
  return `${random.int(1941, 2006)}-${padded(random.int(1, 12), 2)}-${padded(random.int(1, 28), 2)}`
}

export function postalAddress(random: Random): PostalAddress {
  const [city, state, prefix] = random.pick(places)
  const unit = random.chance(0.3) ? `, Apt ${random.int(1, 40)}` : ''
  return {
    street: `${random.int(1, 1999)} ${random.pick(streets)} ${random.pick(streetKinds)}${unit}`,
    city,
    state,
    postalCode: `${prefix}${random.digits(2)}`,
  }
}
