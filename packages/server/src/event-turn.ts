/** Longest time the event loop is held before others get their turn. */
const sliceMs = 10

/** Long work in slices: `await turn()` lets the event loop go on when the slice is used up. */
export function sliced(): () => Promise<void> | undefined {
  let began = performance.now()
  return () => {
    if (performance.now() - began < sliceMs) return undefined
    return new Promise((resolve) => {
      setImmediate(() => {
        began = performance.now()
        resolve()
      })
    })
  }
}
