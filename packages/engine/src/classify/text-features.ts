/** What one pass over a text tells: the necessary conditions of every detector. */
export interface TextFeatures {
  readonly length: number
  readonly digits: number
  readonly uppers: number
  readonly spaces: number
  readonly colons: number
  readonly dots: number
  readonly dashes: number
  readonly hasAt: boolean
  /** Longest run without white space. */
  readonly longestWord: number
}

const other = 0
const digit = 1
const upper = 2
const space = 3
const colon = 4
const dot = 5
const dash = 6
const at = 7

const classes = buildClasses()
const counts = new Uint32Array(8)

function buildClasses(): Uint8Array {
  const table = new Uint8Array(128).fill(other)
  table.fill(digit, 48, 58)
  table.fill(upper, 65, 91)
  table.fill(space, 9, 14)
  for (const [character, kind] of [' ', ':', '.', '-', '@'].map(
    (mark, index) => [mark, index + space] as const,
  )) {
    table[character.charCodeAt(0)] = kind
  }
  return table
}

/** ASCII by the table; any letter past it may be a capital. */
function classOf(code: number): number {
  if (code < 128) return classes[code] ?? other
  return code >= 0xc0 ? upper : other
}

export function readFeatures(text: string): TextFeatures {
  counts.fill(0)
  let wordStart = 0
  let longestWord = 0
  for (let index = 0; index < text.length; index += 1) {
    const kind = classOf(text.charCodeAt(index))
    counts[kind] = (counts[kind] ?? 0) + 1
    if (kind !== space) continue
    longestWord = Math.max(longestWord, index - wordStart)
    wordStart = index + 1
  }
  return {
    length: text.length,
    digits: counts[digit] ?? 0,
    uppers: counts[upper] ?? 0,
    spaces: counts[space] ?? 0,
    colons: counts[colon] ?? 0,
    dots: counts[dot] ?? 0,
    dashes: counts[dash] ?? 0,
    hasAt: (counts[at] ?? 0) > 0,
    longestWord: Math.max(longestWord, text.length - wordStart),
  }
}
