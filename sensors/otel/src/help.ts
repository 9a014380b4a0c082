import { commonHelp } from '@weir/sensor'

/** What `weir-otel --help` says. */
export const help = `weir-otel: shows Weir the HTTP and gRPC calls that OpenTelemetry knows of

SDKs and collectors export to it (OTLP/HTTP in protobuf or JSON, OTLP/gRPC; traces and logs). Settings come from the
environment:

  WEIR_URL                    address of Weir (http://127.0.0.1:7447)
  WEIR_SENSOR_KEY             the key Weir gave out; required
  WEIR_OTEL_LISTEN            where OTLP/HTTP is taken (127.0.0.1:4318)
  WEIR_OTEL_GRPC_LISTEN       where OTLP/gRPC is taken; off: nowhere (127.0.0.1:4317)
  WEIR_SERVICE                the name of what is watched where records have no service.name, and for log records
${commonHelp('exporters')}

It ends on SIGTERM and SIGINT: takes nothing more, sends what it has, and says where every exchange went.
`
