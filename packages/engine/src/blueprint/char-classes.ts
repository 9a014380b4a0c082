/** Classes of characters a text may hold, as bits of a mask. */
export const charClass = {
  lower: 1,
  upper: 2,
  digit: 4,
  space: 8,
  dash: 16,
  dot: 32,
  at: 64,
  slash: 128,
  quote: 256,
  bracket: 512,
  control: 1_024,
  beyondAscii: 2_048,
  other: 4_096,
} as const

const table = buildTable()

function buildTable(): Uint16Array {
  const masks = new Uint16Array(128).fill(charClass.other)
  masks.fill(charClass.control, 0, 32)
  masks[127] = charClass.control
  mark(masks, 'abcdefghijklmnopqrstuvwxyz', charClass.lower)
  mark(masks, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', charClass.upper)
  mark(masks, '0123456789', charClass.digit)
  mark(masks, ' \t', charClass.space)
  mark(masks, '-_', charClass.dash)
  mark(masks, '.', charClass.dot)
  mark(masks, '@', charClass.at)
  mark(masks, '/\\', charClass.slash)
  mark(masks, '\'"`', charClass.quote)
  mark(masks, '<>(){}[]', charClass.bracket)
  return masks
}

function mark(masks: Uint16Array, characters: string, mask: number): void {
  for (const character of characters) masks[character.charCodeAt(0)] = mask
}

/** Union of the classes of the first 256 characters. */
export function charClasses(text: string): number {
  let mask = 0
  const end = Math.min(text.length, 256)
  for (let at = 0; at < end; at += 1) mask |= table[text.charCodeAt(at)] ?? charClass.beyondAscii
  return mask
}
