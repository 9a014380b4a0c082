import { defineTracker, noMemory } from '../tracker.ts'
import { observeSecrets } from './secret-in-transit.ts'

export const secretInTransit = defineTracker({
  id: 'secret.in_transit',
  title: 'A secret travels where it must not',
  summary:
    'A response carries cloud credentials, a private key or a vendor token, or a URL carries a secret.',
  maps: ['API2:2023', 'API8:2023', 'T1552'],
  key: 'none',
  stateBytes: 0,
  memory: noMemory,
  todo: 'Revoke the secret at its issuer, then find out who received the exchanges listed here.',
  observe: observeSecrets,
})
