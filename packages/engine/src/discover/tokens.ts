import { type Hash64, type HashSeed, hashFromHex, hashHex, hashText } from '../lib/sip-hash.ts'
import { limits } from '../limits.ts'
import {
  isValueShape,
  type SegmentShape,
  segmentShapes,
  shapeOf,
  splitExtension,
  splitVerb,
} from './segment-shape.ts'

/** What may be kept of one path segment: how it looks and keyed hashes, never its text. */
export interface Token {
  /** Shape of the name without its ending. */
  readonly shape: SegmentShape
  readonly hash: Hash64
  /** Hash of a file extension or custom verb, where the segment has one. */
  readonly ending: Hash64 | null
}

export interface PathTokens {
  readonly method: string
  readonly segments: readonly Token[]
  readonly trailingSlash: boolean
  /** Decoded segments; null when the tokens were read back from a row. */
  readonly text: readonly string[] | null
}

/** `urlPath` is the path as sent: a query, a fragment or an absolute form before it is ignored. */
export function tokenise(method: string, urlPath: string, seed: HashSeed): PathTokens {
  const raw = pathOnly(urlPath).split('/', limits.pathSegments + 2)
  if (raw[0] === '') raw.shift()
  const trailingSlash = raw.length > 0 && raw[raw.length - 1] === ''
  if (trailingSlash) raw.pop()
  const text = raw.slice(0, limits.pathSegments).map(segmentText)
  const words = rememberedWords(seed)
  return {
    method: methodName(method),
    segments: text.map((segment) => words.get(segment) ?? newToken(segment, seed, words)),
    trailingSlash,
    text,
  }
}

/** The same few words come again and again: their tokens are remembered for each seed. */
const remembered = new WeakMap<HashSeed, Map<string, Token>>()
/** A longer segment is seldom a word. */
const wordChars = 24

function rememberedWords(seed: HashSeed): Map<string, Token> {
  const known = remembered.get(seed)
  if (known !== undefined) return known
  const words = new Map<string, Token>()
  remembered.set(seed, words)
  return words
}

function newToken(segment: string, seed: HashSeed, words: Map<string, Token>): Token {
  const { stem, ending } = splitEnding(segment)
  const token = {
    shape: shapeOf(stem),
    hash: hashText(segment, seed),
    ending: ending === '' ? null : hashText(ending, seed),
  }
  // Values would push the words out.
  if (segment.length > wordChars || isValueShape(token.shape)) return token
  if (words.size >= limits.rememberedTokens) words.clear()
  words.set(segment, token)
  return token
}

export function splitEnding(segment: string): { stem: string; ending: string } {
  if (!/[.:]/.test(segment)) return { stem: segment, ending: '' }
  const { stem, verb } = splitVerb(segment)
  if (verb !== '') return { stem, ending: verb }
  const file = splitExtension(segment)
  return file.stem === ''
    ? { stem: segment, ending: '' }
    : { stem: file.stem, ending: file.extension }
}

function methodName(method: string): string {
  if (usualMethods.has(method)) return method
  return /^[A-Za-z-]{1,20}$/.test(method) ? method.toUpperCase() : 'OTHER'
}

const usualMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function pathOnly(url: string): string {
  const path = url.startsWith('/')
    ? url
    : url.replace(/^[a-zA-Z][a-zA-Z0-9+.-]{0,20}:\/\/[^/?#]{0,300}/, '')
  const query = path.indexOf('?')
  const asked = query < 0 ? path : path.slice(0, query)
  const fragment = asked.indexOf('#')
  return fragment < 0 ? asked : asked.slice(0, fragment)
}

function segmentText(raw: string): string {
  const matrix = raw.indexOf(';')
  const bare = (matrix > 0 ? raw.slice(0, matrix) : raw).slice(0, limits.segmentChars)
  if (!bare.includes('%')) return bare
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}

/** A row's form: `GET/` then per segment the shape's letter, 16 hex digits, 16 more for an ending. */
export function encodeTokens(tokens: PathTokens): string {
  const segments = tokens.segments.map(
    ({ shape, hash, ending }) =>
      shapeLetter(shape) + hashHex(hash) + (ending === null ? '' : hashHex(ending)),
  )
  return [tokens.method, ...segments, ...(tokens.trailingSlash ? [''] : [])].join('/')
}

/** Null when `row` is not something `encodeTokens` wrote. */
export function decodeTokens(row: string): PathTokens | null {
  const [method, ...rest] = row.split('/')
  if (method === undefined || methodName(method) !== method) return null
  const trailingSlash = rest.length > 0 && rest[rest.length - 1] === ''
  if (trailingSlash) rest.pop()
  const segments: Token[] = []
  for (const part of rest) {
    const token = decodeToken(part)
    if (token === null) return null
    segments.push(token)
  }
  return { method, segments, trailingSlash, text: null }
}

function decodeToken(part: string): Token | null {
  const shape = segmentShapes[part.charCodeAt(0) - firstLetter]
  if (shape === undefined || !/^.[0-9a-f]{16}(?:[0-9a-f]{16})?$/.test(part)) return null
  return {
    shape,
    hash: hashFromHex(part.slice(1, 17)),
    ending: part.length > 17 ? hashFromHex(part.slice(17)) : null,
  }
}

const firstLetter = 'A'.charCodeAt(0)

function shapeLetter(shape: SegmentShape): string {
  return String.fromCharCode(firstLetter + segmentShapes.indexOf(shape))
}
