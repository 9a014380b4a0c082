import protobuf from 'protobufjs'

/** OTLP by the numbers of its fields, for an encoder that is not ours; that they are right the tests with a real SDK show. */
const definitions = `
syntax = "proto3";
message AnyValue { oneof value {
  string stringValue = 1; bool boolValue = 2; int64 intValue = 3; double doubleValue = 4; ArrayValue arrayValue = 5;
  KeyValueList kvlistValue = 6; bytes bytesValue = 7; } }
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; }
message Span {
  bytes traceId = 1; bytes spanId = 2; string traceState = 3; bytes parentSpanId = 4; string name = 5; int32 kind = 6;
  fixed64 startTimeUnixNano = 7; fixed64 endTimeUnixNano = 8; repeated KeyValue attributes = 9;
}
message ScopeSpans { repeated Span spans = 2; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scopeSpans = 2; }
message Traces { repeated ResourceSpans resourceSpans = 1; }
message LogRecord {
  fixed64 timeUnixNano = 1; AnyValue body = 5; repeated KeyValue attributes = 6; bytes traceId = 9; bytes spanId = 10;
  fixed64 observedTimeUnixNano = 11;
}
message ScopeLogs { repeated LogRecord logRecords = 2; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scopeLogs = 2; }
message Logs { repeated ResourceLogs resourceLogs = 1; }
`
const { root } = protobuf.parse(definitions)

export type Json = Readonly<Record<string, unknown>>

/** An export as protobuf, from what it is in JSON: ids become bytes, bytes in base64 too. */
export function inProtobuf(name: 'Traces' | 'Logs', value: Json): Buffer {
  const type = root.lookupType(name)
  return Buffer.from(type.encode(type.fromObject(withBytes(value))).finish())
}

function withBytes(value: Json): Json {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bytesIn(key, inner)]))
}

function bytesIn(key: string, inner: unknown): unknown {
  if (typeof inner === 'string' && key.endsWith('Id')) return Buffer.from(inner, 'hex')
  if (Array.isArray(inner)) return inner.map((one: unknown) => bytesIn('', one))
  return isJson(inner) ? withBytes(inner) : inner
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

/** Attributes in the JSON of OTLP. */
export function attributes(values: Readonly<Record<string, unknown>>): readonly Json[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }))
}

export function anyValue(value: unknown): Json {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (Array.isArray(value)) {
    return { arrayValue: { values: value.map((one: unknown) => anyValue(one)) } }
  }
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}

/** An export of one span or log record of the service `shop`. */
export function oneSpan(span: Json, of: Readonly<Record<string, unknown>>): Json {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes({ 'service.name': 'shop' }) },
        scopeSpans: [{ spans: [{ ...span, attributes: attributes(of) }] }],
      },
    ],
  }
}
