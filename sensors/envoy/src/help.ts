import { commonHelp } from '@weir/sensor'

/** What `weir-envoy --help` says. */
export const help = `weir-envoy: shows Weir the HTTP traffic of an Envoy

Envoy connects to it (ext_proc, ext_authz, access log service) as its configuration says; examples lie in the folders
envoy and istio of this package. Settings come from the environment:

  WEIR_URL                    address of Weir (http://127.0.0.1:7447)
  WEIR_SENSOR_KEY             the key Weir gave out; required
  WEIR_ENVOY_LISTEN           where Envoy connects to (127.0.0.1:9202)
  WEIR_SERVICE                the name of what stands behind this Envoy; else hosts name it
  WEIR_DOOR                   on: carries out what Weir decides; the key must be one of a door (off)
${commonHelp('Envoy')}
  WEIR_ENVOY_LONGEST_MS       a stream that goes on is reported after so long, as far as it got (30000)
  WEIR_ENVOY_XFCC             trust: x-forwarded-client-cert comes from proxies of ours alone (ignore)

It ends on SIGTERM and SIGINT: takes leave of Envoy, sends what it has, and says where every exchange went.
`
