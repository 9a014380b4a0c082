type Method = (...args: unknown[]) => unknown

function isMethod(value: unknown): value is Method {
  return typeof value === 'function'
}

/** Undoes a replacement, unless somebody else has replaced it since. */
export type Restore = () => void

/**
 * Puts a method in place of another of the same name and length. `make` gets the original, which it has to
 * call with the `this` and the arguments it was given.
 */
export function replaceMethod(
  owner: object,
  name: string,
  make: (original: Method) => (this: object, ...args: unknown[]) => unknown,
): Restore {
  const original: unknown = Reflect.get(owner, name)
  if (!isMethod(original)) return () => undefined
  const own = Object.getOwnPropertyDescriptor(owner, name)
  const replacement = make(original)
  Object.defineProperty(replacement, 'name', { value: original.name, configurable: true })
  Object.defineProperty(replacement, 'length', { value: original.length, configurable: true })
  Object.defineProperty(owner, name, {
    value: replacement,
    writable: true,
    configurable: true,
    enumerable: own?.enumerable ?? false,
  })
  return () => {
    if (Reflect.get(owner, name) !== replacement) return
    if (own === undefined) Reflect.deleteProperty(owner, name)
    else Object.defineProperty(owner, name, own)
  }
}
