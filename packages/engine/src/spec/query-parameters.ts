import type { SpecOperation, SpecParameter } from './spec.ts'

/** The parameter a name in a query belongs to: lists are `name[]`, objects `name[member]`. */
export function parameterNamed(
  { query }: Pick<SpecOperation, 'query'>,
  name: string,
): SpecParameter | undefined {
  const bare = name.replace(/\[.*\]$/, '')
  return (
    query.find((one) => one.name === name) ??
    query.find((one) => one.name === bare) ??
    query.find((one) => one.name === `${name}[]`)
  )
}
