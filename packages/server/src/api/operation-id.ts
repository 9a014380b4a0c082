/** What an operation is named by. */
export interface OperationName {
  readonly service: string
  readonly method: string
  readonly template: string
}

export function operationIdOf({ service, method, template }: OperationName): string {
  return Buffer.from(`${service}\n${method} ${template}`).toString('base64url')
}

/** Null where the text is none. */
export function readOperationId(id: string): OperationName | null {
  const text = Buffer.from(id, 'base64url').toString()
  const line = text.indexOf('\n')
  const space = text.indexOf(' ', line)
  if (line < 0 || space < 0) return null
  return {
    service: text.slice(0, line),
    method: text.slice(line + 1, space),
    template: text.slice(space + 1),
  }
}
