import {
  bottomK,
  type Codec,
  integer,
  nullable,
  octets,
  real,
  record,
  sortedMap,
  text,
} from '../lib/codec.ts'
import { limits } from '../limits.ts'
import { type RouteLeaf, type RouteNode, trimChildren, type ValueSample } from './route-node.ts'
import { countRouteNodes, type Routes } from './routes.ts'

const nothing: Codec<null> = { encode: () => null, decode: () => null }

const leafCodec: Codec<RouteLeaf> = record({
  count: integer,
  slashed: integer,
  handled: integer,
  actors: octets,
  shapes: bottomK(nothing, limits.responseShapesPerRoute),
  first: real,
  last: real,
})

const valuesCodec: Codec<ValueSample> = record({
  distinct: octets,
  texts: bottomK(text, limits.valuesPerRouteSegment),
})

const nodeBody: Codec<RouteNode> = record({
  rank: integer,
  ending: integer,
  leaves: nullable(sortedMap(leafCodec)),
  children: nullable(
    sortedMap({
      encode: (node: RouteNode) => nodeCodec.encode(node),
      decode: (input) => nodeCodec.decode(input),
    }),
  ),
  bar: integer,
  values: nullable(valuesCodec),
})

const nodeCodec: Codec<RouteNode> = {
  encode: (node) => {
    trimChildren(node)
    return nodeBody.encode(node)
  },
  decode: (input) => nodeBody.decode(input),
}

const routesBody = record({
  success: nodeCodec,
  failure: nodeCodec,
  unknown: nodeCodec,
  seen: record({ success: integer, failure: integer, unknown: integer }),
})

/** The evidence as plain JSON; equal evidence gives equal bytes, whatever order it came in. */
export const routesCodec: Codec<Routes> = {
  encode: ({ success, failure, unknown, seen }) =>
    routesBody.encode({ success, failure, unknown, seen }),
  decode: (input) => {
    const body = routesBody.decode(input)
    return { ...body, nodes: countRouteNodes(body) }
  },
}
