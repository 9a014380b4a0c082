import { addMatch, type Candidate, type Detector, type Scan } from '../detector.ts'
import { lowerCaseStreetWords, notHouseWords, streetEndings, streetWords } from '../street-words.ts'
import { plainWord } from '../name-evidence.ts'

interface Word {
  readonly text: string
  readonly plain: string
  readonly start: number
  readonly end: number
  /** Ends its clause. */
  readonly stops: boolean
}

const houseNumber = /^\d{1,5}(?:[-/]\d{1,4})?[A-Za-z]?$/
const wordPattern = /[\p{L}\p{M}\d][\p{L}\p{M}\d'’/-]{0,40}\.?/gu
const postBox =
  /\b(?:p\.? ?o\.? ?box|post office box|postfach|postboks|apartado|boite postale|casella postale|caixa postal|psc) {1,2}\d{1,6}\b/gi
const cue =
  /\b(?:address|adresse|anschrift|direccion|indirizzo|located at|lives? at|living at|resid\w{1,6} (?:at|in)|ship(?:ped)? to|deliver(?:ed)? to|moved? to|validate the following|street)\b[^\n\d]{0,40}$/i
/** What joins a number to something before it: a time, a price, a version. */
const joined = /[.:/$€£#=%-]/
const maxWordsBetween = 5
/** One or two blanks and another word. */
const goesOn = /^ {1,2}[\p{L}\p{N}'’]/u

/** Written with a capital, or in a language that writes these words without. */
function isStandalone(word: Word): boolean {
  if (!streetWords.has(word.plain)) return false
  return /^\p{Lu}/u.test(word.text) || lowerCaseStreetWords.has(word.plain)
}

/** Ends that also close common words count only in a word with something before them. */
function isStreetWord(word: Word): boolean {
  if (isStandalone(word)) return true
  const bare = word.plain.replace(/[/-]/g, '')
  return bare.length >= 7 && /^\p{Lu}/u.test(word.text) && streetEndings.test(bare)
}

function isNameLike(word: Word): boolean {
  return (
    /^(?:[dDlL]['’])?\p{Lu}/u.test(word.text) ||
    /^\d{1,3}(?:st|nd|rd|th|e|de)$/.test(word.text) ||
    linking.has(word.plain)
  )
}

const linking: ReadonlySet<string> = new Set(
  'de la le les du des del della dei di da do dos das der den van von of the and e y i d l s in a el al ul u'.split(
    ' ',
  ),
)

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  for (const match of text.matchAll(wordPattern)) {
    const end = match.index + match[0].length
    words.push({
      text: match[0],
      plain: plainWord(match[0]),
      start: match.index,
      end,
      stops: !goesOn.test(text.slice(end, end + 3)),
    })
  }
  return words
}

/** `12 High Street`, `9 Rue de la Paix`: a number, then name words with a street word among them. */
function forwards(words: readonly Word[], at: number): Word | null {
  const next = words[at + 1]
  const startsAsStreet = next !== undefined && isStandalone(next)
  let last: Word | null = null
  for (const word of words.slice(at + 1, at + 1 + maxWordsBetween)) {
    if (!isNameLike(word) && !isStandalone(word)) break
    const isFirst = word === next
    if (isStreetWord(word) && (!isFirst || followsName(words[at + 2]))) last = word
    else if (last !== null && startsAsStreet && isName(word)) last = word
    if (word.stops) break
  }
  return last
}

function isName(word: Word): boolean {
  return isNameLike(word) && !linking.has(word.plain)
}

/** A street word in front needs a name behind it. */
function followsName(word: Word | undefined): boolean {
  return word !== undefined && isNameLike(word)
}

/** `Hauptstraße 5`, `Via Roma 12`: name words with a street word among them, then a number. */
function backwards(words: readonly Word[], at: number): Word | null {
  if (!mayBeHouse(words[at - 1])) return null
  let first: Word | null = null
  let hasStreet = false
  for (const word of words.slice(Math.max(0, at - maxWordsBetween), at).reverse()) {
    const isStreet = isStandalone(word)
    if (word.stops || houseNumber.test(word.text) || !(isNameLike(word) || isStreet)) break
    if (isStreetWord(word) && isSpelledOut(word)) hasStreet = true
    if (isStreet || /^\p{Lu}/u.test(word.text)) first = word
  }
  return hasStreet ? first : null
}

function mayBeHouse(previous: Word | undefined): boolean {
  if (previous === undefined) return false
  return !notHouseWords.has(previous.plain) || isStreetWord(previous)
}

/** Two plain letters (`st`, `al`) are too little evidence before a number. */
function isSpelledOut(word: Word): boolean {
  return word.text.length > 2 || /[^a-zA-Z]/.test(word.text)
}

function nearestName(words: readonly Word[], at: number): Word | null {
  let first: Word | null = null
  for (let index = at - 1; index >= 0 && index >= at - maxWordsBetween; index -= 1) {
    const word = words[index]
    if (word === undefined || word.stops || !isNameLike(word) || notHouseWords.has(word.plain))
      break
    if (/^\p{Lu}/u.test(word.text)) first = word
  }
  return first
}

function addAround(scan: Scan, found: Candidate[], words: readonly Word[], at: number): void {
  const number = words[at]
  if (number === undefined || joined.test(scan.text[number.start - 1] ?? '')) return
  const after = number.stops ? null : forwards(words, at)
  if (after !== null) return addSpan(scan, found, number.start, after.end, 0.75)
  const first = backwards(words, at)
  if (first !== null) return addSpan(scan, found, first.start, number.end, 0.75)
  const name = nearestName(words, at)
  if (name === null) return addAfterCue(scan, found, words, at)
  if (!cue.test(scan.text.slice(Math.max(0, name.start - 64), name.start))) return
  addSpan(scan, found, name.start, number.end, 0.65)
}

/** A number, then names, right after words for an address. */
function addAfterCue(scan: Scan, found: Candidate[], words: readonly Word[], at: number): void {
  const number = words[at]
  if (number === undefined || number.stops) return
  let last = number
  for (const word of words.slice(at + 1, at + maxWordsBetween)) {
    if (!isNameLike(word) || last.stops) break
    last = word
  }
  if (last === number || !cue.test(scan.text.slice(Math.max(0, number.start - 64), number.start)))
    return
  addSpan(scan, found, number.start, last.end, 0.65)
}

function addSpan(scan: Scan, found: Candidate[], start: number, end: number, alone: number): void {
  addMatch(scan, found, start, end, { type: 'STREET_ADDRESS', alone, named: 0.95 })
}

/** Under a telling name any name beside a number will do, and any street without one. */
function addNamed(scan: Scan, found: Candidate[], words: readonly Word[]): void {
  const { text, features } = scan
  if (words.length > 14 || text.length > 160 || /@|:\/\//.test(text)) return
  const hasNumber = words.some((word) => /\d/.test(word.text))
  const hasName = words.some((word) => /^\p{L}{2}/u.test(word.text))
  const isAddress =
    hasName &&
    ((hasNumber && features.spaces > 0) || (words.length > 1 && words.some(isStreetWord)))
  if (isAddress)
    addMatch(scan, found, 0, text.length, { type: 'STREET_ADDRESS', alone: 0, named: 0.85 })
}

export const detectAddresses: Detector = (scan, found) => {
  const { text, features, reading } = scan
  const isNamed = reading.named.has('STREET_ADDRESS')
  if (scan.kind !== 'string' || features.spaces === 0 || features.length < 6) return
  if (features.digits === 0 && !isNamed) return
  const words = wordsOf(text)
  if (isNamed) addNamed(scan, found, words)
  for (let at = 0; at < words.length; at += 1) {
    if (houseNumber.test((words[at]?.text ?? '').replace(/\.$/, '')))
      addAround(scan, found, words, at)
  }
  for (const match of text.matchAll(postBox)) {
    addSpan(scan, found, match.index, match.index + match[0].length, 0.85)
  }
}
