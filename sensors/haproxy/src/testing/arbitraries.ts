import fc from 'fast-check'
import type { Frame } from '../spop/frame.ts'
import type { Message } from '../spop/notify.ts'
import type { TypedData } from '../spop/typed-data.ts'

export const bytes = (maxLength: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array))

/** Any bytes as Latin-1. */
const text = (maxLength: number): fc.Arbitrary<string> =>
  bytes(maxLength).map((each) => each.toString('latin1'))

const exactly = (length: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array))

/** An integer in the form the decoder gives it: a number where that is exact. */
const integer = (min: bigint, max: bigint): fc.Arbitrary<number | bigint> =>
  fc
    .bigInt({ min, max })
    .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value))

export const typedData: fc.Arbitrary<TypedData> = fc.oneof(
  fc.constant({ type: 'null' } as const),
  fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({ type: fc.constant('int32' as const), value: integer(-(2n ** 31n), 2n ** 31n - 1n) }),
  fc.record({ type: fc.constant('uint32' as const), value: integer(0n, 2n ** 32n - 1n) }),
  fc.record({ type: fc.constant('int64' as const), value: integer(-(2n ** 63n), 2n ** 63n - 1n) }),
  fc.record({ type: fc.constant('uint64' as const), value: integer(0n, 2n ** 64n - 1n) }),
  fc.record({ type: fc.constant('ipv4' as const), value: exactly(4) }),
  fc.record({ type: fc.constant('ipv6' as const), value: exactly(16) }),
  fc.record({ type: fc.constant('binary' as const), value: bytes(300) }),
  fc.record({ type: fc.constant('string' as const), value: text(300) }),
)

const name = text(128)

export const message: fc.Arbitrary<Message> = fc
  .tuple(name, fc.array(fc.tuple(name, typedData), { maxLength: 40 }))
  .map(([messageName, args]) => ({
    name: messageName,
    keys: args.map(([key]) => key),
    values: args.map(([, value]) => value),
  }))

export const frame: fc.Arbitrary<Frame> = fc.record({
  type: fc.nat(255),
  flags: fc.nat(2 ** 32 - 1),
  streamId: fc.maxSafeNat(),
  frameId: fc.maxSafeNat(),
  payload: bytes(600),
})
