import { certificate, certificateKey } from '@weir/testkit/proxy'

const text = JSON.stringify

/** Puts TLS with an optional client certificate and JA4 before the published listener. */
export function listenerTls(published: string): string {
  return published
    .replace(
      '      filter_chains:\n        - filters:\n',
      `      listener_filters:
        - name: envoy.filters.listener.tls_inspector
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector
            enable_ja4_fingerprinting: true
      filter_chains:
        - transport_socket:
            name: envoy.transport_sockets.tls
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
              common_tls_context:
                alpn_protocols: [h2, http/1.1]
                tls_certificates:
                  - certificate_chain: { inline_string: ${text(certificate)} }
                    private_key: { inline_string: ${text(certificateKey)} }
                validation_context: { trusted_ca: { inline_string: ${text(certificate)} } }
          filters:
`,
    )
    .replace('#- { key: weir-ja4', '- { key: weir-ja4')
}

/** Speaks HTTP/2 with the service. */
export function http2Upstream(published: string): string {
  return published.replace(
    '    - name: app\n      type: STATIC\n',
    `    - name: app
      type: STATIC
      typed_extension_protocol_options:
        envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
          "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
          explicit_http_config: { http2_protocol_options: {} }
`,
  )
}
