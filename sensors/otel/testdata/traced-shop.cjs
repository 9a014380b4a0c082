// A shop as its owners run it: traced by the OpenTelemetry SDK and its HTTP instrumentation, which know nothing of Weir.
// It takes one order, asks a bank for it, logs it, says so on its standard output, and ends when it has exported all.
const { registerInstrumentations } = require('@opentelemetry/instrumentation')
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http')
const { resourceFromAttributes } = require('@opentelemetry/resources')
const { BatchLogRecordProcessor, LoggerProvider } = require('@opentelemetry/sdk-logs')
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node')
const { OTLPLogExporter } = require('@opentelemetry/exporter-logs-otlp-proto')

const traceExporters = {
  'http/protobuf': () => require('@opentelemetry/exporter-trace-otlp-proto'),
  'http/json': () => require('@opentelemetry/exporter-trace-otlp-http'),
  grpc: () => require('@opentelemetry/exporter-trace-otlp-grpc'),
}
const { PROTOCOL, TRACES_URL, LOGS_URL, COMPRESSION } = process.env
const { OTLPTraceExporter } = traceExporters[PROTOCOL]()
const resource = resourceFromAttributes({ 'service.name': 'shop' })
const exporter = new OTLPTraceExporter({ url: TRACES_URL, compression: COMPRESSION })
const tracing = new NodeTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(exporter)],
})
tracing.register()
const logs = new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url: LOGS_URL }) })
const logging = new LoggerProvider({ resource, processors: [logs] })
registerInstrumentations({
  instrumentations: [
    new HttpInstrumentation({
      headersToSpanAttributes: {
        server: { requestHeaders: ['x-api-key'], responseHeaders: ['content-type'] },
      },
      requestHook: (span, _request) =>
        span.setAttribute('http.request.body', '{"sku":"s-1"}'),
    }),
  ],
})

const http = require('node:http')

const bank = http.createServer((_request, response) => response.end('paid'))
const shop = http.createServer((_request, response) => {
  http.get({ port: bank.address().port, path: '/charges?of=s-1' }, (paid) => {
    paid.resume()
    paid.on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
})

function listen(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}

async function main() {
  await Promise.all([listen(bank), listen(shop)])
  const headers = { 'x-api-key': 'k-1', 'user-agent': 'till/2' }
  const options = { port: shop.address().port, method: 'POST', path: '/orders?a=1', headers }
  await new Promise((resolve) => {
    http.request(options, (response) => response.resume().on('end', resolve)).end('{"sku":"s-1"}')
  })
  logging.getLogger('gateway').emit({
    body: 'POST /logged',
    attributes: {
      'http.request.method': 'POST',
      'url.path': '/logged',
      'http.response.status_code': 204,
    },
  })
  logging.getLogger('gateway').emit({ body: 'about no call' })
  await Promise.all([tracing.shutdown(), logging.shutdown()])
  process.stdout.write('exported\n')
  process.exit(0)
}

void main()
