export * from './belief.ts'
export * from './classifier.ts'
export * from './data-types.ts'
export * from './mask.ts'
