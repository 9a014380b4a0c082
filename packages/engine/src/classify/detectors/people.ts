import { addMatch, type Candidate, type Detector, type Scan } from '../detector.ts'
import {
  eponymousBrands,
  familyEndings,
  familyWords,
  givenNames,
  honorifics,
  nameParticles,
  notPersonWords,
} from '../person-words.ts'

const nameWord = /^\p{Lu}(?:\p{L}|['’]\p{L}|-\p{L}|\p{M}){0,24}$/u
const initial = /^\p{Lu}\.?$/u
const maxWords = 6

const asciiWord = /^[A-Za-z0-9/-]*$/

/** Lower case, without accents, as the word lists are written. */
export function plainWord(word: string): string {
  if (asciiWord.test(word)) return word.toLowerCase()
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036f.'’]/g, '')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/[æÆ]/g, 'ae')
    .toLowerCase()
}

/** How much a sequence of words reads like a person's name: 0 not at all, 1 shape only, 2 a known part. */
export function nameEvidence(words: readonly string[]): 0 | 1 | 2 {
  if (words.length === 0 || words.length > maxWords) return 0
  const plain = words.map(plainWord)
  const body = honorifics.has(plain[0] ?? '') ? words.slice(1) : words
  if (body.length === 0 || !areNameWords(body)) return 0
  const parts = body.map(plainWord)
  if (parts.some((word, index) => isForeign(word, index, parts))) return 0
  if (isBrand(parts)) return 0
  const isKnown =
    givenNames.has(parts[0] ?? '') || (body.length !== words.length && body.length > 0)
  if (isKnown || givenNames.has((parts[0] ?? '').split('-')[0] ?? '')) return 2
  return body.length > 1 && isFamilyName(body[body.length - 1] ?? '') ? 2 : 1
}

function isFamilyName(word: string): boolean {
  return /(?:ić|cki|cka|ská|cký|cká)$/.test(word) || familyEndings.test(plainWord(word))
}

function isForeign(word: string, index: number, parts: readonly string[]): boolean {
  if (!notPersonWords.has(word)) return false
  const isFamily = index > 0 && index === parts.length - 1 && familyWords.has(word)
  return !isFamily || !givenNames.has(parts[0] ?? '')
}

function areNameWords(words: readonly string[]): boolean {
  let full = 0
  for (const [index, word] of words.entries()) {
    if (nameWord.test(word) && !isShouted(word)) full += word.length > 1 ? 1 : 0
    else if (!isInnerWord(word, index)) return false
  }
  return full > 0
}

function isInnerWord(word: string, index: number): boolean {
  if (initial.test(word)) return true
  return nameParticles.has(word.toLowerCase()) && index < maxWords
}

function isShouted(word: string): boolean {
  return (
    word.length > 3 &&
    word === word.toUpperCase() &&
    /\p{Ll}/u.test(word.toLowerCase()) &&
    !/['’-]/.test(word)
  )
}

function isBrand(parts: readonly string[]): boolean {
  const joined = parts.join(' ')
  if (eponymousBrands.has(joined)) return true
  return eponymousBrands.has(parts.slice(0, 2).join(' '))
}

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
  if (text.length > 64 || scan.features.digits > 0) return false
  const words = wholeWords(text)
  const isShoutedName =
    text === text.toUpperCase() && (reading.named.has('PERSON') || reading.bareName)
  const evidence = nameEvidence(isShoutedName ? words.map(capitalised) : words)
  const isNamed = reading.named.has('PERSON')
  if (evidence === 0) return addUnwritten(scan, found, words, isNamed)
  const isSingle = words.length === 1
  if (isSingle && !isNamed && !reading.bareName) return false
  const named =
    isSingle && evidence === 1 && !singleNameKeys.test(reading.words.join(' '))
      ? 0.5
      : 0.7 + evidence * 0.1
  const alone = aloneConfidence(evidence, isSingle, reading.bareName)
  addMatch(scan, found, 0, text.length, { type: 'PERSON', alone, named })
  return true
}

function aloneConfidence(evidence: 0 | 1 | 2, isSingle: boolean, bareName: boolean): number {
  if (bareName) return isSingle ? 0.45 : evidence === 2 ? 0.8 : 0.6
  return evidence === 2 ? 0.65 : 0.2
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

const wordInText = /[\p{L}\p{M}][\p{L}\p{M}'’.-]{0,30}/gu
const before =
  /(?:\bname is|\bnames? ?:|\bi am|\bi['’]m|\bcontact|\bregards,?|\bsincerely,?|\bdear|\bhi|\bhello|\bsigned|\battn:?|\bfrom:|\bto:|\bcc:|\badd|\bmy (?:wife|husband|son|daughter|mother|father|brother|sister|friend|boss|manager|colleague),?|\bspoke (?:to|with)|\bpatient|\bmr|\bmrs|\bms|\bdr|\bprof)\.?\s{1,3}$/i

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

function nameRunFrom(words: readonly Word[], first: number, text: string): number {
  let last = first
  for (let index = first + 1; index < words.length && index < first + maxWords; index += 1) {
    const [previous, next] = [words[index - 1], words[index]]
    if (previous === undefined || next === undefined) break
    if (next.start - previous.end !== 1 || text[previous.end] !== ' ') break
    if (
      /[.]$/.test(previous.text) &&
      !initial.test(previous.text) &&
      !honorifics.has(plainWord(previous.text))
    )
      break
    const isParticle = nameParticles.has(next.text.toLowerCase()) && next.text !== 'a'
    if (!isParticle && !nameWord.test(next.text.replace(/\.$/, ''))) break
    if (notPersonWords.has(plainWord(next.text)) && !isParticle) break
    if (!isParticle) last = index
  }
  return last
}

function scanText(scan: Scan, found: Candidate[]): void {
  const words: Word[] = []
  for (const match of scan.text.matchAll(wordInText)) {
    words.push({ text: match[0], start: match.index, end: match.index + match[0].length })
  }
  for (let index = 0; index < words.length; index += 1) {
    const first = words[index]
    if (first === undefined || !/^\p{Lu}/u.test(first.text)) continue
    if (notPersonWords.has(plainWord(first.text)) && !honorifics.has(plainWord(first.text)))
      continue
    const last = nameRunFrom(words, index, scan.text)
    if (!goesOnAsThing(words, last, scan.text)) addRun(scan, found, words.slice(index, last + 1))
    index = last
  }
}

/** `Jane Roe Street`, `Jane Roe Holdings`: named after a person, and none. */
function goesOnAsThing(words: readonly Word[], last: number, text: string): boolean {
  const [end, next] = [words[last], words[last + 1]]
  if (end === undefined || next === undefined || !/^\p{Lu}/u.test(next.text)) return false
  const gap = text.slice(end.end, next.start)
  return (gap === ' ' || gap === ' & ') && notPersonWords.has(plainWord(next.text))
}

function addRun(scan: Scan, found: Candidate[], run: readonly Word[]): void {
  const first = run[0]
  const last = run[run.length - 1]
  if (first === undefined || last === undefined) return
  const end = last.end - (/[.]$/.test(last.text) && !initial.test(last.text) ? 1 : 0)
  const evidence = nameEvidence(run.map((word) => word.text.replace(/\.$/, '')))
  if (evidence === 0) return
  const hasCue = before.test(scan.text.slice(Math.max(0, first.start - 32), first.start))
  const alone = hasCue
    ? run.length > 1 || evidence === 2
      ? 0.8
      : 0.6
    : run.length > 1 && evidence === 2
      ? 0.62
      : 0
  if (alone > 0)
    addMatch(scan, found, first.start, end, { type: 'PERSON', alone, named: Math.max(alone, 0.7) })
}

export const detectPeople: Detector = (scan, found) => {
  const { features } = scan
  if (scan.kind !== 'string' || features.length < 2) return
  if (features.uppers === 0 && !scan.reading.named.has('PERSON')) return
  if (scanWhole(scan, found)) return
  if (features.spaces >= 2 && features.length >= 12) scanText(scan, found)
}
