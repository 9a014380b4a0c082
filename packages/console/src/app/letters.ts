const key = 'weir.letters'

/** Whether single letters act; a person may switch them off. */
export function lettersAreOn(): boolean {
  try {
    return localStorage.getItem(key) !== 'off'
  } catch {
    return true
  }
}

export function switchLetters(on: boolean): void {
  try {
    if (on) localStorage.removeItem(key)
    else localStorage.setItem(key, 'off')
  } catch {
    // Where storage is refused letters stay on.
  }
}
