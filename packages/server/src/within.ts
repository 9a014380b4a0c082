/** Waits for something, but only so long: false when the time was over first. */
export async function within(event: Promise<unknown>, patienceMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  try {
    return await Promise.race([event.then(() => true), expired])
  } finally {
    clearTimeout(timer)
  }
}
