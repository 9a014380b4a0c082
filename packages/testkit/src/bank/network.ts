/** One end of a call inside the bank. */
export interface Host {
  readonly service: string
  readonly host: string
  readonly ip: string
  readonly port: number
  readonly userAgent: string
  /** How others reach it: over the mesh, past the tap before the store, or out of the bank. */
  readonly link: 'mesh' | 'tap' | 'egress'
}

function internal(service: string, ip: string): Host {
  const host = `${service}.bank.internal`
  return { service, host, ip, port: 8443, userAgent: `bank-${service}/3.2 (go1.24)`, link: 'mesh' }
}

export const edge: Host = {
  service: 'edge',
  host: 'bank.example',
  ip: '10.20.1.10',
  port: 443,
  userAgent: 'bank-edge/2.14',
  link: 'mesh',
}

export const accounts = internal('accounts', '10.20.2.11')
export const cards = internal('cards', '10.20.2.12')
export const customers = internal('customers', '10.20.2.13')
export const payments = internal('payments', '10.20.2.14')
export const services: readonly Host[] = [accounts, cards, customers, payments]

export const documents: Host = {
  service: 'documents',
  host: 'documents.bank.internal',
  ip: '10.20.3.20',
  port: 443,
  userAgent: '',
  link: 'tap',
}

export const metadata: Host = {
  service: 'metadata',
  host: '169.254.169.254',
  ip: '169.254.169.254',
  port: 80,
  userAgent: '',
  link: 'egress',
}

export const creditBureau: Host = {
  service: 'credit-bureau',
  host: 'api.creditbureau.example',
  ip: '192.0.2.80',
  port: 443,
  userAgent: '',
  link: 'egress',
}

export const blog: Host = {
  service: 'blog',
  host: 'blog.bank.example',
  ip: '192.0.2.81',
  port: 443,
  userAgent: '',
  link: 'egress',
}

export const loadBalancer = '10.20.0.5'
export const backupHost = '10.40.7.3'
export const analystDesk = '10.30.4.17'
export const partnerAddress = '203.0.113.200'

export const scanners = ['192.0.2.151', '192.0.2.214'] as const

/** Where the breach comes from: the probing and SSRF, then the use of the stolen key. */
export const attackers = { prober: '203.0.113.66', thief: '198.51.100.23' } as const

export function spiffeId(service: string): string {
  return `spiffe://bank.internal/ns/prod/sa/${service}`
}
