import type { SpecDiff } from '@weir/schema/api'
import { counted } from './numbers.ts'

/** The state of a service and its document in one sentence. */
export function specTitle({
  spec,
  matched,
  rules,
}: Pick<SpecDiff, 'spec' | 'matched' | 'rules'>): string {
  const { service } = spec
  const of = (name: string): number => rules.find(({ rule }) => rule === name)?.count ?? 0
  if (matched === 0) return `No call of ${service} fits its document`
  const [shadow, zombie, open] = [of('shadow'), of('zombie'), of('undocumented-security')]
  if (shadow > 0) {
    return `${service} answers ${counted(shadow, 'operation')} not in its document`
  }
  if (open > 0) {
    const verb = open === 1 ? 'answers' : 'answer'
    return `${counted(open, 'operation')} of ${service} ${verb} without a credential`
  }
  if (zombie > 0) {
    const verb = zombie === 1 ? 'is' : 'are'
    return `${counted(zombie, 'deprecated operation')} of ${service} ${verb} still called`
  }
  const all = rules.reduce((sum, { count }) => sum + count, 0)
  return all === 0
    ? `${service} and its document agree`
    : `${service} differs from its document in ${counted(all, 'place')}`
}
