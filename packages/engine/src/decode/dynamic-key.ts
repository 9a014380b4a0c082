/** Member names that are data (ids, dates, hashes) stand for one field: `{*}`. */
const digits = /^\d+$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const hash = /^(?=.{0,64}\d)[0-9a-f]{16,64}$/i
const date = /^\d{4}-\d{2}-\d{2}/
const address = /^[^@\s]{1,64}@[^@\s]{1,255}$/

export function isDynamicKey(name: string): boolean {
  if (name.length > 128) return true
  return (
    digits.test(name) || uuid.test(name) || hash.test(name) || date.test(name) || address.test(name)
  )
}
