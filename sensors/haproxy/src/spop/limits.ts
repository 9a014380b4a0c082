/** What the decoder of SPOP bounds, with the reason for each. */
export const spopLimits = {
  /** The protocol's own lower bound of a frame (SPOE.txt §3.2.1). */
  smallestFrameBytes: 256,
  /** Of one frame: more than the largest buffer anybody gives HAProxy, which bounds its frames. */
  frameBytes: 1024 * 1024,
  /** Of the first frame of a connection, which HAProxy sends before a size is agreed. */
  helloBytes: 16 * 1024,
  /** Of a payload that came in fragments. */
  payloadBytes: 2 * 1024 * 1024,
  /** Of one frame; ours has one. */
  messages: 16,
  /** Of the name of a message or an argument. */
  nameBytes: 128,
  /** Of a hello or disconnect. */
  items: 32,
} as const
