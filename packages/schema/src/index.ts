export * from './exchange.ts'
export * from './field.ts'
