import type { PutOutcome } from '../documents.ts'
import type { Envelope, LedgerSettings, Reply } from './messages.ts'
import type { StatementName, StatementParameters, StatementRow } from './statement.ts'
import { statements } from './statements.ts'

/** Both ends of the channel are this program, so that only the outermost shape is looked at. */
export function decodeEnvelope(message: unknown): Envelope | null {
  return isObject(message) && typeof message['id'] === 'number' && isObject(message['request'])
    ? (message as unknown as Envelope)
    : null
}

export function decodeReply(message: unknown): Reply | null {
  return isObject(message) && typeof message['kind'] === 'string'
    ? (message as unknown as Reply)
    : null
}

export function decodeLedgerSettings(text: string): LedgerSettings {
  return JSON.parse(text) as LedgerSettings
}

export interface DecodedQuery {
  readonly name: StatementName
  readonly parameters: StatementParameters<StatementName>
}

export function decodeQuery(name: string, parameters: object): DecodedQuery | null {
  return Object.hasOwn(statements, name)
    ? { name: name as StatementName, parameters: parameters as DecodedQuery['parameters'] }
    : null
}

/** Rows of a query as its ledger process read them. */
export function decodeRows<Name extends StatementName>(
  _name: Name,
  value: unknown,
): readonly StatementRow<Name>[] {
  if (!Array.isArray(value)) throw new TypeError('a query answers with rows')
  return value as StatementRow<Name>[]
}

export function decodeToken(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('a token is a number')
  return value
}

export function decodePutOutcome(value: unknown): PutOutcome {
  if (!isObject(value)) throw new TypeError('a put answers with its outcome')
  return value as unknown as PutOutcome
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
