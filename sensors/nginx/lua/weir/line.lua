-- Turns a record into one exchange line (spec/exchange.md). Where nothing has to be escaped the pieces are put
-- together by the interpreter, all at once: it does that faster than a call for each.
local body = require "weir.body"
local header_block = require "weir.header_block"
local header_fields = require "weir.header_fields"
local json_text = require "weir.json_text"

-- Upstreams told before: there are few, and a pattern each time is dear.
local REMEMBERED = 256
local known_upstreams, known_count = {}, 0

-- Milliseconds of a time in seconds; nginx knows no finer one.
local function milliseconds(seconds)
  -- Not returned at once: LuaJIT compiles no function that ends in a call of a builtin.
  local whole = math.floor(seconds * 1000 + 0.5)
  return whole
end

-- The last address of `$upstream_addr`: earlier ones were tried in vain (`a:1, b:2 : c:3`).
local function upstream_part(text)
  local known = known_upstreams[text]
  if known then return known end
  if known_count >= REMEMBERED then known_upstreams, known_count = {}, 0 end
  local ip, port = text:match "%[?([%x%.:]+)%]?:(%d+)$"
  known = ip and ',"ip":"' .. ip .. '","port":' .. tonumber(port) or ""
  known_upstreams[text], known_count = known, known_count + 1
  return known
end

local function source_part(record)
  local ip = record.ip
  -- A client on a Unix socket has no address.
  if ip == nil or ip == "unix:" then return '"ip":""' end
  local port = record.port
  return port and port ~= "" and '"ip":"' .. ip .. '","port":' .. port or '"ip":"' .. ip .. '"'
end

local function destination_part(record, service)
  local upstream = record.upstream
  local name = record.service or service
  return json_text.of(record.host or "") .. (upstream and upstream_part(upstream) or "") ..
    (name and name ~= "" and ',"service":' .. json_text.of(name) or "")
end

-- The proxy that sent the request on, where nginx trusts what it said of the client.
local function via_part(record)
  local peer = record.peer
  if peer == nil or peer == record.ip then return "" end
  return ',"via":["' .. peer .. '"]'
end

local function tls_part(tls)
  if tls == nil then return "" end
  local text = ',"tls":{"version":' .. json_text.of(tls.version)
  for _, name in ipairs { "sni", "alpn", "client_cert" } do
    local value = tls[name]
    if value and value ~= "" then text = text .. ',"' .. name .. '":' .. json_text.of(value) end
  end
  return text .. "}"
end

-- 0 where a message did not announce the size of its body.
local function announced_size(fields)
  return tonumber(fields["content-length"] or "") or 0
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
  local redaction = about.redaction
  writer:string(record.url or "")
  writer:put(record.version and ',"version":"' .. record.version .. '","headers":' or ',"headers":')
  local announced, is_chunked = 0, false
  if record.head then
    announced, is_chunked = header_block.write(writer, record.head, redaction)
  else
    header_fields.write(writer, record.fields, redaction)
    announced = announced_size(record.fields)
  end
  local octets, size = record.request_body, record.request_size
  if announced and announced > size then size = announced end
  -- Chunks nobody kept: the size is unknown, and maybe nothing.
  local is_cut = is_chunked and (octets == nil or record.status == nil)
  put_body(writer, about.bodies, octets, size, is_cut, record.content_type, record.coding)
end

local function has_no_body(method, status)
  return method == "HEAD" or status == 204 or status == 304 or status < 200
end

local function put_response(writer, record, about)
  local status = record.status
  if status == nil then return writer:put '},"res":null}\n' end
  writer:put('},"res":{"status":' .. status .. ',"headers":')
  local fields = record.response_fields
  header_fields.write(writer, fields, about.redaction)
  if not has_no_body(record.method, status) then
    local size, is_cut = record.response_size, record.response_cut
    if is_cut then size = math.max(size, announced_size(fields)) end
    put_body(writer, about.bodies, record.response_body, size, is_cut, fields["content-type"], fields["content-encoding"])
  end
  writer:put "}}\n"
end

-- `about` has what is the same for all lines of a worker: boot, service, what is redacted.
local function write(writer, record, about, number)
  local took = milliseconds(record.ended - record.start)
  writer:put(
    '{"id":"' .. about.boot .. "-" .. number .. '","ts":' .. milliseconds(record.start) ..
    ',"duration_ms":' .. (took > 0 and took or 0) .. ',"vantage":"gateway","conn":"' .. record.conn ..
    '","src":{' .. source_part(record) .. '},"dst":{"host":' .. destination_part(record, about.service) ..
    "}" .. via_part(record) .. tls_part(record.tls) ..
    ',"req":{"method":' .. json_text.of(record.method) .. ',"url":'
  )
  put_request(writer, record, about)
  put_response(writer, record, about)
end

return { write = write }
