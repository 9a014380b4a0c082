/**
 * Every bound of the engine in one table. Attackers choose our input: each parser, table and sketch
 * takes its limit from here, and a test reaches each of them.
 */
export const limits = {
  /** Bytes of one body that are walked; the rest is reported as not looked at. */
  bodyBytes: 8 * 1024 * 1024,
  /** Leaves taken from one body. */
  leaves: 20_000,
  /** Characters of one leaf that are looked at. */
  leafChars: 65_536,
  /** Containers inside each other; what lies deeper is stepped over. */
  jsonDepth: 64,
  /** Members of one object with a name of their own; later ones stand for one field, `{*}`. */
  objectKeys: 256,
  /** Strings holding JSON inside strings holding JSON. */
  embeddedJson: 3,
  /** Characters of one token, authorization or cookie header that are looked at. */
  tokenChars: 16_384,
  /** Characters of a request target that are looked at. */
  urlChars: 65_536,
  /** Characters of a name taken from traffic: subject, issuer, service, host. */
  nameChars: 256,
  /** Elements of one list claim (audience, scopes, actor chain). */
  claimItems: 32,
  /** Cookies of one header that are looked at. */
  cookies: 64,
  /** Credential hashes remembered, in each of two generations. */
  credentialCache: 65_536,
  /** Path segments looked at; a longer path is cut there and marked. */
  pathSegments: 24,
  /** Characters of one path segment that are looked at. */
  segmentChars: 512,
  /** Distinct path patterns remembered for one service and one kind of outcome. */
  routesPerService: 8_192,
} as const
