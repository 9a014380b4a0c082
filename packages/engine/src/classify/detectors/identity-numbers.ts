import {
  addMatch,
  type Candidate,
  candidate,
  confidenceUnder,
  type Credence,
  type Detector,
  isWhole,
  type Scan,
} from '../detector.ts'
import type { IdentityRule } from '../identity-rule.ts'
import { type Token, tokensOf } from '../tokens.ts'
import { bankRules } from './bank-accounts.ts'
import { cardRules } from './cards.ts'
import { deviceRules } from './devices.ts'
import { americasRules } from './identity-numbers-americas.ts'
import { asiaPacificRules } from './identity-numbers-asia-pacific.ts'
import { europeRules } from './identity-numbers-europe.ts'

export const identityRules: readonly IdentityRule[] = [
  ...cardRules,
  ...bankRules,
  ...americasRules,
  ...europeRules,
  ...asiaPacificRules,
  ...deviceRules,
]

const rulesByLength = groupByLength()

function groupByLength(): ReadonlyMap<number, readonly IdentityRule[]> {
  const map = new Map<number, IdentityRule[]>()
  for (const rule of identityRules) {
    for (const length of rule.lengths) {
      const rules = map.get(length)
      if (rules === undefined) map.set(length, [rule])
      else rules.push(rule)
    }
  }
  return map
}

/** A word of a longer text carries at least this many digits to be tried. */
const leastDigitsInside = 4

/** Tries every rule of a token's length; cheap conditions first. */
export const detectIdentityNumbers: Detector = (scan, found) => {
  const { features, text } = scan
  if (features.length < 3 || (features.digits === 0 && !mayBeWordCode(scan))) return
  if (features.digits < leastDigitsInside && features.length > longestWithFewDigits) return
  for (const token of tokensOf(text)) {
    const rules = rulesByLength.get(token.compact.length)
    if (rules === undefined) continue
    if (isWhole(text, token.start, token.end)) tryWhole(scan, token, rules, found)
    else if (hasDigits(token.compact, leastDigitsInside)) tryInside(scan, token, rules, found)
  }
}

const longestWithFewDigits = 20

/** A bank's code may be letters only, and only under its name. */
function mayBeWordCode(scan: Scan): boolean {
  return scan.reading.named.has('SWIFT_BIC')
}

function hasDigits(text: string, least: number): boolean {
  let digits = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code >= 48 && code <= 57) digits += 1
  }
  return digits >= least
}

function credenceOf(rule: IdentityRule, token: Token): Credence {
  const isBare = token.raw.length === token.compact.length
  return {
    type: rule.type,
    alone: isBare ? rule.alone : (rule.aloneFormatted ?? rule.alone),
    named: rule.named,
    unmistakable: rule.unmistakable === true,
    bare: isBare,
  }
}

function fits(rule: IdentityRule, token: Token): boolean {
  if (!rule.shape.test(token.compact)) return false
  return rule.layout === undefined || rule.layout.test(token.raw)
}

/** The name of the field is read already, so it is asked before the value is checked. */
function tryWhole(
  scan: Scan,
  token: Token,
  rules: readonly IdentityRule[],
  found: Candidate[],
): void {
  for (const rule of rules) {
    const confidence = confidenceUnder(scan.reading, credenceOf(rule, token))
    if (confidence === 0 || !fits(rule, token)) continue
    const isValid = rule.valid(token.compact)
    if (!isValid && rule.refutable !== true) continue
    found.push(candidate(rule.type, isValid ? confidence : 0, token.start, token.end))
  }
}

/** Reading the words beside a token costs more than checking it, so the check comes first. */
function tryInside(
  scan: Scan,
  token: Token,
  rules: readonly IdentityRule[],
  found: Candidate[],
): void {
  for (const rule of rules) {
    if (!fits(rule, token) || !rule.valid(token.compact)) continue
    addMatch(scan, found, token.start, token.end, credenceOf(rule, token))
  }
}
