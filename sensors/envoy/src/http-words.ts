/** The exchange line's names of the versions of HTTP, by Envoy's. */
const versions = new Map([
  ['HTTP/1.0', '1.0'],
  ['HTTP/1.1', '1.1'],
  ['HTTP/2', '2.0'],
  ['HTTP/3', '3.0'],
])

export function versionOf(protocol: string | undefined): string | undefined {
  return versions.get(protocol ?? '')
}

/** The status of a response; null for what is none. */
export function statusOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{3}$/.test(text) ? Number(text) : null
}

/** A declared length; 0 where there is none that can be believed. */
export function lengthOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0
}

/** RFC 9110 §6.4.1: these responses have no body, whatever their fields announce. */
export function isBodiless(method: string, status: number): boolean {
  return method === 'HEAD' || status < 200 || status === 204 || status === 304
}

/** After this answer the connection carries something else than HTTP messages. */
export function becomesTunnel(method: string, status: number): boolean {
  return status === 101 || (method === 'CONNECT' && status >= 200 && status < 300)
}

/** A body that is read while it is written: whoever holds it up breaks it. */
export function isStream(contentType: string | undefined): boolean {
  return /^(?:text\/event-stream|application\/grpc|multipart\/x-mixed-replace)/i.test(
    contentType ?? '',
  )
}
