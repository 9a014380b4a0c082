/** A parameter is named after the last word before it: `/users/{userId}`; `{id}` where none fits. */
export function parameterName(before: string | null, taken: ReadonlySet<string>): string {
  const base = before === null ? null : nameBase(before)
  return distinctName(base === null ? 'id' : `${base}Id`, taken)
}

export function distinctName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let number = 2; ; number += 1) if (!taken.has(name + number)) return name + number
}

function nameBase(word: string): string | null {
  const parts = word.split(/[^a-zA-Z0-9]+/).filter((part) => part !== '')
  const last = parts.pop()
  if (last === undefined || word.length > 40) return null
  const words = [...parts, singular(last)]
  const joined = words
    .map((part, index) => (index === 0 ? lowerFirst(part) : upperFirst(part)))
    .join('')
  return /^[a-zA-Z]/.test(joined) && !/^v\d/.test(joined) ? joined : null
}

/** Modest English: `companies`, `boxes`, `users`; what it does not know it leaves. */
export function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is|news|series|species)$/i.test(word)) return word
  if (/ies$/i.test(word)) return `${word.slice(0, -3)}y`
  if (/(?:sses|shes|ches|xes|zzes)$/i.test(word)) return word.slice(0, -2)
  return /s$/i.test(word) ? word.slice(0, -1) : word
}

function lowerFirst(text: string): string {
  return /^[A-Z]+$/.test(text) ? text.toLowerCase() : text.slice(0, 1).toLowerCase() + text.slice(1)
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
