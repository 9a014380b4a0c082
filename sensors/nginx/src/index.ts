export { startRelay, type Relay, type RelayOptions } from './relay.ts'
