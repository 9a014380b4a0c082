export { type DecodedBody, decodeBody, emptyBody } from './body.ts'
export { walkForm } from './form.ts'
export { pathPrefix, type PathStep, pathSteps } from './leaf-path.ts'
export {
  anyKey,
  type Container,
  type Leaf,
  memberPath,
  memberPointer,
  type WalkEnd,
} from './leaf.ts'
export type { BodyFormat } from './media-type.ts'
