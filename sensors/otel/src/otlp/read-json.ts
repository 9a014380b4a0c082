import { Attributes, type AttributeValue } from '../telemetry/attributes.ts'
import { type Signal, type Take, type TelemetryRecord, tellerOf } from '../telemetry/record.ts'

const listed = 64

/** Where the JSON of each signal keeps what (OTLP, "JSON Protobuf Encoding"). */
const names = {
  traces: { groups: 'resourceSpans', scopes: 'scopeSpans', records: 'spans' },
  logs: { groups: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords' },
} as const

/** Reads an export in JSON and hands each record on; false where the text is none. Keys nobody knows are passed over. */
export function readJson(
  signal: Signal,
  text: string,
  limits: { readonly attributes: number },
  take: Take,
): boolean {
  const { groups, scopes, records } = names[signal]
  const whole = parsed(text)
  if (whole === null) return false
  for (const group of listIn(whole, groups)) {
    const resource = readAttributes(objectIn(group, 'resource'), limits.attributes)
    for (const scope of listIn(group, scopes)) {
      for (const record of listIn(scope, records)) {
        take(readRecord(signal, record, resource, limits.attributes))
      }
    }
  }
  return true
}

function readRecord(
  signal: Signal,
  record: object,
  resource: Attributes,
  kept: number,
): TelemetryRecord {
  const common = {
    traceId: id(record, 'traceId', 32),
    spanId: id(record, 'spanId', 16),
    attributes: readAttributes(record, kept),
    resource,
  }
  if (signal === 'logs') {
    const time = nanoseconds(record, 'timeUnixNano')
    const startNs = time === 0n ? nanoseconds(record, 'observedTimeUnixNano') : time
    return { ...common, teller: 'log', parentSpanId: '', startNs, endNs: 0n }
  }
  return {
    ...common,
    teller: tellerOf(Number(valueIn(record, 'kind'))),
    parentSpanId: id(record, 'parentSpanId', 16),
    startNs: nanoseconds(record, 'startTimeUnixNano'),
    endNs: nanoseconds(record, 'endTimeUnixNano'),
  }
}

function readAttributes(owner: object | null, kept: number): Attributes {
  const values = new Map<string, AttributeValue>()
  for (const pair of owner === null ? [] : listIn(owner, 'attributes')) {
    if (values.size >= kept) break
    const any = objectIn(pair, 'value')
    const value = any === null ? null : readValue(any)
    const key = valueIn(pair, 'key')
    if (value !== null) values.set(typeof key === 'string' ? key : '', value)
  }
  return new Attributes(values)
}

/** `AnyValue`; whole numbers come as text or as number, bytes in base64. */
function readValue(any: object): AttributeValue | null {
  const text = valueIn(any, 'stringValue')
  if (typeof text === 'string') return text
  const truth = valueIn(any, 'boolValue')
  if (typeof truth === 'boolean') return truth
  const whole = valueIn(any, 'intValue')
  if (isNumeral(whole)) return Number(whole)
  const real = valueIn(any, 'doubleValue')
  if (typeof real === 'number') return real
  const octets = valueIn(any, 'bytesValue')
  if (typeof octets === 'string') return Buffer.from(octets, 'base64')
  const array = objectIn(any, 'arrayValue')
  return array === null ? null : readTexts(array)
}

function readTexts(array: object): readonly string[] {
  const texts: string[] = []
  for (const any of listIn(array, 'values')) {
    const text = valueIn(any, 'stringValue')
    if (typeof text === 'string' && texts.length < listed) texts.push(text)
  }
  return texts
}

function nanoseconds(record: object, name: string): bigint {
  const value = valueIn(record, name)
  return isNumeral(value) ? BigInt(value) : 0n
}

function isNumeral(value: unknown): value is string | number {
  if (typeof value === 'number') return Number.isInteger(value)
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value)
}

function id(record: object, name: string, digits: number): string {
  const value = valueIn(record, name)
  const isId = typeof value === 'string' && value.length === digits && /^[\da-f]+$/i.test(value)
  return isId && /[^0]/.test(value) ? value.toLowerCase() : ''
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** The objects of a list; what is none is passed over. */
function listIn(owner: object, name: string): readonly object[] {
  const value = valueIn(owner, name)
  return Array.isArray(value) ? value.filter(isObject) : []
}

function objectIn(owner: object, name: string): object | null {
  const value = valueIn(owner, name)
  return isObject(value) ? value : null
}

function valueIn(owner: object, name: string): unknown {
  return Object.hasOwn(owner, name) ? Reflect.get(owner, name) : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
