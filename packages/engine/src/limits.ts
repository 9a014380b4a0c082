/**
 * Every bound of the engine in one table. Attackers choose our input: each parser, table and sketch
 * takes its limit from here, and a test reaches each of them.
 */
export const limits = {
  /** Path segments looked at; a longer path is cut there and marked. */
  pathSegments: 24,
  /** Characters of one path segment that are looked at. */
  segmentChars: 512,
  /** Distinct path patterns remembered for one service and one kind of outcome. */
  routesPerService: 8_192,
} as const
