import { WireReader } from '@weir/schema/protobuf'

/** The parts of a request and its response, as `service.ext_proc.v3.ProcessingRequest` numbers them. */
const kinds = new Map([
  [2, 'request-headers'],
  [3, 'response-headers'],
  [4, 'request-body'],
  [5, 'response-body'],
  [6, 'request-trailers'],
  [7, 'response-trailers'],
] as const)

export type PartKind = typeof kinds extends Map<number, infer Kind> ? Kind : never

/** One message of Envoy's; its bytes are views. */
export interface ProcessingRequest {
  readonly kind: PartKind
  readonly part: WireReader<Buffer>
  /** `attributes`: a map of Struct by filter name; several entries are several bytes. */
  readonly attributes: readonly WireReader<Buffer>[]
  /** Envoy waits for no answer. */
  readonly isObserving: boolean
}

const partFields: ReadonlyMap<number, PartKind> = kinds
const attributesField = 9
const observabilityModeField = 10

/** Null where the bytes are no such message. */
export function readProcessingRequest(bytes: Buffer): ProcessingRequest | null {
  const reader = new WireReader(bytes)
  let kind: PartKind | undefined
  let part: WireReader<Buffer> | undefined
  let isObserving = false
  const attributes: WireReader<Buffer>[] = []
  while (reader.next()) {
    const found = partFields.get(reader.field)
    if (found !== undefined) {
      kind = found
      part = reader.message()
    } else if (reader.field === attributesField) attributes.push(reader.message())
    else if (reader.field === observabilityModeField) isObserving = reader.truth()
  }
  if (reader.failed || kind === undefined || part === undefined) return null
  return { kind, part, attributes, isObserving }
}
