import protobuf from 'protobufjs'

/**
 * The messages of Envoy's API that this agent reads, by the numbers of their fields, for an encoder that is not ours.
 * That the numbers are Envoy's is shown by the tests with a real one.
 */
const definitions = `
syntax = "proto3";
message HeaderValue { string key = 1; string value = 2; bytes raw_value = 3; }
message HeaderMap { repeated HeaderValue headers = 1; }
message Value { oneof kind { int32 null_value = 1; double number_value = 2; string string_value = 3; bool bool_value = 4; } }
message Struct { map<string, Value> fields = 1; }
message HttpHeaders { HeaderMap headers = 1; bool end_of_stream = 3; }
message HttpBody { bytes body = 1; bool end_of_stream = 2; }
message HttpTrailers { HeaderMap trailers = 1; }
message ProcessingRequest {
  oneof request {
    HttpHeaders request_headers = 2; HttpHeaders response_headers = 3; HttpBody request_body = 4;
    HttpBody response_body = 5; HttpTrailers request_trailers = 6; HttpTrailers response_trailers = 7;
  }
  map<string, Struct> attributes = 9;
  bool observability_mode = 10;
}
message SocketAddress { string address = 2; uint32 port_value = 3; }
message Address { SocketAddress socket_address = 1; }
message Peer { Address address = 1; }
message HttpRequest { string method = 2; map<string, string> headers = 3; string path = 4; string host = 5; HeaderMap header_map = 13; }
message Request { HttpRequest http = 2; }
message AttributeContext { Peer source = 1; Request request = 4; }
message CheckRequest { AttributeContext attributes = 1; }
message Time { int64 seconds = 1; int32 nanos = 2; }
message UInt32Value { uint32 value = 1; }
message SubjectAltName { string uri = 1; }
message Certificate { repeated SubjectAltName subject_alt_name = 1; }
message TlsProperties { uint32 tls_version = 1; string tls_sni_hostname = 3; Certificate peer_certificate_properties = 5; }
message ResponseFlags { bool no_healthy_upstream = 2; bool upstream_connection_termination = 7; bool downstream_connection_termination = 15; }
message Common {
  Address downstream_remote_address = 2; TlsProperties tls_properties = 4; Time start_time = 5;
  Time time_to_last_downstream_tx_byte = 12; Address upstream_remote_address = 13; ResponseFlags response_flags = 16;
  Address downstream_direct_remote_address = 20; Time duration = 23; uint32 access_log_type = 33;
}
message RequestProperties {
  uint32 request_method = 1; string authority = 3; string path = 5; string user_agent = 6; string original_path = 10;
  uint64 request_body_bytes = 12; map<string, string> request_headers = 13;
}
message ResponseProperties { UInt32Value response_code = 1; uint64 response_body_bytes = 3; map<string, string> response_headers = 4; }
message LogEntry { Common common_properties = 1; uint32 protocol_version = 2; RequestProperties request = 3; ResponseProperties response = 4; }
message LogEntries { repeated LogEntry log_entry = 1; }
message StreamAccessLogsMessage { LogEntries http_logs = 2; }
`

const { root } = protobuf.parse(definitions, { keepCase: true })

export type MessageName =
  | 'CheckRequest'
  | 'LogEntry'
  | 'ProcessingRequest'
  | 'StreamAccessLogsMessage'

/** Encodes with protobufjs. */
export function encoded(name: MessageName, value: Readonly<Record<string, unknown>>): Buffer {
  const type = root.lookupType(name)
  return Buffer.from(type.encode(type.fromObject(value)).finish())
}
