export { inflate, inflateExchange, type Inflation } from './ingest/inflate.ts'
export { type DerivedKeys, deriveKeys, secretFromInput } from './secrets/keyed-hasher.ts'
