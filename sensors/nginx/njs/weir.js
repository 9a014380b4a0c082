// Weir's observer for nginx with njs. It makes one exchange line of each request, which nginx writes to a
// relay (`access_log syslog:…`) once the request is over. nginx makes a VM for each request, so what stands
// at the top belongs to one request. Nothing here may throw: nginx would break the answer off.
import crypto from 'crypto'

// A datagram holds 65,507 octets; base64 takes a third more than it carries.
const bodyBytes = 16384
const lineBytes = 60000
const utf8 = { fatal: true, ignoreBOM: true }

const chunks = []
let kept = 0
let size = 0
let ended = false
let answered = false
let coding

// `js_header_filter weir.header;`
function header(r) {
  answered = true
  coding = attempt(() => r.headersOut['Content-Encoding'])
}

// `js_body_filter weir.body buffer_type=buffer;`
function body(r, data, flags) {
  r.sendBuffer(data, flags)
  attempt(() => keep(data, flags))
}

function keep(data, flags) {
  ended = ended || flags.last
  size += data.length
  if (data.length === 0 || kept >= bodyBytes) return
  // A copy: nginx uses its buffer again.
  const part = Buffer.from(data.slice(0, bodyBytes - kept))
  kept += part.length
  chunks.push(part)
}

// `js_set $weir_line weir.line;` What cannot be told is said too, so that the relay can count it.
function line(r) {
  return attempt(() => lineOf(exchange(r))) || '{"weir":"fault"}'
}

// What the work answers; undefined where it throws.
function attempt(work) {
  try {
    return work()
    // The njs of Debian knows no `catch` without a name.
    // oxlint-disable-next-line no-unused-vars
  } catch (error) {
    return undefined
  }
}

function lineOf(told) {
  const text = JSON.stringify(told)
  if (Buffer.byteLength(text) <= lineBytes) return text
  dropBody(told.req)
  if (told.res) dropBody(told.res)
  const shorter = JSON.stringify(told)
  return Buffer.byteLength(shorter) <= lineBytes ? shorter : '{"weir":"too-large"}'
}

function dropBody(message) {
  if (message.body === undefined) return
  message.body_size = message.body_size || octetsOf(message.body)
  message.truncated = true
  delete message.body
}

function octetsOf(content) {
  if (content.b64 === undefined) return Buffer.byteLength(content)
  return Buffer.from(content.b64, 'base64').length
}

function exchange(r) {
  const v = r.variables
  const took = Number(v.request_time) * 1000
  const told = {
    ts: Math.round(Number(v.msec) * 1000 - took),
    duration_ms: Math.round(took),
    vantage: 'gateway',
    conn: v.connection,
    src: { ip: v.remote_addr, port: Number(v.remote_port) },
    dst: destination(v),
    req: request(r, v),
    res: answered ? response(r, v) : null,
  }
  const peer = v.realip_remote_addr
  if (peer && peer !== v.remote_addr) told.via = [peer]
  if (v.ssl_protocol) told.tls = tls(v)
  return told
}

function destination(v) {
  const told = { host: v.host, service: v.weir_service || undefined }
  // The last one answered: `a:1, b:2 : c:3`.
  const found = /\[?([0-9a-f.:]+)\]?:(\d+)$/i.exec(v.upstream_addr || '')
  if (found) {
    told.ip = found[1]
    told.port = Number(found[2])
  }
  return told
}

function tls(v) {
  const pem = v.ssl_client_raw_cert
  return {
    version: v.ssl_protocol,
    sni: v.ssl_server_name || undefined,
    alpn: v.ssl_alpn_protocol || undefined,
    client_cert: pem ? fingerprint(pem) : undefined,
  }
}

// As our other sensors name a certificate.
function fingerprint(pem) {
  const base64 = pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '')
  const digest = crypto.createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex')
  return digest.toUpperCase().match(/../g).join(':')
}

function request(r, v) {
  const told = {
    method: r.method,
    url: v.request_uri,
    version: r.httpVersion,
    headers: fields(r.rawHeadersIn),
  }
  const sent = r.rawVariables.request_body
  const announced = Number(v.content_length || 0)
  const isChunked = v.http_transfer_encoding !== undefined
  const length = sent ? sent.length : 0
  const beginning = sent && length > bodyBytes ? sent.slice(0, bodyBytes) : sent
  addBody(told, beginning, Math.max(length, announced), isChunked && length === 0)
  return told
}

function response(r, v) {
  const told = { status: r.status, headers: fields(r.rawHeadersOut) }
  // nginx compresses behind this filter: the body is what it was before.
  if (coding === undefined) deleteField(told.headers, 'content-encoding')
  const isBodiless = r.method === 'HEAD' || r.status === 204 || r.status === 304 || r.status < 200
  if (isBodiless) return told
  const isCut = !ended || v.request_completion !== 'OK'
  const announced = isCut ? Number(r.headersOut['Content-Length'] || 0) : 0
  addBody(told, Buffer.concat(chunks), Math.max(size, announced), isCut)
  return told
}

function deleteField(headers, name) {
  Object.keys(headers).forEach((key) => {
    if (key.toLowerCase() === name) delete headers[key]
  })
}

function fields(pairs) {
  const told = {}
  pairs.forEach((pair) => {
    const name = pair[0].toLowerCase()
    const before = told[name]
    if (before === undefined) told[name] = pair[1]
    else if (Array.isArray(before)) before.push(pair[1])
    else told[name] = [before, pair[1]]
  })
  return told
}

function addBody(told, octets, length, isCut) {
  const here = octets ? octets.length : 0
  const isTruncated = isCut || length > here
  if (here > 0) told.body = contentOf(octets)
  if (length > here) told.body_size = length
  if (isTruncated) told.truncated = true
}

function contentOf(octets) {
  const text = attempt(() => new TextDecoder('utf-8', utf8).decode(octets))
  return text === undefined ? { b64: octets.toString('base64') } : text
}

// njs takes no other form of exports.
// oxlint-disable-next-line import/no-default-export
export default { header, body, line }
