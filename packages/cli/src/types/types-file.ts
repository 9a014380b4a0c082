import { type NewOwnType, newOwnType } from '@weir/schema/api'
import { type OwnType, readOwnType } from '@weir/engine'
import { ownTypeFrom } from '@weir/server'
import { stringify } from 'yaml'
import { z } from 'zod'
import { usageError } from '../exit.ts'
import { readYaml } from '../input/yaml-file.ts'

const form = z.strictObject({ types: z.array(newOwnType).max(200) })

/** Reads data types people defined, and checks each with its examples. */
export function readTypes(path: string): readonly NewOwnType[] {
  const { types } = readYaml(path, form)
  for (const type of types) {
    const read = readOwnType(ownTypeFrom(type))
    if (!read.ok) throw usageError(`${path}: ${type.id}: ${read.problem}`)
  }
  return types
}

/** The same as the engine takes them; none without a file. */
export function ownTypesIn(path: string | undefined): readonly OwnType[] {
  return path === undefined ? [] : readTypes(path).map(ownTypeFrom)
}

/** Without what says nothing. */
export function typesText(types: readonly NewOwnType[]): string {
  const lean = types.map((type) =>
    Object.fromEntries(
      Object.entries(type).filter(
        ([, value]) => value !== null && value !== '' && value !== false && !isEmpty(value),
      ),
    ),
  )
  return stringify({ types: lean }, { lineWidth: 0 })
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
