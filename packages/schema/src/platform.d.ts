// Shared by Node, browsers and the engine: the one platform object used here exists in all of them.

declare class TextEncoder {
  encode(input?: string): Uint8Array
}
