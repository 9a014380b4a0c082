import { addMatch, type Candidate, type Scan } from '../detector.ts'
import {
  initial,
  maxWords,
  type NameEvidence,
  nameEvidence,
  nameWord,
  plainWord,
} from '../name-evidence.ts'
import { familyWords, honorifics, nameParticles, notPersonWords } from '../person-words.ts'

const wordInText = /[\p{L}\p{M}][\p{L}\p{M}'’.-]{0,30}/gu
const before =
  /(?:\bname is|\bnames? ?:|\bi am|\bi['’]m|\bcontact|\bregards,?|\bsincerely,?|\bdear|\bhi|\bhello|\bsigned|\battn:?|\bfrom:|\bto:|\bcc:|\badd|\bmy (?:wife|husband|son|daughter|mother|father|brother|sister|friend|boss|manager|colleague),?|\bspoke (?:to|with)|\bpatient|\bmr|\bmrs|\bms|\bdr|\bprof)\.?\s{1,3}$/i

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Index of the last word of the name that begins at `first`. */
function nameRunFrom(words: readonly Word[], first: number, text: string): number {
  let last = first
  const end = Math.min(words.length, first + maxWords)
  for (let index = first + 1; index < end; index += 1) {
    const [previous, next] = [words[index - 1], words[index]]
    if (previous === undefined || next === undefined || !isNextTo(previous, next, text)) break
    if (nameParticles.has(next.text.toLowerCase())) continue
    if (!nameWord.test(next.text.replace(/\.$/, '')) || isThing(next)) break
    last = index
  }
  return last
}

/** One blank between them, and no end of a sentence. */
function isNextTo(previous: Word, next: Word, text: string): boolean {
  if (next.start - previous.end !== 1 || text[previous.end] !== ' ') return false
  if (!previous.text.endsWith('.') || initial.test(previous.text)) return true
  return honorifics.has(plainWord(previous.text))
}

function isThing(word: Word): boolean {
  const plain = plainWord(word.text)
  return notPersonWords.has(plain) && !familyWords.has(plain)
}

/** Names after a cue, and known given names followed by another name. */
export function scanNamesInText(scan: Scan, found: Candidate[]): void {
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
  return (gap === ' ' || gap === ' & ') && isThing(next)
}

function addRun(scan: Scan, found: Candidate[], run: readonly Word[]): void {
  const first = run[0]
  const last = run[run.length - 1]
  if (first === undefined || last === undefined) return
  const end = last.end - (/[.]$/.test(last.text) && !initial.test(last.text) ? 1 : 0)
  const evidence = nameEvidence(run.map((word) => word.text.replace(/\.$/, '')))
  if (evidence === 0) return
  const hasCue = before.test(scan.text.slice(Math.max(0, first.start - 32), first.start))
  const alone = confidenceInText(hasCue, evidence, run.length)
  if (alone === 0) return
  addMatch(scan, found, first.start, end, { type: 'PERSON', alone, named: Math.max(alone, 0.7) })
}

function confidenceInText(hasCue: boolean, evidence: NameEvidence, words: number): number {
  if (hasCue) return words > 1 || evidence === 2 ? 0.8 : 0.6
  return words > 1 && evidence === 2 ? 0.62 : 0
}
