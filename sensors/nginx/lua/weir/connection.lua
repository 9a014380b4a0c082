-- HTTP over a cosocket, as far as the hub needs it. An attempt ends when its time is up wherever it stands.
local HEADER_LINES = 100

local connection = {}

-- Gives the socket what is left of the attempt's time; nil when nothing is left.
local function remaining(socket, deadline)
  ngx.update_time()
  local left = (deadline - ngx.now()) * 1000
  if left < 1 then return nil end
  socket:settimeout(left)
  return true
end
connection.remaining = remaining

-- What the `host` field says; `address` is what the settings made of the URL.
function connection.authority(address)
  local default_port = address.ssl and 443 or 80
  return address.port == default_port and address.host or address.host .. ":" .. address.port
end

function connection.connect(address, deadline)
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

-- Sends a request and reads the header of its answer: `{ status, retry_after }` and the header, or nil and why.
function connection.ask(socket, request, deadline)
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

return connection
