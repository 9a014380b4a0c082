import { z } from 'zod'
import { problem } from './problem.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'

/** An OpenAPI 3.1 document (OpenAPI Specification 3.1.1) of the API itself. */
export interface ApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly security: readonly object[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>
  readonly components: object
}

export interface ApiOperation {
  readonly operationId: string
  readonly summary: string
  readonly parameters: readonly object[]
  readonly requestBody?: object
  readonly responses: Readonly<Record<string, object>>
}

type Schema = Record<string, unknown>

const description =
  'Everything the console shows. A session cookie or a bearer token is needed; errors are problem documents (RFC 9457) with a stable `code`.'

/** Describes every route; made from the same contracts that check requests. */
export function apiDocument(version: string): ApiDocument {
  const paths = new Map<string, Record<string, ApiOperation>>()
  for (const one of Object.values<Route>(routes)) {
    const item = paths.get(one.path) ?? {}
    item[one.method.toLowerCase()] = operationOf(one)
    paths.set(one.path, item)
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Weir', version, description },
    security: [{ token: [] }, { session: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'weir_session' },
      },
      schemas: { Problem: schemaOf(problem) },
    },
  }
}

function operationOf(given: Route): ApiOperation {
  return {
    operationId: given.id,
    summary: given.summary,
    parameters: [...parametersOf(given.params, 'path'), ...parametersOf(given.query, 'query')],
    ...(given.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(given.body) } },
          },
        }),
    responses: {
      [given.status ?? 200]: {
        description: given.summary,
        content: contentOf(given),
      },
      default: {
        description: 'A problem.',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

function contentOf({ answers, response }: Route): object {
  switch (answers) {
    case 'file':
      return {
        'application/json': { schema: { type: 'object' } },
        'application/yaml': { schema: { type: 'string' } },
      }
    case 'stream':
      return { 'text/event-stream': { schema: schemaOf(response) } }
    default:
      return { 'application/json': { schema: schemaOf(response) } }
  }
}

function parametersOf(given: z.ZodObject, place: 'path' | 'query'): readonly object[] {
  return Object.entries<z.ZodType>(given.shape).map(([name, value]) => {
    const { description: words, ...schema } = schemaOf(value)
    return {
      name,
      in: place,
      required: place === 'path',
      ...(typeof words === 'string' ? { description: words } : {}),
      ...(schema['type'] === 'array' ? { style: 'form', explode: false } : {}),
      schema,
    }
  })
}

/** What is read after values arrived as text: numbers are numbers, lists are lists. */
function schemaOf(given: z.ZodType): Schema {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(given, { io: 'output' })
  return schema
}
