/** Cuts a stream into lines; one that is too long is passed over and counted. */
export class LineSplitter {
  readonly #most: number
  #held = ''
  #skipping = false
  tooLong = 0

  constructor(mostChars: number) {
    this.#most = mostChars
  }

  push(text: string, take: (line: string) => void): void {
    let rest = text
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = this.#held + rest.slice(0, end)
      this.#held = ''
      rest = rest.slice(end + 1)
      if (this.#skipping) this.#skipping = false
      else if (line.length > this.#most) this.tooLong += 1
      else if (line !== '') take(line)
    }
    if (this.#skipping) return
    this.#held += rest
    if (this.#held.length <= this.#most) return
    this.#held = ''
    this.#skipping = true
    this.tooLong += 1
  }
}
