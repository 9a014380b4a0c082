-- Turns a record into one exchange line (spec/exchange.md).
local body = require "weir.body"
local header_block = require "weir.header_block"

local function put_string(writer, key, value)
  if value == nil or value == "" then return end
  writer:put(key)
  writer:string(value)
end

local function put_number(writer, key, value)
  if value == nil then return end
  writer:put(key)
  writer:put(tostring(value))
end

-- Milliseconds of a time in seconds; nginx knows no finer one.
local function milliseconds(seconds)
  return math.floor(seconds * 1000 + 0.5)
end

-- Addresses taken apart before: there are few upstreams, and a pattern each time is dear.
local REMEMBERED = 256
local known_upstreams, known_count = {}, 0

-- The last address of `$upstream_addr`: earlier ones were tried in vain (`a:1, b:2 : c:3`).
local function last_upstream(text)
  local known = known_upstreams[text]
  if known then return known end
  if known_count >= REMEMBERED then known_upstreams, known_count = {}, 0 end
  local ip, port = text:match "%[?([%x%.:]+)%]?:(%d+)$"
  known = { ip = ip, port = tonumber(port) }
  known_upstreams[text], known_count = known, known_count + 1
  return known
end

local function put_ends(writer, record, service)
  writer:put ',"src":{"ip":'
  -- A client on a Unix socket has no address.
  writer:string(record.ip ~= "unix:" and record.ip or "")
  put_number(writer, ',"port":', tonumber(record.port))
  writer:put '},"dst":{"host":'
  writer:string(record.host or "")
  if record.upstream then
    local upstream = last_upstream(record.upstream)
    put_string(writer, ',"ip":', upstream.ip)
    put_number(writer, ',"port":', upstream.port)
  end
  put_string(writer, ',"service":', record.service or service)
  writer:put "}"
  if record.peer and record.peer ~= record.ip then
    put_string(writer, ',"via":[', record.peer)
    writer:put "]"
  end
end

local function put_tls(writer, tls)
  writer:put ',"tls":{"version":'
  writer:string(tls.version)
  put_string(writer, ',"sni":', tls.sni)
  put_string(writer, ',"alpn":', tls.alpn)
  put_string(writer, ',"client_cert":', tls.client_cert)
  writer:put "}"
end

-- 0 where a message did not announce the size of its body.
local function announced_size(fields)
  return tonumber(fields["content-length"] or "") or 0
end

-- Writes the request up to its body; returns the announced size and whether it came in chunks.
local function put_request_head(writer, record, redaction)
  writer:put ',"req":{"method":'
  writer:string(record.method)
  writer:put ',"url":'
  writer:string(record.url or "")
  put_string(writer, ',"version":', record.version)
  writer:put ',"headers":'
  if record.head then return header_block.write_block(writer, record.head, 0, redaction) end
  header_block.write_fields(writer, record.fields, redaction)
  return announced_size(record.fields), false
end

local function put_request(writer, record, redaction)
  local announced, is_chunked = put_request_head(writer, record, redaction)
  local octets = record.request_body
  local size = math.max(record.request_size, announced or 0)
  -- Chunks nobody kept: the size is unknown, and maybe nothing.
  local is_cut = is_chunked and (octets == nil or record.status == nil)
  body.write(writer, octets, size, is_cut)
  writer:put "}"
end

local function has_no_body(method, status)
  return method == "HEAD" or status == 204 or status == 304 or status < 200
end

local function put_response(writer, record, redaction)
  if record.status == nil then
    writer:put ',"res":null'
    return
  end
  put_number(writer, ',"res":{"status":', record.status)
  writer:put ',"headers":'
  header_block.write_fields(writer, record.response_fields, redaction)
  if not has_no_body(record.method, record.status) then
    local size = record.response_size
    if record.response_cut then size = math.max(size, announced_size(record.response_fields)) end
    body.write(writer, record.response_body, size, record.response_cut)
  end
  writer:put "}"
end

-- `about` has what is the same for all lines of a worker: boot, service, redaction.
local function write(writer, record, about, number)
  writer:put '{"id":"'
  writer:put(about.boot)
  writer:put "-"
  writer:put(tostring(number))
  put_number(writer, '","ts":', milliseconds(record.start))
  put_number(writer, ',"duration_ms":', math.max(0, milliseconds(record.ended - record.start)))
  writer:put ',"vantage":"gateway"'
  put_string(writer, ',"conn":', record.conn)
  put_ends(writer, record, about.service)
  if record.tls then put_tls(writer, record.tls) end
  put_request(writer, record, about.redaction)
  put_response(writer, record, about.redaction)
  writer:put "}\n"
end

return { write = write }
