/** What a key asks for, after everything that types has been left alone. */
export type KeyAction =
  | { readonly kind: 'palette' }
  | { readonly kind: 'help' }
  | { readonly kind: 'filter' }
  | { readonly kind: 'go'; readonly to: string }
  | { readonly kind: 'move'; readonly by: 1 | -1 }
  | { readonly kind: 'back' }
  | { readonly kind: 'live' }

export interface KeyPress {
  readonly key: string
  readonly ctrl: boolean
  readonly alt: boolean
  /** The focus is where text is typed. */
  readonly typing: boolean
  /** Something floats above the page and has the keys. */
  readonly floating: boolean
}

/** `G` then a letter. */
export const places: ReadonlyMap<string, string> = new Map([
  ['o', '/'],
  ['f', '/findings'],
  ['c', '/catalog'],
  ['d', '/data'],
  ['s', '/sensors'],
])

export const keyHelp: readonly (readonly [string, string])[] = [
  ['Ctrl K', 'Find or do anything'],
  ['/', 'Filter this page'],
  ['G then O F C D S', 'Go to Overview, Findings, Catalog, Data, Sensors'],
  ['J K', 'Next and previous row'],
  ['Enter', 'Open the row'],
  ['Esc', 'Close what floats, leave a field, or go back'],
  ['L', 'Live or paused'],
  ['?', 'All keys'],
]

const goMs = 1_200

const single: ReadonlyMap<string, KeyAction> = new Map<string, KeyAction>([
  ['?', { kind: 'help' }],
  ['/', { kind: 'filter' }],
  ['j', { kind: 'move', by: 1 }],
  ['k', { kind: 'move', by: -1 }],
  ['l', { kind: 'live' }],
])

/** Reads one key after another; single letters can be switched off (WCAG 2.1.4). */
export function createKeyReader(
  lettersAreOn: () => boolean,
): (press: KeyPress, nowMs: number) => KeyAction | null {
  let goSinceMs = Number.NEGATIVE_INFINITY
  const letter = (key: string, nowMs: number): KeyAction | null => {
    const isAfterG = nowMs - goSinceMs < goMs
    goSinceMs = key === 'g' ? nowMs : Number.NEGATIVE_INFINITY
    const to = isAfterG ? places.get(key) : undefined
    return to === undefined ? (single.get(key) ?? null) : { kind: 'go', to }
  }
  return (press, nowMs) => {
    const key = press.key.toLowerCase()
    if (press.ctrl) return key === 'k' && !press.alt ? { kind: 'palette' } : null
    if (press.alt || press.floating) return null
    if (key === 'escape') return press.typing ? null : { kind: 'back' }
    return press.typing || !lettersAreOn() ? null : letter(key, nowMs)
  }
}
