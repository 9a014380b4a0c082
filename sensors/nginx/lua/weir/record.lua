-- Copies what nginx forgets when the request is over. This runs in the host's event loop for each request:
-- nothing is encoded, searched or taken apart here.
local request_body = require "weir.request_body"
local tls_facts = require "weir.tls_facts"

local version_names = { [0.9] = "0.9", [1.0] = "1.0", [1.1] = "1.1", [2] = "2", [3] = "3" }

local record = {}

local variable_names = {
  "request_method", "request_uri", "connection", "remote_addr", "remote_port", "realip_remote_addr", "host",
  "upstream_addr",
}
local values = {}

-- A loop, because LuaJIT compiles it with the calls inside; by themselves it does not compile those, and each
-- costs several times as much.
local function read_variables(var, names)
  for index = 1, #names do values[index] = var[names[index]] end
end

local function copy_variables(settings)
  local var = ngx.var
  read_variables(var, variable_names)
  local method, conn = values[1], values[3]
  -- nginx could not read the request; it is no exchange.
  if method == nil or method == "" then return nil end
  return {
    method = method,
    url = values[2],
    version = version_names[ngx.req.http_version() or 0.9],
    start = ngx.req.start_time(),
    conn = conn,
    ip = values[4],
    port = values[5],
    peer = values[6],
    host = values[7],
    upstream = values[8],
    tls = tls_facts.of(var, conn),
    service = settings.service_variable and var[settings.service_variable],
  }
end

-- The request as it stands now, with so many octets of its body; nil where nginx itself could not read it.
function record.of_request(settings, body_bytes)
  local copy = copy_variables(settings)
  if copy == nil then return nil end
  -- Up to HTTP/1.1 the fields as they came over the wire; later versions have no such block.
  if (ngx.req.http_version() or 0.9) < 2 then
    copy.head = ngx.req.raw_header(true)
  else
    copy.fields = ngx.req.get_headers(0)
  end
  if settings.redact_paths then
    copy.content_type, copy.coding = ngx.var.content_type, ngx.var.http_content_encoding
  end
  copy.request_body, copy.request_size = request_body.read(body_bytes)
  return copy
end

-- The header fields that describe the body a filter of ours saw. nginx compresses and expands behind it, and
-- says so in the header of what is sent.
local function response_fields(capture)
  local fields = ngx.resp.get_headers(0)
  fields["content-encoding"] = capture.coding
  -- Of the connection, not of the message, and at the end of a request it is always to be closed.
  if fields["connection"] == "close" then fields["connection"] = nil end
  return fields
end

-- Adds what is known once the response's header is on its way.
function record.add_response(copy, capture)
  copy.status = ngx.status
  copy.response_fields = response_fields(capture)
end

-- Adds the body of the response as far as it got. Also for a request nobody answered: `capture` is nil then.
function record.finish(copy, capture, is_complete)
  copy.ended = ngx.now()
  if capture == nil then return end
  copy.is_asked_for = capture.asked_bytes
  copy.response_body = capture:octets()
  copy.response_size = math.max(capture.size, capture.announced or 0)
  copy.response_cut = not is_complete
end

return record
