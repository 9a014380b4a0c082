/** In the global registry, so that two copies of this package in one process know each other's requests. */
const mark = Symbol.for('weir.own-request')

/** Says that a request is the sensor's own; whoever observes requests leaves it alone. */
export function markOwnRequest(request: object): void {
  Object.defineProperty(request, mark, { value: true })
}

export function isOwnRequest(request: object): boolean {
  return Reflect.get(request, mark) === true
}
