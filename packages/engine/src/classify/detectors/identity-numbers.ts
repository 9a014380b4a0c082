import { candidate, type Candidate, confidenceUnder, type Detector, readingAt, type Scan } from '../detector.ts'
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

/** Tries every rule of a token's length; cheap conditions first. */
export const detectIdentityNumbers: Detector = (scan, found) => {
  if (scan.features.digits === 0 && !mayBeWordCode(scan)) return
  if (scan.features.length < 3) return
  for (const token of tokensOf(scan.text)) {
    const rules = rulesByLength.get(token.compact.length)
    if (rules !== undefined) tryRules(scan, token, rules, found)
  }
}

/** A bank's code may be letters only, and only under its name. */
function mayBeWordCode(scan: Scan): boolean {
  return scan.reading.named.has('SWIFT_BIC')
}

function tryRules(
  scan: Scan,
  token: Token,
  rules: readonly IdentityRule[],
  found: Candidate[],
): void {
  const reading = readingAt(scan, token.start, token.end)
  const isBare = token.raw.length === token.compact.length
  for (const rule of rules) {
    const alone = isBare ? rule.alone : (rule.aloneFormatted ?? rule.alone)
    const confidence = confidenceUnder(reading, {
      type: rule.type,
      alone,
      named: rule.named,
      unmistakable: rule.unmistakable === true,
      bare: isBare,
    })
    if (confidence === 0 || !rule.shape.test(token.compact)) continue
    if (rule.layout !== undefined && !rule.layout.test(token.raw)) continue
    if (rule.valid(token.compact)) {
      found.push(candidate(rule.type, confidence, token.start, token.end))
    } else if (rule.refutable === true) {
      found.push(candidate(rule.type, 0, token.start, token.end))
    }
  }
}
