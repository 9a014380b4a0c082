/** What `weir-envoy --help` says. */
export const help = `weir-envoy: shows Weir the HTTP traffic of an Envoy

Envoy connects to it (ext_proc, ext_authz, access log service) as its configuration says; examples lie in the folders
envoy and istio of this package. Settings come from the environment:

  WEIR_URL                    address of Weir (http://127.0.0.1:7447)
  WEIR_SENSOR_KEY             the key Weir gave out; required
  WEIR_ENVOY_LISTEN           where Envoy connects to (127.0.0.1:9202)
  WEIR_SERVICE                the name of what stands behind this Envoy; else hosts name it
  WEIR_DOOR                   on: carries out what Weir decides; the key must be one of a door (off)
  WEIR_SENSOR_BODY_BYTES      kept of each body (65536)
  WEIR_SENSOR_QUEUE_BYTES     held while Weir does not take it (16777216)
  WEIR_SENSOR_BATCH_MS        longest wait for company (100)
  WEIR_SENSOR_EXIT_MS         longest wait at the end for Envoy, and for Weir (2000)
  WEIR_SENSOR_WIRE            json or protobuf, for what is sent to Weir (json)
  WEIR_SENSOR_SAMPLE          share of exchanges that are sent (1)
  WEIR_SENSOR_REDACT_HEADERS  names separated by commas; their values never leave the process
  WEIR_SENSOR_REDACT_PATHS    paths of JSON bodies, such as items[].card.number; their values never leave the process
  WEIR_SENSOR_REDACT_TYPES    data types such as CREDIT_CARD; values of these never leave the process
  WEIR_SENSOR_REDACT_KEY      makes redacted values recognisable as a keyed hash
  WEIR_ENVOY_LONGEST_MS       a stream that goes on is reported after so long, as far as it got (30000)
  WEIR_ENVOY_XFCC             trust: x-forwarded-client-cert comes from proxies of ours alone (ignore)

It ends on SIGTERM and SIGINT: takes leave of Envoy, sends what it has, and says where every exchange went.
`
