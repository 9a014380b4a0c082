import { digitAt, weightedSum } from '../check-digits/weighted.ts'
import { mod97Alphanumeric } from '../check-digits/mod-97.ts'
import { countryCodes } from '../countries.ts'
import { always, type IdentityRule } from '../identity-rule.ts'

/** Length of an IBAN by country (ISO 13616 registry). */
const ibanLengths = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
    .split(' ')
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
)

export function isIban(compact: string): boolean {
  if (ibanLengths.get(compact.slice(0, 2)) !== compact.length) return false
  const check = Number(compact.slice(2, 4))
  if (check < 2 || check > 98) return false
  return mod97Alphanumeric(compact.slice(4) + compact.slice(0, 4)) === 1
}

const routingWeights = [3, 7, 1, 3, 7, 1, 3, 7, 1]

export function isRoutingNumber(digits: string): boolean {
  const prefix = Number(digits.slice(0, 2))
  const isAssigned =
    prefix <= 12 ||
    (prefix >= 21 && prefix <= 32) ||
    (prefix >= 61 && prefix <= 72) ||
    prefix === 80
  return isAssigned && digits !== '000000000' && weightedSum(digits, routingWeights) % 10 === 0
}

export const bankRules: readonly IdentityRule[] = [
  {
    type: 'IBAN_CODE',
    lengths: [...new Set(ibanLengths.values())],
    shape: /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/,
    layout: /^[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{1,4}){3,8}$/,
    valid: isIban,
    alone: 0.95,
    named: 0.99,
    unmistakable: true,
  },
  {
    type: 'SWIFT_BIC',
    lengths: [8, 11],
    shape: /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/,
    layout: /^[A-Z0-9]{8,11}$/,
    valid: (text) => countryCodes.has(text.slice(4, 6)) && digitAt(text, 7) !== 0,
    alone: 0,
    named: 0.9,
  },
  {
    type: 'US_ABA_ROUTING',
    lengths: [9],
    shape: /^\d{9}$/,
    layout: /^\d{9}$|^\d{4}-\d{4}-\d$/,
    valid: isRoutingNumber,
    alone: 0,
    named: 0.95,
  },
  {
    type: 'US_BANK_ACCOUNT',
    lengths: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
    shape: /^\d{6,17}$/,
    layout: /^\d{6,17}$/,
    valid: always,
    alone: 0,
    named: 0.7,
  },
]
