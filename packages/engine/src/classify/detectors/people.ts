import { addMatch, type Candidate, type Detector, type Scan } from '../detector.ts'
import { type NameEvidence, nameEvidence } from '../name-evidence.ts'
import { scanNamesInText } from './people-in-text.ts'

const longestName = 64
const surnameFirst =
  /^(\p{Lu}[\p{L}'’-]{1,30}),\s{1,2}(\p{Lu}[\p{L}'’.-]{0,30}(?: \p{Lu}[\p{L}'’.-]{0,30})?)$/u

function wholeWords(text: string): readonly string[] {
  const clean = text.replace(/[\u200b\ufeff]/g, '').trim()
  const inverted = surnameFirst.exec(clean)
  return (inverted === null ? clean : `${inverted[2]} ${inverted[1]}`).split(/\s{1,4}/)
}

const singleNameKeys =
  /first|last|given|family|middle|sur|maiden|nick|fore|vorname|nachname|apellido|nombre|prenom|cognome|naam|imie|navn|preferred/

function scanWhole(scan: Scan, found: Candidate[]): boolean {
  const { text, reading } = scan
  if (text.length > longestName || scan.features.digits > 0) return false
  const words = wholeWords(text)
  const isNamed = reading.named.has('PERSON')
  const mayBeShouted = (isNamed || reading.bareName) && text === text.toUpperCase()
  const evidence = nameEvidence(mayBeShouted ? words.map(capitalised) : words)
  if (evidence === 0) return addUnwritten(scan, found, words, isNamed)
  const isSingle = words.length === 1
  if (isSingle && !isNamed && !reading.bareName) return false
  const alone = aloneConfidence(scan, evidence, isSingle)
  addMatch(scan, found, 0, text.length, {
    type: 'PERSON',
    alone,
    named: namedConfidence(scan, evidence, isSingle),
  })
  return true
}

/** One unknown word under a name like `customer` may be a company's. */
function namedConfidence(scan: Scan, evidence: NameEvidence, isSingle: boolean): number {
  if (isSingle && evidence === 1 && !singleNameKeys.test(scan.reading.words.join(' '))) return 0.5
  return evidence === 2 ? 0.9 : 0.8
}

const personSiblings =
  /^(?:e_?mail|phone|mobile|dob|birth_?da\w{2,3}|date_?of_?birth|gender|nationality|address|age|title)$/

/** `name` beside an e-mail address or a date of birth is a person's. */
function hasPersonSiblings(scan: Scan): boolean {
  for (const key of scan.context.siblings ?? []) if (personSiblings.test(key)) return true
  return false
}

function aloneConfidence(scan: Scan, evidence: NameEvidence, isSingle: boolean): number {
  if (scan.reading.ofThing) return 0
  if (!scan.reading.bareName) return evidence === 2 ? 0.65 : 0.2
  if (hasPersonSiblings(scan)) return isSingle ? 0.55 : 0.5 + evidence * 0.15
  if (isSingle) return evidence === 2 ? 0.45 : 0.2
  return evidence === 2 ? 0.8 : 0.3
}

/** Scripts without capitals: under a telling name a short run of letters is a name. */
function addUnwritten(
  scan: Scan,
  found: Candidate[],
  words: readonly string[],
  isNamed: boolean,
): boolean {
  if (!isNamed || words.length > 4 || !/^[\p{Lo}\p{M}\s·・]{2,30}$/u.test(scan.text)) return false
  addMatch(scan, found, 0, scan.text.length, { type: 'PERSON', alone: 0, named: 0.75 })
  return true
}

function capitalised(word: string): string {
  return word.slice(0, 1) + word.slice(1).toLowerCase()
}

export const detectPeople: Detector = (scan, found) => {
  const { features } = scan
  if (scan.kind !== 'string' || features.length < 2) return
  if (features.uppers === 0 && !scan.reading.named.has('PERSON')) return
  if (scanWhole(scan, found)) return
  if (features.spaces >= 2 && features.length >= 12) scanNamesInText(scan, found)
}
