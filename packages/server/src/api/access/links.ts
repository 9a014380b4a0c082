import { createHash, randomBytes } from 'node:crypto'

/** Links that open the console once each. */
export interface Links {
  /** A new token; the oldest unused one gives way. */
  issue(): string
  /** True the first time a token is given. */
  redeem(token: string): boolean
}

const mostUnused = 8

/** Only hashes of tokens are kept; they are looked up, so that time tells nothing about them. */
export function createLinks(): Links {
  const unused = new Set<string>()
  return {
    issue: () => {
      const token = randomBytes(32).toString('base64url')
      const [oldest] = unused
      if (unused.size >= mostUnused && oldest !== undefined) unused.delete(oldest)
      unused.add(hashOf(token))
      return token
    },
    redeem: (token) => token.length <= 100 && unused.delete(hashOf(token)),
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
