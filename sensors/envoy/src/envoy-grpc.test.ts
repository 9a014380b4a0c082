import { once } from 'node:events'
import http2 from 'node:http2'
import { expect, it } from 'vitest'
import { http2Upstream } from './testing/listener-tls.ts'
import { behindEnvoy } from './testing/setup.ts'

const head = { ':status': 200, 'content-type': 'application/grpc' }

function framed(text: string): Buffer {
  const frame = Buffer.alloc(5 + text.length)
  frame.writeUInt32BE(text.length, 1)
  frame.write(text, 5)
  return frame
}

/** Answers a call of `/shop.Orders/Get` with one message, any other with two, the second when told. */
function grpcService(): http2.Http2Server {
  const server = http2.createServer()
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined).resume()
    stream.respond(head, { waitForTrailers: true })
    stream.on('wantTrailers', () =>
      stream.sendTrailers({ 'grpc-status': '5', 'grpc-message': 'no such order' }),
    )
    stream.write(framed('first'))
    if (headers[':path'] === '/shop.Orders/Get') stream.end()
    else server.once('more', () => stream.end(framed('second')))
  })
  return server
}

function grpcCall(port: number, path: string): http2.ClientHttp2Stream {
  const session = http2.connect(`http://127.0.0.1:${port}`)
  const call = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  })
  call.on('close', () => session.close())
  return call
}

it('a unary call of gRPC is seen with its messages, and with how it went', (context) =>
  behindEnvoy(
    context,
    grpcService(),
    async ({ envoy, seen }) => {
      const call = grpcCall(envoy.port, '/shop.Orders/Get')
      call.end(framed('which'))
      const [trailers] = await once(call.resume(), 'trailers')
      expect(trailers).toMatchObject({ 'grpc-status': '5' })
      const [exchange] = await seen(1)
      expect(exchange).toMatchObject({
        request: { method: 'POST', url: '/shop.Orders/Get', version: '2.0', truncated: false },
        response: { status: 200, truncated: false },
      })
      expect(Buffer.from(exchange?.request?.body ?? [])).toEqual(framed('which'))
      expect(Buffer.from(exchange?.response?.body ?? [])).toEqual(framed('first'))
      expect(exchange?.response?.headers.get('grpc-status')).toEqual(['5'])
      expect(exchange?.response?.headers.get('grpc-message')).toEqual(['no such order'])
    },
    { config: http2Upstream },
  ))

it('a stream of gRPC is not held up: its first message arrives before there is a second', (context) => {
  const service = grpcService()
  return behindEnvoy(
    context,
    service,
    async ({ envoy, seen }) => {
      const call = grpcCall(envoy.port, '/shop.Orders/Watch')
      call.write(framed('which'))
      const [first] = await once(call, 'data')
      expect(first).toEqual(framed('first'))
      service.emit('more')
      const [second] = await once(call, 'data')
      expect(second).toEqual(framed('second'))
      call.end()
      const [exchange] = await seen(1)
      const bytes = Buffer.concat([framed('first'), framed('second')])
      expect(Buffer.from(exchange?.response?.body ?? [])).toEqual(bytes)
    },
    { config: http2Upstream },
  )
})
