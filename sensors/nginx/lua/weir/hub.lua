-- One POST to the hub over one connection that is kept. No answer is an expected outcome: nothing here throws
-- on purpose, and an attempt ends when its time is up wherever it stands.
local ATTEMPT_SECONDS = 10
local IDLE_MS = 60000
local ANSWER_BYTES = 64 * 1024
local HEADER_LINES = 100
local PATH = "/v1/exchanges"

local Hub = {}
Hub.__index = Hub

-- `address` is what `weir.address` made of the URL.
local function new(address, key, agent)
  local default_port = address.ssl and 443 or 80
  local authority = address.port == default_port and address.host or address.host .. ":" .. address.port
  local head = {
    "POST ", address.path, PATH, " HTTP/1.1\r\nhost: ", authority, "\r\nauthorization: Bearer ", key,
    "\r\nuser-agent: ", agent, "\r\ncontent-type: application/x-ndjson\r\n",
  }
  return setmetatable({ address = address, head = table.concat(head) }, Hub)
end

-- Gives the socket what is left of the attempt's time; nil when nothing is left.
local function remaining(socket, deadline)
  ngx.update_time()
  local left = (deadline - ngx.now()) * 1000
  if left < 1 then return nil end
  socket:settimeout(left)
  return true
end

local function connect(address, deadline)
  local socket = ngx.socket.tcp()
  if not remaining(socket, deadline) then return nil, "timeout" end
  local ok, problem = socket:connect(address.dial, address.port)
  if not ok then return nil, problem end
  if address.ssl and socket:getreusedtimes() == 0 then
    if not remaining(socket, deadline) then return nil, "timeout" end
    ok, problem = socket:sslhandshake(nil, address.host, address.ssl_verify)
    if not ok then return nil, problem end
  end
  return socket
end

local function read_header(socket, deadline)
  local header = {}
  for _ = 1, HEADER_LINES do
    if not remaining(socket, deadline) then return nil, "timeout" end
    local line, problem = socket:receive "*l"
    if not line then return nil, problem end
    if line == "" then return header end
    local name, value = line:match "^([^:]+):%s*(.-)%s*$"
    if name then header[name:lower()] = value end
  end
  return nil, "the answer's header is too long"
end

local function read_chunks(socket, deadline)
  local total = 0
  while total <= ANSWER_BYTES do
    if not remaining(socket, deadline) then return false end
    local line = socket:receive "*l"
    local size = line and tonumber(line:match "^%x+" or "", 16)
    if not size then return false end
    if size == 0 then return socket:receive "*l" == "" end
    total = total + size
    if total > ANSWER_BYTES or not socket:receive(size + 2) then return false end
  end
  return false
end

-- True when the answer was read to its end, so that the connection can be used again.
local function read_to_end(socket, header, deadline)
  if (header["connection"] or ""):lower():find("close", 1, true) then return false end
  if header["transfer-encoding"] then return read_chunks(socket, deadline) end
  local size = tonumber(header["content-length"] or "")
  if not size or size > ANSWER_BYTES then return false end
  if size == 0 then return true end
  return remaining(socket, deadline) and socket:receive(size) ~= nil
end

local function exchange(socket, request, deadline)
  if not remaining(socket, deadline) then return nil, "timeout" end
  local sent, problem = socket:send(request)
  if not sent then return nil, problem end
  if not remaining(socket, deadline) then return nil, "timeout" end
  local line
  line, problem = socket:receive "*l"
  if not line then return nil, problem end
  local status = tonumber(line:match "^HTTP/1%.%d (%d%d%d)")
  if not status then return nil, "the answer is not HTTP/1" end
  local header
  header, problem = read_header(socket, deadline)
  if not header then return nil, problem end
  return { status = status, retry_after = header["retry-after"] }, header
end

-- Returns `{ status, retry_after }`, or nil and why there is none.
function Hub:post(fields, body, seconds)
  local deadline = ngx.now() + (seconds or ATTEMPT_SECONDS)
  local socket, problem = connect(self.address, deadline)
  if not socket then return nil, problem end
  local request = { self.head, fields, "content-length: ", #body, "\r\n\r\n", body }
  local answer, header = exchange(socket, request, deadline)
  if not answer then
    socket:close()
    return nil, header
  end
  if read_to_end(socket, header, deadline) then socket:setkeepalive(IDLE_MS, 1) else socket:close() end
  return answer
end

return { new = new }
