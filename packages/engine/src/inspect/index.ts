export { type AttackClass, attackClassOf } from './attack-strings.ts'
export {
  createReferenceInspector,
  type InspectedLeaf,
  type InspectedObject,
  type Inspection,
  type Inspector,
} from './inspector.ts'
