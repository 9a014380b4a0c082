import { commonHelp } from '@weir/sensor'

/** What `weir-spoe --help` says. */
export const help = `weir-spoe: shows Weir the HTTP traffic of an HAProxy

HAProxy connects to it (SPOE) as its configuration says; examples lie in the folder haproxy of this package.
Settings come from the environment:

  WEIR_URL                    address of Weir (http://127.0.0.1:7447)
  WEIR_SENSOR_KEY             the key Weir gave out; required
  WEIR_SPOE_LISTEN            where HAProxy connects to (127.0.0.1:9201)
  WEIR_SERVICE                the name of what stands behind this HAProxy; else hosts name it
  WEIR_DOOR                   on: refuses what Weir decides; the key must be one of a door (off)
  WEIR_REDACT                 on: HAProxy is prepared to put redacted responses in place, see the guide (off)
${commonHelp('HAProxy')}
  WEIR_SPOE_UNANSWERED_MS     a request without a response is reported after so long (60000)
  WEIR_SPOE_PAUSE_MS          how long a body of unknown length may gather in HAProxy (5)

It ends on SIGTERM and SIGINT: takes leave of HAProxy, sends what it has, and says where every exchange went.
`
