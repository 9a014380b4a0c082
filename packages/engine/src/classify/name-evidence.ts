import {
  eponymousBrands,
  familyEndings,
  familyWords,
  givenNames,
  honorifics,
  nameParticles,
  notPersonWords,
} from './person-words.ts'

/** A capitalised word as names are written. */
export const nameWord = /^\p{Lu}(?:\p{L}|['’]\p{L}|-\p{L}|\p{M}){0,24}$/u
export const initial = /^\p{Lu}\.?$/u
/** Words of the longest name. */
export const maxWords = 6

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

/** 0: no name; 1: the shape of one; 2: the shape, and a part known from names. */
export type NameEvidence = 0 | 1 | 2

/** How much a sequence of words reads like a person's name. */
export function nameEvidence(words: readonly string[]): NameEvidence {
  if (words.length === 0 || words.length > maxWords) return 0
  const hasHonorific = honorifics.has(plainWord(words[0] ?? ''))
  const body = hasHonorific ? words.slice(1) : words
  if (!areNameWords(body)) return 0
  const parts = body.map(plainWord)
  if (isBrand(parts) || parts.some((word, index) => isForeign(word, index, parts))) return 0
  return hasHonorific || hasKnownPart(body, parts) ? 2 : 1
}

function hasKnownPart(body: readonly string[], parts: readonly string[]): boolean {
  const first = parts[0] ?? ''
  if (givenNames.has(first) || givenNames.has(first.split('-', 1)[0] ?? '')) return true
  return body.length > 1 && isFamilyName(body[body.length - 1] ?? '')
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
  for (const word of words) {
    if (nameWord.test(word) && !isShouted(word)) full += word.length > 1 ? 1 : 0
    else if (!isInnerWord(word)) return false
  }
  return full > 0
}

function isInnerWord(word: string): boolean {
  if (initial.test(word)) return true
  return nameParticles.has(word.toLowerCase())
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
