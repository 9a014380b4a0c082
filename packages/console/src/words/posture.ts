import type { Posture } from '@weir/schema/api'

/** What a label says, and whether somebody should look: cool is a fact, warm asks for a person. */
export const postureWords: Readonly<
  Record<Posture, { readonly text: string; readonly why: string; readonly isWarm: boolean }>
> = {
  'no-authentication': {
    text: 'No sign-in',
    why: 'It changes something or answers data of people, and no caller was ever signed in',
    isWarm: true,
  },
  'mixed-authentication': {
    text: 'Sign-in not always',
    why: 'Some callers were signed in and some were not, where it matters who calls',
    isWarm: true,
  },
  'sensitive-data-out': {
    text: 'Sensitive data out',
    why: 'Its answers carry data of high or critical sensitivity',
    isWarm: false,
  },
  'secret-in-url': {
    text: 'Secret in the address',
    why: 'A secret stands in the path or the query, where logs and histories keep it',
    isWarm: true,
  },
  'guessable-id': {
    text: 'Ids that count up',
    why: 'Its objects are numbered: whoever has one can guess others',
    isWarm: false,
  },
  'no-rate-limit': {
    text: 'No rate limit seen',
    why: 'Passwords, codes or ids can be tried here, and no answer ever spoke of a limit',
    isWarm: true,
  },
  'often-failing': {
    text: 'Often failing',
    why: 'A fifth of its calls or more failed',
    isWarm: false,
  },
  shadow: {
    text: 'Shadow',
    why: 'It answers, and the document of its service does not have it',
    isWarm: true,
  },
  zombie: {
    text: 'Zombie',
    why: 'The document of its service calls it deprecated, and it is still called',
    isWarm: true,
  },
  'unusual-failures': {
    text: 'Failing more than usual',
    why: 'In its latest hour clearly more calls failed than before',
    isWarm: true,
  },
  'unusual-sizes': {
    text: 'Larger answers than usual',
    why: 'Half of the answers of its latest hour are larger than 95 % of the others',
    isWarm: true,
  },
  'unusual-durations': {
    text: 'Slower than usual',
    why: 'Half of the calls of its latest hour took longer than 95 % of the others',
    isWarm: false,
  },
}

export const postureNames = Object.keys(postureWords)
