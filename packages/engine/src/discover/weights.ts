import type { SegmentShape } from './segment-shape.ts'

/**
 * Everything the decision "word or value" is weighed with, in natural log-odds: above 0 speaks for a
 * value, below 0 for a word. 1 is "almost three times as likely", 4 is "fifty times".
 */
export const weights = {
  /** A text this value-like starts a parameter even alone and unsupported. */
  seed: 1.5,
  /** Before any evidence, words of one node are more often words of the API than values. */
  groupPrior: -0.5,
  /** The only word seen at a position is a word of the API unless its text says otherwise. */
  lonePrior: -1.5,
  /** Values of this position already include words. */
  besideWordyValues: 2.5,
  /** Most that many such words say. */
  companyMost: 5,
  /** Values of this position are numbers or machine ids, which words do not belong to. */
  besideStrictValues: -1.5,
  /** Weight of what a sibling does when nothing like it was seen: strength of the base rates. */
  eventPrior: 1.5,
  /** Most that one shared or foreign event says. */
  eventMost: 4,
  eventLeast: -3,
  /** Least that an event says that several values share, but not most. */
  knownEventLeast: -0.3,
  /** Most that an event found everywhere says. */
  plainEventMost: 0.6,
  /** Where more segments than this follow, those with less than this share of calls are taken as values. */
  manyFollowing: 16,
  shareOfMany: 0.05,
  /** Most that all events of one sibling say. */
  eventsMost: 4.5,
  eventsLeast: -6,
  /** Most that the number of calls says. */
  callsMost: 3,
  callsLeast: -7,
  /** Different values that 1.7 times as many calls bring: θ of Ewens' sampling formula. */
  diversity: 4,
  /** Words are called this many times less than the busy ones. */
  rareWords: 3,
  /** Most that the number of different texts says. */
  noveltyMost: 12,
  /** A set of texts to which thousands of calls add nothing is the API's vocabulary. */
  noveltyLeast: -60,
  /** A member of a group below this does not belong to it. */
  strayMember: -1,
  /** Siblings are alike, so a group counts as 1 + this × ln(members), not as its members. */
  groupGrowth: 1.5,
  /** What a segment after the service's beginning, `api`, `v` or `version` is: a version, not an id. */
  versionPlace: -6,
  /** For a shape seen with one value only: per ln(calls) that brought nothing new. */
  constantPerLogCall: -1.2,
  /** The same text was taken for a value at several other positions, or at one. */
  valueElsewhere: 2.5,
  valueSomewhere: 1,
  /** The same text is a word at another position. */
  wordElsewhere: -1,
  /** Refusals by the service itself that make a path it knows, though nobody ever succeeded. */
  handledCalls: 3,
  /** Letters from which a word is seldom a name or a code. */
  longWord: 10,
  longWordWeight: -0.7,
  /** Names nearly every API uses for itself. */
  reserved: -2.5,
} as const

/** How value-like a text is by its shape alone. */
export const shapeWeight: Readonly<Record<SegmentShape, number>> = {
  empty: -4,
  word: -1.5,
  compound: -3,
  slug: -1,
  mixed: 1,
  capitals: 0.4,
  region: 2,
  'small-integer': 3,
  version: -4,
  release: 0.5,
  integer: 5,
  decimal: 5,
  uuid: 9,
  hex: 8,
  ulid: 9,
  date: 4,
  email: 9,
  address: 7,
  prefixed: 7,
  code: 5,
  'numbered-slug': 3,
  token: 7,
  list: 4,
  file: 0,
  'hidden-file': -2,
  text: 3,
  other: 1.5,
}

/** A two-letter word is a country or a language as often as a word. */
export const twoLetterWeight = 0.4

const dataEndings = new Set([
  '.csv',
  '.tsv',
  '.pdf',
  '.png',
  '.jpg',
  '.jpeg',
  '.gif',
  '.svg',
  '.zip',
])

/** A word with a file's ending is a document somebody stored; with a page's or a format's, a route. */
export function endingWeight(ending: string): number {
  if (ending === '' || ending.startsWith(':')) return 0
  return dataEndings.has(ending) ? 1.5 : -0.5
}

export const reservedWords: ReadonlySet<string> = new Set(
  (
    'me self my mine current all any none search find query filter count total stats statistics health ' +
    'healthz ping status metrics info metadata version versions new edit create update delete remove ' +
    'list add batch bulk export import login logout signin signup register token tokens refresh latest ' +
    'default config configuration settings schema upload download preview history summary api apis ' +
    'rest admin public private internal oauth oauth2 auth callback verify validate docs openapi swagger'
  ).split(' '),
)
