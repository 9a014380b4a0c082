import { isLuhnValid } from '../check-digits/luhn.ts'
import { travelDocumentDigit } from '../check-digits/travel-document.ts'
import { digitAt, isRepeated } from '../check-digits/weighted.ts'
import { addMatch, type Detector } from '../detector.ts'
import { always, type IdentityRule } from '../identity-rule.ts'

const letterValues = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** Letters count by their place in rows of ten (49 CFR 565.15). */
export function isVehicleNumber(compact: string): boolean {
  let sum = 0
  for (let index = 0; index < 17; index += 1) {
    sum += (letterValues.indexOf(compact[index] ?? '') % 10) * (vinWeights[index] ?? 0)
  }
  const check = sum % 11
  return compact[8] === (check === 10 ? 'X' : String(check)) && !isRepeated(compact)
}

export const deviceRules: readonly IdentityRule[] = [
  {
    type: 'IMEI',
    lengths: [15],
    shape: /^\d{15}$/,
    layout: /^\d{15}$|^\d{2}-\d{6}-\d{6}-\d$/,
    valid: (digits) => isLuhnValid(digits) && !isRepeated(digits),
    alone: 0.3,
    aloneFormatted: 0.8,
    named: 0.97,
  },
  {
    type: 'ICCID',
    lengths: [19, 20],
    shape: /^89\d{17,18}$/,
    layout: /^\d{19,20}$/,
    valid: isLuhnValid,
    alone: 0.75,
    named: 0.97,
  },
  {
    type: 'VIN',
    lengths: [17],
    shape: /^[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{8}$/,
    layout: /^[A-Za-z0-9]{17}$/,
    valid: (compact) => isVehicleNumber(compact) && /[A-Z]/.test(compact),
    alone: 0.65,
    named: 0.97,
  },
  {
    type: 'ICD10',
    lengths: [3, 4, 5, 6, 7],
    shape: /^[A-TV-Z]\d[0-9AB][0-9A-Z]{0,4}$/,
    layout: /^[A-Za-z]\d[0-9ABab](?:\.[0-9A-Za-z]{1,4})?$/,
    valid: always,
    alone: 0,
    named: 0.85,
  },
  {
    type: 'NDC',
    lengths: [10, 11],
    shape: /^\d{10,11}$/,
    layout: /^\d{4,5}-\d{3,4}-\d{1,2}$|^\d{11}$/,
    valid: always,
    alone: 0,
    named: 0.85,
  },
  {
    type: 'CPT',
    lengths: [5],
    shape: /^\d{4}[0-9FTU]$/,
    layout: /^\d{4}[0-9FTU]$/,
    valid: always,
    alone: 0,
    named: 0.8,
  },
]

const travelLine = /[ACIPV][A-Z<][A-Z<]{3}[A-Z0-9<]{25,39}\s{1,2}[A-Z0-9<]{30,44}/g

function isTravelDocument(text: string): boolean {
  const [first = '', second = ''] = text.split(/\s{1,2}/)
  if (second.length === 44 && first.length === 44) {
    return travelDocumentDigit(second.slice(0, 9)) === digitAt(second, 9)
  }
  return first.length === 30 && travelDocumentDigit(first.slice(5, 14)) === digitAt(first, 14)
}

const detectTravelDocument: Detector = (scan, found) => {
  if (scan.features.longestWord < 30 || !scan.text.includes('<<')) return
  for (const match of scan.text.matchAll(travelLine)) {
    if (!isTravelDocument(match[0])) continue
    const credence = { type: 'MRZ', alone: 0.95, named: 0.98, unmistakable: true } as const
    addMatch(scan, found, match.index, match.index + match[0].length, credence)
  }
}

export const deviceDetectors: readonly Detector[] = [detectTravelDocument]
