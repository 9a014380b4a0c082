/** How much of a request is looked at to find out who calls: the same at every sensor, door and engine. */
export const callerLimits = {
  /** Characters of one token, authorization or cookie header. */
  tokenChars: 16_384,
  /** Characters of a request target. */
  urlChars: 65_536,
  /** Characters of a name a token states: subject, issuer. */
  nameChars: 256,
  /** Elements of one list claim (audience, scopes, actor chain). */
  claimItems: 32,
  /** Cookies of one header. */
  cookies: 64,
  /** Hops of `X-Forwarded-For`, from the right, and characters of it. */
  hops: 16,
  forwardedChars: 1_024,
} as const
