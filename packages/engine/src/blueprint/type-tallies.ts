import { type DataTypeId, mergeTallies, readDataTypeId, type TypeTally } from '../classify/index.ts'
import { type Codec, CodecError, integer, record, sortedMap } from '../lib/codec.ts'

/** Evidence for each data type of one field. */
export type TypeTallies = Map<DataTypeId, TypeTally>

export function mergeTypeTallies(left: TypeTallies, right: TypeTallies): TypeTallies {
  const merged = new Map(left)
  for (const [type, tally] of right) {
    const known = merged.get(type)
    merged.set(type, known === undefined ? tally : mergeTallies(known, tally))
  }
  return merged
}

const byName = sortedMap<TypeTally>(
  record({ values: integer, strong: integer, confidence: integer, whole: integer }),
)

export const typeTalliesCodec: Codec<TypeTallies> = {
  encode: (tallies) => byName.encode(tallies),
  decode: (input) => new Map([...byName.decode(input)].map(([id, tally]) => [typeOf(id), tally])),
}

function typeOf(id: string): DataTypeId {
  const type = readDataTypeId(id)
  if (type === undefined) throw new CodecError(`unknown data type ${id}`)
  return type
}
