import { failure, type Result, success } from '@weir/schema'
import { createClassifier } from './classifier.ts'
import { type DataTypeId, findDataType } from './data-types.ts'

/** Whether a value is of one of some data types, under the name it stands under; `isNumber` as JSON says it. */
export type ValueTest = (text: string, place: ValuePlace) => boolean

export interface ValuePlace {
  /** Name of the member; for elements of an array the nearest named ancestor's. */
  readonly key: string
  readonly parentKey: string
  readonly isNumber: boolean
}

/**
 * A test for values of these data types, alone or within a longer text. What only several values are together (a
 * position of two numbers) it does not know. Fails with the first name that is no data type.
 */
export function valueTest(types: readonly string[]): Result<ValueTest> {
  const wanted = new Set<DataTypeId>()
  for (const type of types) {
    const known = findDataType(type)
    if (known === undefined) return failure(`${type} is no data type of Weir's`)
    wanted.add(known.id)
  }
  const classifier = createClassifier()
  return success((text, { key, parentKey, isNumber }) => {
    const context = { key, parentKey, siblings: null, location: 'req.body', path: key } as const
    const candidates = classifier.leaf(text, isNumber ? 'number' : 'string', context)
    return candidates.some(({ type, strong }) => strong && wanted.has(type))
  })
}
