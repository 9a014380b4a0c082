export { readSpec } from './read-spec.ts'
export type { Spec, SpecOperation } from './spec.ts'
export {
  createSpecCheck,
  type Difference,
  type DifferenceKind,
  type SpecCheck,
} from './spec-check.ts'
