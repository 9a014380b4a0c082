import type { HeaderMap } from '@weir/schema'
import type { Leaf } from '../../decode/index.ts'
import { limits } from '../../limits.ts'
import { graphqlAction } from './graphql.ts'

/** What of a request may name an action of a protocol that runs inside one path. */
export interface ActionFacts {
  readonly method: string
  /** Without query. */
  readonly path: string
  readonly headers: HeaderMap
  readonly query: readonly Leaf[]
  readonly body: readonly Leaf[]
}

/**
 * The action a request asks for where many share one path: GraphQL (`query accounts, me`), JSON-RPC 2.0 and
 * MCP (`tools/call get_weather`), gRPC (`Greeter/SayHello`), AWS JSON and query protocols
 * (`DynamoDB_20120810.GetItem`, `AssumeRole`), SOAP. Null where nothing says so.
 */
export function protocolAction(facts: ActionFacts): string | null {
  const action =
    grpcAction(facts) ??
    headerAction(facts) ??
    rpcAction(facts.body) ??
    graphqlRequest(facts) ??
    awsQuery(facts)
  return action === null ? null : clean(action)
}

const control = /[\0-\x1f\x7f-\x9f]/g

/** Names come from whoever calls: one line, bounded. */
function clean(action: string): string | null {
  const name = action.replaceAll(control, ' ').trim().slice(0, limits.nameChars)
  return name === '' ? null : name
}

/** `POST /package.Service/Method` (gRPC over HTTP/2, "Requests"). */
function grpcAction({ method, path, headers }: ActionFacts): string | null {
  if (
    method !== 'POST' ||
    headers.get('content-type')?.[0]?.startsWith('application/grpc') !== true
  ) {
    return null
  }
  const match = /^\/(?:[\w.]{0,200}\.)?(\w{1,100})\/(\w{1,100})$/.exec(path)
  return match === null ? null : `${match[1]}/${match[2]}`
}

function headerAction({ headers }: ActionFacts): string | null {
  const target = headers.get('x-amz-target')?.[0] ?? ''
  if (/^[\w.]{1,200}$/.test(target)) return target
  const soap = headers.get('soapaction')?.[0]?.replaceAll('"', '') ?? ''
  return soap === '' ? null : soap.slice(Math.max(soap.lastIndexOf('/'), soap.lastIndexOf('#')) + 1)
}

/** JSON-RPC 2.0, §4; of a batch the first call. Tools of MCP are named in its parameters. */
function rpcAction(body: readonly Leaf[]): string | null {
  const version = body.find(({ key }) => key === 'jsonrpc')
  if (version?.text !== '2.0') return null
  const base = version.pointer.slice(0, -'/jsonrpc'.length)
  const method = textAt(body, `${base}/method`)
  if (method === null) return null
  const names = [`${base}/params/name`, `${base}/params/uri`]
  const what = /^(?:tools|prompts|resources)\//.test(method)
    ? names.map((pointer) => textAt(body, pointer)).find((name) => name !== null)
    : null
  return what === null || what === undefined ? method : `${method} ${what}`
}

const documentStart =
  /^[\s,\uFEFF]*(?:#[^\n]*\s*)*(?:\{|(?:query|mutation|subscription|fragment)\b)/

/** GraphQL over HTTP: a JSON body or a query with `query`, or the document itself. */
function graphqlRequest({ headers, query, body }: ActionFacts): string | null {
  if (headers.get('content-type')?.[0]?.startsWith('application/graphql') === true) {
    const whole = body.find(({ pointer }) => pointer === '')
    if (whole !== undefined) return graphqlAction(whole.text, null)
  }
  for (const leaves of [body, query]) {
    const document = leaves.find(({ pointer }) => pointer === '/query' || pointer === '/0/query')
    if (document === undefined || !documentStart.test(document.text.slice(0, 1_000))) continue
    const base = document.pointer.slice(0, -'/query'.length)
    return graphqlAction(document.text, textAt(leaves, `${base}/operationName`))
  }
  return persisted(body)
}

/** A persisted query is known by its hash; its name is all that is said. */
function persisted(body: readonly Leaf[]): string | null {
  const isPersisted = body.some(
    ({ pointer }) => pointer === '/extensions/persistedQuery/sha256Hash',
  )
  const name = isPersisted ? textAt(body, '/operationName') : null
  return name === null ? null : `persisted ${name}`
}

/** The AWS query protocol: `Action` and `Version` in a form or the query. */
function awsQuery({ query, body }: ActionFacts): string | null {
  for (const leaves of [body, query]) {
    const action = textAt(leaves, '/Action')
    if (action !== null && textAt(leaves, '/Version') !== null && /^\w{1,100}$/.test(action))
      return action
  }
  return null
}

function textAt(leaves: readonly Leaf[], pointer: string): string | null {
  const text = leaves.find((leaf) => leaf.pointer === pointer)?.text ?? ''
  return text === '' ? null : text
}
