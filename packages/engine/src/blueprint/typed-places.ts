import type { FieldLocation } from '@weir/schema'
import { compositesIn, type DataTypeId, type FieldType } from '../classify/index.ts'
import { pathPrefix, pathSteps } from '../decode/index.ts'
import type { CatalogField, CatalogOperation } from './catalog.ts'

/** A field, or an object of a body, that is of a data type. */
export interface TypedPlace extends FieldType {
  readonly in: FieldLocation
  readonly path: string
  /** Share of the calls it stood in. */
  readonly presence: number
}

/** Everything an operation carries: what single fields are, and what objects are as a whole. */
export function typedPlaces({ fields }: Pick<CatalogOperation, 'fields'>): readonly TypedPlace[] {
  const single = fields.flatMap(({ in: location, path, presence, dataTypes }) =>
    dataTypes.map(({ type, confidence }) => ({ in: location, path, presence, type, confidence })),
  )
  return [...single, ...bodies.flatMap((location) => records(location, fields))]
}

const bodies = ['req.body', 'res.body'] as const

function records(location: FieldLocation, fields: readonly CatalogField[]): readonly TypedPlace[] {
  const typed = fields.filter((field) => field.in === location && field.dataTypes.length > 0)
  if (typed.length < 2) return []
  const paths = new Map<string, string>()
  const places = typed.flatMap(({ path, dataTypes }) => {
    const owner = ownerOf(path)
    for (let length = 0; length <= owner.length; length += 1) {
      paths.set(owner.slice(0, length).join('\n'), pathPrefix(path, length))
    }
    return dataTypes.map(({ type, confidence }) => ({ owner, type, confidence }))
  })
  return compositesIn(places, isItem).map(({ path, type, confidence }) => ({
    in: location,
    path: paths.get(path.join('\n')) ?? '',
    presence: presenceOf(typed, needs(type)),
    type,
    confidence,
  }))
}

/** Steps to the object a field stands in; values of a list belong to the object that has the list. */
function ownerOf(path: string): readonly string[] {
  const steps = pathSteps(path).map((step) =>
    step.kind === 'member' ? step.name : `[${step.kind}]`,
  )
  let length = steps.length
  while (length > 0 && steps[length - 1] === itemStep) length -= 1
  return steps.slice(0, Math.max(0, length - 1))
}

const itemStep = '[item]'

function isItem(step: string): boolean {
  return step === itemStep
}

function needs(type: DataTypeId): number {
  return type === 'PII_RECORD' ? 3 : 2
}

/** No object is more often whole than its rarest needed part, about. */
function presenceOf(typed: readonly CatalogField[], parts: number): number {
  const shares = typed.map(({ presence }) => presence).sort((left, right) => right - left)
  return shares[Math.min(parts, shares.length) - 1] ?? 0
}
