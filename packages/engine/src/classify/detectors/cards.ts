import { isLuhnValid } from '../check-digits/luhn.ts'
import { isRepeated } from '../check-digits/weighted.ts'
import { addMatch, type Candidate, type Detector, type Scan } from '../detector.ts'
import type { IdentityRule } from '../identity-rule.ts'

/** Issuer prefixes and lengths (ISO/IEC 7812; network rules as published by the networks). */
const networks: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^5[1-5]/, [16]],
  [/^2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|09|[689])/, [14, 16]],
  [/^6(?:011|5|4[4-9]|22)/, [16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8]\d)/, [16]],
  [/^(?:2131|1800)/, [15]],
  [/^(?:5018|5020|5038|5[678]|6304|6759|676[1-3]|0604|67)/, [12, 13, 14, 15, 16, 17, 18, 19]],
  [/^(?:60|81|82|62)/, [16, 17, 18, 19]],
  [/^220[0-4]/, [16, 17, 18, 19]],
  [/^9792/, [16]],
]

const layout =
  /^(?:\d{12,19}|(\d{4})([ -])\d{4}\2\d{4}\2\d{1,4}(?:\2\d{3})?|\d{4}([ -])\d{6}\3\d{4,5})$/
const common =
  /^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|09|[689])\d{11,13}|6(?:011|5|4[4-9])\d{12,13}|35\d{14})$/

function isIssued(digits: string): boolean {
  return networks.some(
    ([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits),
  )
}

export function isCardNumber(digits: string): boolean {
  return isIssued(digits) && isLuhnValid(digits) && !isRepeated(digits)
}

export const cardRules: readonly IdentityRule[] = [
  {
    type: 'CREDIT_CARD',
    lengths: [14, 15, 16],
    shape: common,
    layout,
    valid: isCardNumber,
    alone: 0.8,
    aloneFormatted: 0.95,
    named: 0.99,
    refutable: true,
  },
  {
    type: 'CREDIT_CARD',
    lengths: [12, 13, 14, 15, 16, 17, 18, 19],
    shape: /^\d{12,19}$/,
    layout,
    valid: (digits) => !common.test(digits) && isCardNumber(digits),
    alone: 0.3,
    aloneFormatted: 0.8,
    named: 0.95,
  },
]

const track1 = /%B(\d{12,19})\^[^^\n]{2,26}\^\d{4}/g
const track2 = /;(\d{12,19})=\d{4}/g

const detectTracks: Detector = (scan, found) => {
  if (scan.features.digits < 16) return
  for (const pattern of [track1, track2]) {
    for (const match of scan.text.matchAll(pattern)) {
      if (!isCardNumber(match[1] ?? '')) continue
      const credence = { type: 'CARD_TRACK', alone: 0.99, named: 0.99, unmistakable: true } as const
      addMatch(scan, found, match.index, match.index + match[0].length, credence)
    }
  }
}

const cardSibling = /card|pan|cc|cvv|cvc/

function hasCardSibling(scan: Scan): boolean {
  for (const key of scan.context.siblings ?? []) if (cardSibling.test(key)) return true
  return cardSibling.test(scan.context.parentKey.toLowerCase())
}

const expiry = /^(?:0[1-9]|1[0-2])\s?[/-]?\s?(?:20)?[2-5]\d$/
const ambiguousExpiry: ReadonlySet<string> = new Set(['exp', 'expiry', 'expiration'])

/** Verification codes and expiry dates mean something only under their name. */
const detectCardDetails: Detector = (scan, found) => {
  const { reading, text } = scan
  if (text.length > 9) return
  if (reading.named.has('CARD_CVV') && /^\d{3,4}$/.test(text))
    addWhole(scan, found, 'CARD_CVV', 0.9)
  if (!reading.named.has('CARD_EXPIRY') || !expiry.test(text)) return
  const [only = ''] = reading.words
  const isAmbiguous = reading.words.length === 1 && ambiguousExpiry.has(only)
  if (!isAmbiguous || hasCardSibling(scan)) addWhole(scan, found, 'CARD_EXPIRY', 0.85)
}

function addWhole(
  scan: Scan,
  found: Candidate[],
  type: 'CARD_CVV' | 'CARD_EXPIRY',
  named: number,
): void {
  addMatch(scan, found, 0, scan.text.length, { type, alone: 0, named })
}

export const cardDetectors: readonly Detector[] = [detectTracks, detectCardDetails]
