-- Turns a record into one exchange (spec/exchange.proto) behind its length. What is short is put together by the
-- interpreter, all at once: it does that faster than a call for each.
local announced_size = require "weir.announced_size"
local body = require "weir.body"
local header_block = require "weir.header_block"
local header_fields = require "weir.header_fields"
local protobuf = require "weir.protobuf"
local utf8_text = require "weir.utf8_text"

local field, varint, tag = protobuf.field, protobuf.varint, protobuf.tag

-- Tags by message and key. The vantage of a gateway is the third.
local ID, TS, DURATION, CONN, VIA = tag(1, 2), tag(3, 1), tag(4, 1), tag(7, 2), tag(8, 2)
local VANTAGE = tag(6, 0) .. "\3"
local SRC, DST, TLS, REQ, RES = tag(9, 2), tag(10, 2), tag(11, 2), tag(12, 2), tag(13, 2)
local SRC_IP, SRC_PORT = tag(1, 2), tag(2, 0)
local DST_HOST, DST_IP, DST_PORT, DST_SERVICE = tag(1, 2), tag(2, 2), tag(3, 0), tag(4, 2)
local tls_tags = { sni = tag(1, 2), version = tag(2, 2), alpn = tag(3, 2), client_cert = tag(5, 2) }
local METHOD, URL, VERSION, STATUS = tag(1, 2), tag(2, 2), tag(3, 2), tag(1, 0)

-- Upstreams told before: there are few, and a pattern each time is dear.
local REMEMBERED = 256
local known_upstreams, known_count = {}, 0

-- Milliseconds of a time in seconds; nginx knows no finer one.
local function milliseconds(seconds)
  -- Not returned at once: LuaJIT compiles no function that ends in a call of a builtin.
  local whole = math.floor(seconds * 1000 + 0.5)
  return whole
end

local function text_field(of_tag, text)
  return field(of_tag, utf8_text.of(text))
end

-- The last address of `$upstream_addr`: earlier ones were tried in vain (`a:1, b:2 : c:3`).
local function upstream_part(text)
  local known = known_upstreams[text]
  if known then return known end
  if known_count >= REMEMBERED then known_upstreams, known_count = {}, 0 end
  local ip, port = text:match "%[?([%x%.:]+)%]?:(%d+)$"
  known = ip and field(DST_IP, ip) .. DST_PORT .. varint(tonumber(port)) or ""
  known_upstreams[text], known_count = known, known_count + 1
  return known
end

local function source(record)
  local ip = record.ip
  -- A client on a Unix socket has no address.
  if ip == nil or ip == "unix:" then return "" end
  local port = tonumber(record.port)
  return port and field(SRC_IP, ip) .. SRC_PORT .. varint(port) or field(SRC_IP, ip)
end

local function destination(record, service)
  local upstream = record.upstream
  local name = record.service or service
  return text_field(DST_HOST, record.host or "") .. (upstream and upstream_part(upstream) or "") ..
    (name and name ~= "" and text_field(DST_SERVICE, name) or "")
end

-- The proxy that sent the request on, where nginx trusts what it said of the client.
local function via_part(record)
  local peer = record.peer
  if peer == nil or peer == record.ip then return "" end
  return field(VIA, peer)
end

local function tls_part(tls)
  if tls == nil then return "" end
  local text = ""
  for name, of_tag in pairs(tls_tags) do
    local value = tls[name]
    if value and value ~= "" then text = text .. text_field(of_tag, value) end
  end
  return field(TLS, text)
end

-- Puts a body; one that may not leave has its size alone.
local function put_body(writer, bodies, octets, size, is_cut, content_type, coding)
  if bodies == nil or octets == nil then return body.write(writer, octets, size, is_cut) end
  is_cut = is_cut or size > #octets
  local redacted = bodies:of(octets, content_type, coding, is_cut)
  if redacted == nil then return body.write(writer, nil, size, true) end
  -- What was whole is whole with another length, too.
  body.write(writer, redacted, is_cut and size or #redacted, is_cut)
end

local function put_request(writer, record, about)
  local redaction, version = about.redaction, record.version
  local start = writer:open()
  writer:put(
    text_field(METHOD, record.method) .. text_field(URL, record.url or "") .. (version and field(VERSION, version) or "")
  )
  local announced, is_chunked = 0, false
  if record.head then
    announced, is_chunked = header_block.write(writer, record.head, redaction)
  else
    header_fields.write(writer, record.fields, redaction)
    announced = announced_size(record.fields["content-length"])
  end
  local octets, size = record.request_body, record.request_size
  if announced and announced > size then size = announced end
  -- Chunks nobody kept: the size is unknown, and maybe nothing.
  local is_cut = is_chunked and (octets == nil or record.status == nil)
  put_body(writer, about.bodies, octets, size, is_cut, record.content_type, record.coding)
  writer:close(start)
end

local function has_no_body(method, status)
  return method == "HEAD" or status == 204 or status == 304 or status < 200
end

local function put_response(writer, record, about)
  local status = record.status
  if status == nil then return end
  writer:put(RES)
  local start = writer:open()
  writer:put(STATUS .. varint(status))
  local fields = record.response_fields
  header_fields.write(writer, fields, about.redaction)
  if not has_no_body(record.method, status) then
    local size, is_cut = record.response_size, record.response_cut
    if is_cut then size = math.max(size, announced_size(fields["content-length"]) or 0) end
    put_body(writer, about.bodies, record.response_body, size, is_cut, fields["content-type"], fields["content-encoding"])
  end
  writer:close(start)
end

-- `about` has what is the same for all exchanges of a worker: boot, service, what is redacted.
local function write(writer, record, about, number)
  local took = milliseconds(record.ended - record.start)
  local frame = writer:open()
  writer:put(
    field(ID, about.boot .. "-" .. number) .. TS .. protobuf.double(milliseconds(record.start)) ..
    DURATION .. protobuf.double(took > 0 and took or 0) .. VANTAGE .. field(CONN, tostring(record.conn)) ..
    field(SRC, source(record)) .. field(DST, destination(record, about.service)) ..
    via_part(record) .. tls_part(record.tls) .. REQ
  )
  put_request(writer, record, about)
  put_response(writer, record, about)
  writer:close(frame)
end

return { write = write }
