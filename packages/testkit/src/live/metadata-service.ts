import type { Role } from '../bank/bank.ts'
import type { Reply } from '../bank/visit.ts'
import { jsonContent, textContent } from '../content.ts'
import { jsonOf } from './http-client.ts'
import type { Incoming, Route } from './http-server.ts'
import type { World } from './world.ts'
import { metadata } from '../bank/network.ts'

const folder = '/latest/meta-data/iam/security-credentials/'

/** The roles of the machines that have a metadata service. */
export const machineRoles = { edge: 'bank-edge-role', backup: 'bank-backup-role' } as const

/** Answers with a session token (version 2) and, what makes the breach possible, also without one. */
export function metadataRoutes({ bank, random }: World, role: Role): readonly Route[] {
  const tokens = new Set<string>()
  const newToken = ({ headers }: Incoming): Reply => {
    const seconds = headers['x-aws-ec2-metadata-token-ttl-seconds']
    if (seconds === undefined) return { status: 400 }
    const token = `${random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 54)}==`
    tokens.add(token)
    const headersOut = { 'x-aws-ec2-metadata-token-ttl-seconds': seconds }
    return { content: textContent('text/plain', token), headers: headersOut }
  }
  const allowed =
    (answer: () => Reply): Route[1] =>
    ({ headers }) => {
      const token = headers['x-aws-ec2-metadata-token']
      const reply = token === undefined || tokens.has(token) ? answer() : { status: 401 }
      return { ...reply, headers: { server: 'EC2ws', ...reply.headers } }
    }
  const credentials = (): Reply => {
    const { headers: _json, ...content } = jsonContent(bank.role(role, Date.now()))
    return { content: { ...content, headers: { 'content-type': 'text/plain' } } }
  }
  return [
    ['PUT /latest/api/token', newToken],
    [`GET ${folder}`, allowed(() => ({ content: textContent('text/plain', role) }))],
    [`GET ${folder}${role}`, allowed(credentials)],
  ]
}

/** How an SDK gets the credentials of its own machine: a session token first (IMDSv2). */
export async function ownCredentials(
  world: World,
  userAgent: string,
): Promise<ReturnType<World['bank']['role']>> {
  const host = metadata.host
  const ttl = { 'user-agent': userAgent, 'x-aws-ec2-metadata-token-ttl-seconds': '21600' }
  const token = await world.call({ host, method: 'PUT', url: '/latest/api/token', headers: ttl })
  const shown = { 'user-agent': userAgent, 'x-aws-ec2-metadata-token': token.body.toString() }
  const role = await world.call({ host, method: 'GET', url: folder, headers: shown })
  const url = `${folder}${role.body.toString()}`
  return credentialsOf(jsonOf(await world.call({ host, method: 'GET', url, headers: shown })))
}

/** Reads what the metadata service answers; throws when it is no set of credentials. */
export function credentialsOf(
  fields: Readonly<Record<string, unknown>>,
): ReturnType<World['bank']['role']> {
  const text = (name: string): string => {
    const value = fields[name]
    if (typeof value !== 'string' || value === '')
      throw new Error(`no ${name} among the credentials`)
    return value
  }
  return {
    Code: 'Success',
    Type: 'AWS-HMAC',
    LastUpdated: text('LastUpdated'),
    AccessKeyId: text('AccessKeyId'),
    SecretAccessKey: text('SecretAccessKey'),
    Token: text('Token'),
    Expiration: text('Expiration'),
  }
}
