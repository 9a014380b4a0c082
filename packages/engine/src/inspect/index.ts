export type { AttackClass } from './attack-strings.ts'
export { isAddedHeader } from './headers.ts'
export {
  createReferenceInspector,
  type InspectedLeaf,
  type InspectedObject,
  type Inspection,
  type Inspector,
} from './inspector.ts'
export { type RoleKey, roleKeys } from './role-keys.ts'
