import { WireReader } from '@weir/schema/protobuf'
import { Attributes, type AttributeValue } from '../telemetry/attributes.ts'
import { type Signal, type Take, type TelemetryRecord, tellerOf } from '../telemetry/record.ts'

type Reader = WireReader<Buffer>

const idBytes = { trace: 16, span: 8 }
const listed = 64

/**
 * Reads `ExportTraceServiceRequest` or `ExportLogsServiceRequest` (opentelemetry-proto 1.x) and hands each record on;
 * false where the bytes are no such message. What came before the fault was handed on.
 */
export function readProtobuf(
  signal: Signal,
  bytes: Buffer,
  limits: { readonly attributes: number },
  take: Take,
): boolean {
  const reader = new WireReader(bytes)
  const kept = limits.attributes
  while (reader.next()) {
    if (reader.field === 1 && !readResource(signal, reader.message(), kept, take)) return false
  }
  return !reader.failed
}

/** `ResourceSpans`, `ResourceLogs`: resource=1, scope_spans=2, scope_logs=2. */
function readResource(signal: Signal, group: Reader, kept: number, take: Take): boolean {
  let resource = new Attributes()
  const scopes: Reader[] = []
  while (group.next()) {
    if (group.field === 1) resource = attributesIn(group.message(), 1, kept)
    else if (group.field === 2) scopes.push(group.message())
  }
  if (group.failed) return false
  for (const scope of scopes) {
    // `ScopeSpans`, `ScopeLogs`: spans=2, log_records=2.
    while (scope.next()) {
      if (scope.field !== 2) continue
      const reader = scope.message()
      const record = signal === 'traces' ? readSpan(reader, kept) : readLog(reader, kept)
      if (reader.failed) return false
      take({ ...record, resource })
    }
    if (scope.failed) return false
  }
  return true
}

type Unplaced = Omit<TelemetryRecord, 'resource'>

/** `Span`: trace_id=1, span_id=2, parent_span_id=4, kind=6, start=7, end=8, attributes=9. */
function readSpan(span: Reader, kept: number): Unplaced {
  let [traceId, spanId, parentSpanId] = ['', '', '']
  let [startNs, endNs] = [0n, 0n]
  let teller = tellerOf(0)
  const values = new Map<string, AttributeValue>()
  while (span.next()) {
    if (span.field === 1) traceId = id(span.bytes(), idBytes.trace)
    else if (span.field === 2) spanId = id(span.bytes(), idBytes.span)
    else if (span.field === 4) parentSpanId = id(span.bytes(), idBytes.span)
    else if (span.field === 6) teller = tellerOf(span.number())
    else if (span.field === 7) startNs = span.fixed64()
    else if (span.field === 8) endNs = span.fixed64()
    else if (span.field === 9) readAttribute(span.message(), values, kept)
  }
  const attributes = new Attributes(values)
  return { teller, traceId, spanId, parentSpanId, startNs, endNs, attributes }
}

/** `LogRecord`: time=1, attributes=6, trace_id=9, span_id=10, observed_time=11. */
function readLog(log: Reader, kept: number): Unplaced {
  let [traceId, spanId] = ['', '']
  let [time, observed] = [0n, 0n]
  const values = new Map<string, AttributeValue>()
  while (log.next()) {
    if (log.field === 1) time = log.fixed64()
    else if (log.field === 6) readAttribute(log.message(), values, kept)
    else if (log.field === 9) traceId = id(log.bytes(), idBytes.trace)
    else if (log.field === 10) spanId = id(log.bytes(), idBytes.span)
    else if (log.field === 11) observed = log.fixed64()
  }
  const startNs = time === 0n ? observed : time
  const attributes = new Attributes(values)
  return { teller: 'log', traceId, spanId, parentSpanId: '', startNs, endNs: 0n, attributes }
}

function attributesIn(message: Reader, field: number, kept: number): Attributes {
  const values = new Map<string, AttributeValue>()
  while (message.next()) {
    if (message.field === field) readAttribute(message.message(), values, kept)
  }
  return new Attributes(values)
}

/** `KeyValue`: key=1, value=2. */
function readAttribute(pair: Reader, into: Map<string, AttributeValue>, kept: number): void {
  if (into.size >= kept) return
  let key = ''
  let value: AttributeValue | null = null
  while (pair.next()) {
    if (pair.field === 1) key = pair.utf8()
    else if (pair.field === 2) value = readValue(pair.message())
  }
  if (value !== null && !pair.failed) into.set(key, value)
}

/** `AnyValue`: string=1, bool=2, int=3, double=4, array=5, bytes=7; maps (6) are left out. */
function readValue(any: Reader): AttributeValue | null {
  let value: AttributeValue | null = null
  while (any.next()) {
    if (any.field === 1) value = any.utf8()
    else if (any.field === 2) value = any.truth()
    else if (any.field === 3) value = Number(any.int64())
    else if (any.field === 4) value = any.double()
    else if (any.field === 5) value = readTexts(any.message())
    else if (any.field === 7) value = any.bytes()
  }
  return any.failed ? null : value
}

/** `ArrayValue`: values=1; those that are texts. */
function readTexts(array: Reader): readonly string[] {
  const texts: string[] = []
  while (array.next()) {
    if (array.field !== 1 || texts.length >= listed) continue
    const any = array.message()
    while (any.next()) if (any.field === 1) texts.push(any.utf8())
  }
  return texts
}

function id(bytes: Buffer, length: number): string {
  return bytes.length === length && bytes.some((byte) => byte !== 0) ? bytes.toString('hex') : ''
}
