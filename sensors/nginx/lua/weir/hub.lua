-- One POST to the hub over one connection that is kept. No answer is an expected outcome: nothing here throws
-- on purpose, and an attempt ends when its time is up wherever it stands.
local connection = require "weir.connection"

local ATTEMPT_SECONDS = 10
local IDLE_MS = 60000
local ANSWER_BYTES = 64 * 1024

local Hub = {}
Hub.__index = Hub

-- `address` is what the settings made of the URL.
local function new(address, key, agent, path, content_type)
  local head = {
    "POST ", address.path, path, " HTTP/1.1\r\nhost: ", connection.authority(address),
    "\r\nauthorization: Bearer ", key, "\r\nuser-agent: ", agent, "\r\ncontent-type: ", content_type, "\r\n",
  }
  return setmetatable({ address = address, head = table.concat(head) }, Hub)
end

local function read_chunks(socket, deadline)
  local total = 0
  while total <= ANSWER_BYTES do
    if not connection.remaining(socket, deadline) then return false end
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
  return connection.remaining(socket, deadline) and socket:receive(size) ~= nil
end

-- `body` has `pieces` of text and how many `bytes` they are. Returns `{ status, retry_after }`, or nil and why there
-- is none.
function Hub:post(fields, body, seconds)
  local deadline = ngx.now() + (seconds or ATTEMPT_SECONDS)
  local socket, problem = connection.connect(self.address, deadline)
  if not socket then return nil, problem end
  local request = { self.head, fields, "content-length: ", body.bytes, "\r\n\r\n", body.pieces }
  local answer, header = connection.ask(socket, request, deadline)
  if not answer then
    socket:close()
    return nil, header
  end
  if read_to_end(socket, header, deadline) then socket:setkeepalive(IDLE_MS, 1) else socket:close() end
  return answer
end

return { new = new }
