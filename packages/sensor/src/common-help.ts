/** What every agent says of the settings all of them have; `other` is what it takes leave of. */
export function commonHelp(other: string): string {
  return `  WEIR_SENSOR_BODY_BYTES      kept of each body (65536)
  WEIR_SENSOR_QUEUE_BYTES     held while Weir does not take it (16777216)
  WEIR_SENSOR_BATCH_MS        longest wait for company (100)
  WEIR_SENSOR_EXIT_MS         longest wait at the end for ${other}, and for Weir (2000)
  WEIR_SENSOR_WIRE            protobuf or json, for what is sent to Weir (protobuf)
  WEIR_SENSOR_SAMPLE          share of exchanges that are sent (1)
  WEIR_SENSOR_REDACT_HEADERS  names separated by commas; their values never leave the process
  WEIR_SENSOR_REDACT_PATHS    paths of JSON bodies, such as items[].card.number; their values never leave the process
  WEIR_SENSOR_REDACT_TYPES    data types such as CREDIT_CARD; values of these never leave the process
  WEIR_SENSOR_REDACT_KEY      makes redacted values recognisable as a keyed hash`
}
