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

export function readFeatures(text: string): TextFeatures {
  let digits = 0
  let uppers = 0
  let spaces = 0
  let colons = 0
  let dots = 0
  let dashes = 0
  let hasAt = false
  let wordStart = 0
  let longestWord = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code >= 97 && code <= 122) continue
    if (code >= 48 && code <= 57) digits += 1
    else if (isUpperCode(code)) uppers += 1
    else if (code === 32 || (code >= 9 && code <= 13)) {
      spaces += 1
      if (index - wordStart > longestWord) longestWord = index - wordStart
      wordStart = index + 1
    } else if (code === 46) dots += 1
    else if (code === 45) dashes += 1
    else if (code === 58) colons += 1
    else if (code === 64) hasAt = true
  }
  if (text.length - wordStart > longestWord) longestWord = text.length - wordStart
  return { length: text.length, digits, uppers, spaces, colons, dots, dashes, hasAt, longestWord }
}

/** ASCII capitals; any letter past ASCII may be one. */
function isUpperCode(code: number): boolean {
  return (code >= 65 && code <= 90) || code >= 0xc0
}
