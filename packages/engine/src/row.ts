import type { Exchange, FieldLocation } from '@weir/schema'
import { type Model, operationKey, outcomeOf } from './blueprint/index.ts'
import {
  type Candidate,
  compositesIn,
  type DataTypeId,
  dataTypeCode,
  dataTypeOfCode,
  resolveCandidates,
} from './classify/index.ts'
import { decodeTokens, type Operation, type Outcome } from './discover/index.ts'
import type { Principal } from './identify/index.ts'
import type { Inspection } from './inspect/index.ts'
import type { Inspected, Routed } from './route.ts'

/**
 * What stays of an exchange: names, places, hashes and type candidates, never a value. From a row and
 * any later model the verdict follows as that model sees it.
 */
export interface Row {
  readonly seq: number
  readonly id: string | null
  /** Start of the request, Unix time in milliseconds. */
  readonly ts: number
  readonly durationMs: number | null
  readonly sensor: string | null
  readonly source: string
  readonly service: string
  /** False when another sensor tells of the same call; such a row has no fields. */
  readonly primary: boolean
  /** Key of the operation as it was known then (`blueprint/keys.ts`). */
  readonly operation: string
  readonly actor: string
  readonly clientAddress: string
  readonly principal: Principal | null
  readonly tokens: string
  readonly method: string
  /** Template of a protocol whose operations are known beforehand; else null. */
  readonly template: string | null
  readonly action: string | null
  readonly status: number | null
  readonly outcome: Outcome
  /** Sizes on the wire in bytes. */
  readonly requestBytes: number
  readonly responseBytes: number
  readonly fields: readonly RowField[]
}

type CodedCandidate = readonly [
  type: ReturnType<typeof dataTypeCode>,
  confidence: number,
  strong: 0 | 1,
]

/** A value that may be somebody's data: where it stands and what it may be. */
export interface RowField {
  readonly in: FieldLocation
  readonly pointer: string
  readonly path: string
  /** Type by its place in the catalogue, confidence in thousandths, strong or not. */
  readonly candidates: readonly CodedCandidate[]
}

/** Without an inspection the exchange is one that another sensor tells better. */
export function rowOf(routed: Routed, inspected: Inspected | null): Row {
  const { arrival, source, service, operation, s3, tokens, path } = routed
  const { seq, exchange, identity } = arrival
  return {
    seq,
    id: exchange.id ?? null,
    ...exchangeFacts(exchange),
    source,
    service: service.name,
    primary: inspected !== null,
    operation,
    actor: identity.actor,
    clientAddress: identity.clientAddress,
    principal: identity.principal,
    tokens: s3 === null ? path : '',
    method: tokens.method,
    template: s3?.template ?? null,
    action: inspected?.action ?? s3?.action ?? null,
    fields: inspected === null ? [] : fieldsIn(inspected.inspection),
  }
}

function exchangeFacts(
  exchange: Exchange,
): Pick<
  Row,
  'ts' | 'durationMs' | 'sensor' | 'status' | 'outcome' | 'requestBytes' | 'responseBytes'
> {
  const { ts, durationMs, sensor, request, response } = exchange
  return {
    ts,
    durationMs: durationMs ?? null,
    sensor: sensor ?? null,
    status: response?.status ?? null,
    outcome: outcomeOf(exchange),
    requestBytes: request?.bodySize ?? 0,
    responseBytes: response?.bodySize ?? 0,
  }
}

function fieldsIn({ leaves, objects }: Inspection): readonly RowField[] {
  return [
    ...leaves.map(({ location, leaf, candidates }) => ({
      in: location,
      pointer: leaf.pointer,
      path: leaf.path,
      candidates: candidates.map(coded),
    })),
    ...objects.map(({ location, pointer, path, candidates }) => ({
      in: location,
      pointer,
      path,
      candidates: candidates.map(coded),
    })),
  ].filter(({ candidates }) => candidates.length > 0)
}

function coded(candidate: Candidate): CodedCandidate {
  const confidence = Math.round(candidate.confidence * 1_000)
  return [dataTypeCode(candidate.type), confidence, candidate.strong ? 1 : 0]
}

export interface ResolvedField {
  readonly in: FieldLocation
  readonly path: string
  readonly type: DataTypeId
  readonly confidence: number
}

export interface ResolvedRow {
  /** The service its host belongs to. */
  readonly service: string
  /** Method and template; null for noise. */
  readonly operation: string | null
  readonly fields: readonly ResolvedField[]
}

/** What objects of the bodies are as a whole, from their fields. */
export function recordsOf(fields: readonly ResolvedField[]): readonly ResolvedField[] {
  if (fields.length < 2) return []
  return (['req.body', 'res.body'] as const).flatMap((location) => {
    const places = fields
      .filter((field) => field.in === location)
      .map(({ path, type, confidence }) => ({ owner: ownerOf(path), type, confidence }))
    return compositesIn(places, isIndex).map(({ path, type, confidence }) => ({
      in: location,
      path: path.map((step) => `/${step}`).join(''),
      type,
      confidence,
    }))
  })
}

/** Values of a list belong to the object that has the list. */
function ownerOf(pointer: string): readonly string[] {
  const steps = pointer.split('/').slice(1)
  while (steps.length > 1 && isIndex(steps.at(-1) ?? '')) steps.pop()
  return steps.slice(0, -1)
}

function isIndex(step: string): boolean {
  return /^\d{1,10}$/.test(step)
}

/** The operation and the data types of a row, as the model knows them now. */
export function resolveRow(model: Model, row: Row): ResolvedRow {
  const service = model.nameOf(row.service)
  const operation = operationOf(model, service, row)
  if (row.template !== null) {
    const key = operationKey(service, row.method, row.template)
    return {
      service,
      operation: `${row.method} ${row.template}`,
      fields: fieldsOf(model, row, key, null),
    }
  }
  if (operation === null)
    return { service, operation: null, fields: fieldsOf(model, row, '', null) }
  const key = operationKey(service, operation.method, operation.template)
  return {
    service,
    operation: `${operation.method} ${operation.template}`,
    fields: fieldsOf(model, row, key, operation),
  }
}

function operationOf(model: Model, service: string, row: Row): Operation | null {
  const tokens = row.tokens === '' ? null : decodeTokens(row.tokens)
  return tokens === null ? null : (model.trees.get(service)?.match(tokens) ?? null)
}

function fieldsOf(
  model: Model,
  row: Row,
  operation: string,
  known: Operation | null,
): readonly ResolvedField[] {
  return row.fields.flatMap((field) => {
    const path = field.in === 'req.path' ? parameterPointer(known, field.path) : field.pointer
    if (path === null) return []
    const { types, refuted } = model.beliefOf(operation, field.in, field.path)
    const candidates = field.candidates.flatMap(([code, confidence, strong]) => {
      const type = dataTypeOfCode(code)
      // Equipment identifiers are in the catalog; a verdict lists what is about people and secrets.
      return type === undefined || model.types.find(type)?.category === 'TECH'
        ? []
        : [{ type, confidence: confidence / 1_000, strong: strong === 1, start: 0, end: 0 }]
    })
    return resolveCandidates(candidates, types, refuted).map(({ type, confidence }) => ({
      in: field.in,
      path,
      type,
      confidence: Math.round(confidence * 1_000) / 1_000,
    }))
  })
}

/** A path segment counts as a field only where it is a parameter, and then under its name. */
function parameterPointer(operation: Operation | null, segment: string): string | null {
  const parameter = operation?.parameters.find((one) => String(one.segment) === segment)
  return parameter === undefined ? null : `/${parameter.name}`
}
