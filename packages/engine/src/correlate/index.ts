export { type Fact, type Leak, severities, type Severity, severityOf } from './facts.ts'
export {
  type FieldPlace,
  type Finding,
  findingCodec,
  type Incident,
  type Signal,
} from './finding.ts'
export { createJoiner, type Joiner, leakOf } from './joiner.ts'
