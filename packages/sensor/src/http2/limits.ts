/** What each connection of HTTP/2 is held to, with the reason for each. */
export const http2Limits = {
  /** Calls of one connection; Envoy opens another where one has so many. */
  streams: 2_000,
  /** Small bodies never wait for a WINDOW_UPDATE. */
  streamWindowBytes: 1024 * 1024,
  connectionWindowBytes: 16 * 1024 * 1024,
  /** Of a header block as it travels, and of its fields as RFC 9113 §6.5.2 counts them. */
  blockBytes: 32 * 1024,
  headerListBytes: 32 * 1024,
  /** Each changes the windows of all streams; a proxy sends one. */
  settingsFrames: 100,
  /** What the other side does not take: answers are bounded for each stream, everything else by this. */
  unreadBytes: 32 * 1024 * 1024,
  /** A connection that says nothing holds no place. */
  prefaceMs: 5_000,
  /** After GOAWAY for an error, so long at most for the other side to read it. */
  lingerMs: 1_000,
} as const
