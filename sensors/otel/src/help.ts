/** What `weir-otel --help` says. */
export const help = `weir-otel: shows Weir the HTTP and gRPC calls that OpenTelemetry knows of

SDKs and collectors export to it (OTLP/HTTP in protobuf or JSON, OTLP/gRPC; traces and logs). Settings come from the
environment:

  WEIR_URL                    address of Weir (http://127.0.0.1:7447)
  WEIR_SENSOR_KEY             the key Weir gave out; required
  WEIR_OTEL_LISTEN            where OTLP/HTTP is taken (127.0.0.1:4318)
  WEIR_OTEL_GRPC_LISTEN       where OTLP/gRPC is taken; off: nowhere (127.0.0.1:4317)
  WEIR_SERVICE                the name of what is watched where records have no service.name, and for log records
  WEIR_SENSOR_BODY_BYTES      kept of each body (65536)
  WEIR_SENSOR_QUEUE_BYTES     held while Weir does not take it (16777216)
  WEIR_SENSOR_BATCH_MS        longest wait for company (100)
  WEIR_SENSOR_EXIT_MS         longest wait at the end for exporters, and for Weir (2000)
  WEIR_SENSOR_WIRE            json or protobuf, for what is sent to Weir (json)
  WEIR_SENSOR_SAMPLE          share of exchanges that are sent (1)
  WEIR_SENSOR_REDACT_HEADERS  names separated by commas; their values never leave the process
  WEIR_SENSOR_REDACT_PATHS    paths of JSON bodies, such as items[].card.number; their values never leave the process
  WEIR_SENSOR_REDACT_TYPES    data types such as CREDIT_CARD; values of these never leave the process
  WEIR_SENSOR_REDACT_KEY      makes redacted values recognisable as a keyed hash

It ends on SIGTERM and SIGINT: takes nothing more, sends what it has, and says where every exchange went.
`
