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

-- The last address of `$upstream_addr`: earlier ones were tried in vain (`a:1, b:2 : c:3`).
local function last_upstream(text)
  if text == nil then return nil end
  local ip, port = text:match "%[?([%x%.:]+)%]?:(%d+)$"
  return ip and ip:gsub("%]$", ""), tonumber(port)
end

local function put_ends(writer, record, service)
  writer:put ',"src":{"ip":'
  -- A client on a Unix socket has no address.
  writer:string(record.ip ~= "unix:" and record.ip or "")
  put_number(writer, ',"port":', tonumber(record.port))
  writer:put '},"dst":{"host":'
  writer:string(record.host or "")
  local ip, port = last_upstream(record.upstream)
  put_string(writer, ',"ip":', ip)
  put_number(writer, ',"port":', port)
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

-- `GET /a HTTP/1.1` and where the fields begin; a target may hold anything but the version behind it.
local function request_line(head)
  local line_end = head:find("\n", 1, true) or #head + 1
  local line = head:sub(1, line_end - 1)
  local method, url, version = line:match "^(%S+) +(.-) +HTTP/(%d%.%d)%s*$"
  if method then return method, url, version, line_end end
  method, url = line:match "^(%S+) +(.-)%s*$"
  return method, url, "0.9", line_end
end

local function put_start(writer, method, url, version)
  put_string(writer, ',"req":{"method":', method)
  writer:put ',"url":'
  writer:string(url or "")
  put_string(writer, ',"version":', version)
  writer:put ',"headers":'
end

-- Writes the request up to its body; returns its method, announced size and whether it came in chunks.
local function put_request_head(writer, record, redaction)
  if record.head then
    local method, url, version, fields_at = request_line(record.head)
    put_start(writer, method, url, version)
    local announced, is_chunked = header_block.write_block(writer, record.head, fields_at, redaction)
    return method, announced, is_chunked
  end
  put_start(writer, record.method, record.url, record.version)
  header_block.write_fields(writer, record.fields, redaction)
  return record.method, tonumber(record.fields["content-length"] or ""), false
end

local function put_request(writer, record, redaction)
  local method, announced, is_chunked = put_request_head(writer, record, redaction)
  local octets = record.request_body
  local size = math.max(record.request_size, announced or 0)
  -- Chunks nobody kept: the size is unknown, and maybe nothing.
  local is_cut = is_chunked and (octets == nil or record.status == nil)
  body.write(writer, octets, size, is_cut)
  writer:put "}"
  return method
end

local function has_no_body(method, status)
  return method == "HEAD" or status == 204 or status == 304 or status < 200
end

local function put_response(writer, record, method, redaction)
  if record.status == nil then
    writer:put ',"res":null'
    return
  end
  put_number(writer, ',"res":{"status":', record.status)
  writer:put ',"headers":'
  header_block.write_fields(writer, record.response_fields, redaction)
  if not has_no_body(method, record.status) then
    body.write(writer, record.response_body, record.response_size, record.response_cut)
  end
  writer:put "}"
end

-- `about` has what is the same for all lines of a worker: boot, service, redaction.
local function write(writer, record, about, number)
  writer:put '{"id":"'
  writer:put(about.boot)
  writer:put("-")
  writer:put(tostring(number))
  put_number(writer, '","ts":', milliseconds(record.start))
  put_number(writer, ',"duration_ms":', math.max(0, milliseconds(record.ended - record.start)))
  writer:put ',"vantage":"gateway"'
  put_string(writer, ',"conn":', record.conn)
  put_ends(writer, record, about.service)
  if record.tls then put_tls(writer, record.tls) end
  local method = put_request(writer, record, about.redaction)
  put_response(writer, record, method, about.redaction)
  writer:put "}\n"
end

return { write = write }
