const restPart = /^\{[^{}]{0,64}\*\}$/
const part = /^\{[^{}]{0,64}\}$/

/** Whether the path of a request target is one the template stands for; both as sent, not decoded. */
export type PathTest = (url: string) => boolean

/**
 * `/customers/{customerId}`: a part in braces is one segment that is not empty; a last one ending in `*` is
 * everything that follows, slashes included.
 */
export function compileTemplate(template: string): PathTest {
  const parts = template.split('/')
  const takesRest = restPart.test(parts.at(-1) ?? '')
  const fixed = takesRest ? parts.slice(0, -1) : parts
  return (url) => {
    const segments = (url.split(/[?#]/, 1)[0] ?? '').split('/')
    if (takesRest ? segments.length <= fixed.length : segments.length !== fixed.length) return false
    return fixed.every((one, index) => {
      const segment = segments[index] ?? ''
      return part.test(one) ? segment !== '' : segment === one
    })
  }
}
