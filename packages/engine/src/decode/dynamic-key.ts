const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const hash = /^(?=.{0,64}\d)[0-9a-f]{16,64}$/i
const number = /^[+-]?\d{1,32}(?:\.\d{1,32})?$/
const date = /^\d{4}-\d{2}(?:-\d{2}|$)/
const address = /^[^@\s]{1,64}@[^@\s]{1,255}$/
const ip = /^\d{1,3}(?:\.\d{1,3}){3}$/
/** `acc_9f8a7b6c5d4e`: a word for the kind, then what no word is. */
const prefixed = /^[a-z]{1,8}_(?=[A-Za-z]{0,32}\d)(?=\d{0,32}[A-Za-z])[A-Za-z0-9]{10,64}$/
const dataNames = [number, uuid, hash, date, address, ip, prefixed]

/** ULIDs, nanoids: letters and digits take turns too often for a word. */
const mixed = /^\d{0,64}(?:[A-Za-z]{1,64}\d{1,64}){3}[A-Za-z0-9]{0,64}$/
const leastMixed = 20

/** Member names that are data (ids, dates, hashes) stand for one field: `{*}`. */
export function isDynamicKey(name: string): boolean {
  if (name.length > 128) return true
  const first = name.charCodeAt(0)
  if (name.length < 4 && !(first >= 0x30 && first <= 0x39) && first !== 0x2d) return false
  return dataNames.some((pattern) => pattern.test(name)) || isMixed(name)
}

function isMixed(name: string): boolean {
  return name.length >= leastMixed && mixed.test(name)
}
