/** What `weir-spoe --help` says. */
export const help = `weir-spoe: shows Weir the HTTP traffic of an HAProxy

HAProxy connects to it (SPOE) as its configuration says; examples lie in the folder haproxy of this package.
Settings come from the environment:

  WEIR_URL                    address of Weir (http://127.0.0.1:7447)
  WEIR_SENSOR_KEY             the key Weir gave out; required
  WEIR_SPOE_LISTEN            where HAProxy connects to (127.0.0.1:9201)
  WEIR_SERVICE                the name of what stands behind this HAProxy; else hosts name it
  WEIR_DOOR                   on: refuses what Weir decides; the key must be one of a door (off)
  WEIR_SENSOR_BODY_BYTES      kept of each body (65536)
  WEIR_SENSOR_QUEUE_BYTES     held while Weir does not take it (16777216)
  WEIR_SENSOR_BATCH_MS        longest wait for company (100)
  WEIR_SENSOR_EXIT_MS         longest wait at the end for HAProxy, and for Weir (2000)
  WEIR_SENSOR_WIRE            json or protobuf, for what is sent to Weir (json)
  WEIR_SENSOR_SAMPLE          share of exchanges that are sent (1)
  WEIR_SENSOR_REDACT_HEADERS  names separated by commas; their values never leave the process
  WEIR_SENSOR_REDACT_PATHS    paths of JSON bodies, such as items[].card.number; their values never leave the process
  WEIR_SENSOR_REDACT_TYPES    data types such as CREDIT_CARD; values of these never leave the process
  WEIR_SENSOR_REDACT_KEY      makes redacted values recognisable as a keyed hash
  WEIR_SPOE_UNANSWERED_MS     a request without a response is reported after so long (60000)
  WEIR_SPOE_PAUSE_MS          how long a body of unknown length may gather in HAProxy (5)

It ends on SIGTERM and SIGINT: takes leave of HAProxy, sends what it has, and says where every exchange went.
`
