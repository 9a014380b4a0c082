export * from './belief.ts'
export * from './classifier.ts'
export { type Composite, compositesIn, type PlacedType } from './composites.ts'
export * from './data-types.ts'
export * from './mask.ts'
export {
  builtInTypes,
  compileOwnTypes,
  type DataTypes,
  type OwnType,
  type OwnValidator,
  ownValidators,
  readOwnType,
} from './own-types.ts'
export { type TextSpan, textSearch } from './text-spans.ts'
export { type ValuePlace, type ValueTest, valueTest } from './value-test.ts'
