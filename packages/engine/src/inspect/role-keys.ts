import type { InspectedObject, Inspection } from './inspector.ts'

/** Credentials of a cloud role as one object: key id, secret and session token side by side. */
export interface RoleKey extends Pick<InspectedObject, 'location' | 'pointer' | 'path'> {
  /** In clear, for its keyed hash alone; null where none stands in the object. */
  readonly keyId: string | null
}

/** The role credentials a response carries, as the metadata service and STS answer them. */
export function roleKeys({ objects, leaves }: Inspection): readonly RoleKey[] {
  return objects.flatMap((object) => {
    const whole = object.candidates.some(({ type }) => type === 'SECRET_AWS_ROLE_CREDENTIALS')
    const { location, pointer, path } = object
    if (!whole || !location.startsWith('res.')) return []
    return [{ location, pointer, path, keyId: keyIdIn(object, leaves) }]
  })
}

function keyIdIn(object: InspectedObject, leaves: Inspection['leaves']): string | null {
  for (const { location, leaf, candidates } of leaves) {
    if (location !== object.location || leaf.containerPointer !== object.pointer) continue
    const key = candidates.find(({ type }) => type === 'SECRET_AWS_KEY')
    if (key !== undefined) return leaf.text.slice(key.start, key.end)
  }
  return null
}
